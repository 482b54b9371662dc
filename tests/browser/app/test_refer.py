"""Sending on from the phone: proposals are confirmed or declined with a reason, and the letter follows."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from registry.models import Resident
from tests.browser.app.asking import all_stored, drafts, no_signal, show
from tests.browser.app.conftest import OpenApp, unsent
from tests.browser.conftest import Troubles, months_ago, serious, sideways
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import DeclinedProposal, Referral, Session
from visits.referrals import refer
from visits.rules.referral import Reason

pytestmark = pytest.mark.browser

OF_BOTH: dict[str, Any] = {"systolic": 190, "diastolic": 120, "glucose_mg_dl": 320}


@pytest.fixture
def session(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


@pytest.fixture
def ill(village: Village, session: Session) -> Resident:
    """A man whose blood pressure and sugar are both far too high."""
    man = make_resident(village.melati, "Slamet Riyadi", sex="L", born=months_ago(700))
    make_visit(man, session.date, by=village.kader, **OF_BOTH)
    return man


def proposal(page: Page, text: str) -> Locator:
    return page.locator(".decide").filter(has_text=text)


def test_one_proposal_is_confirmed_and_another_declined_without_a_signal(
    village: Village,
    session: Session,
    ill: Resident,
    app: OpenApp,
    context: BrowserContext,
    troubles: Troubles,
) -> None:
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, ill, "rujuk")
        assert (page.locator(".decide").count(), sideways(page), serious(page)) == (2, [], [])
        proposal(page, "Gula").get_by_text("Tidak dirujuk").click()
        page.get_by_role("button", name="Simpan keputusan").click()
        expect(page.get_by_text("Tulis alasannya, supaya bidan tahu.")).to_be_visible()
        assert unsent(page) == 0
        proposal(page, "Gula").get_by_label("Mengapa tidak dirujuk").select_option("Sudah dalam pengobatan")
        proposal(page, "Gula").get_by_label("Atau dengan kata sendiri").fill("kontrol minggu lalu")
        proposal(page, "ekanan darah").get_by_text("Rujuk", exact=True).click()
        page.get_by_text("Ketuk untuk mengubah").click()
        page.get_by_text("Rumah sakit", exact=True).click()
        page.get_by_label("Nama tempatnya").fill("RSUD Kartini")
        page.get_by_label("Keterangan").fill("Ditemani anaknya.")
        assert (drafts(page), sideways(page)) == (1, [])
        page.get_by_role("button", name="Simpan keputusan").click()
        expect(
            page.get_by_text("Rujukan tersimpan di HP ini. Nomor suratnya terbit sesudah terkirim.")
        ).to_be_visible()
        letter = page.get_by_role("region", name="Surat rujukan")
        expect(letter.get_by_text("RSUD Kartini")).to_be_visible()
        expect(letter.get_by_text("Nomornya terbit sesudah terkirim.")).to_be_visible()
        assert letter.get_by_role("link").count() == 0
        expect(page.get_by_text("Sudah dalam pengobatan: kontrol minggu lalu").first).to_be_visible()
        assert (drafts(page), sideways(page), serious(page)) == (0, [], [])
    assert all_stored(page)
    stored = Referral.objects.unscoped("a test").get()
    found = (stored.destination, stored.destination_name, stored.note, stored.sent_by)
    assert found == ("RS", "RSUD Kartini", "Ditemani anaknya.", village.kader)
    assert [why["code"] for why in stored.reasons] == [Reason.BLOOD_PRESSURE_CRISIS]
    declined = DeclinedProposal.objects.unscoped("a test").get()
    assert (declined.code, declined.reason) == ("gula darah", "Sudah dalam pengobatan: kontrol minggu lalu")
    # The paper is the server's.
    letter = page.get_by_role("region", name=f"Surat rujukan {stored.number}")
    expect(letter.get_by_role("link", name="Cetak surat")).to_have_attribute(
        "href", f"/rujukan/{stored.pk}/surat.pdf"
    )


def test_all_reasons_are_referred_with_one_tap(
    village: Village,
    session: Session,
    ill: Resident,
    app: OpenApp,
    context: BrowserContext,
    troubles: Troubles,
) -> None:
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, ill, "rujuk")
        page.get_by_role("button", name="Simpan keputusan").click()
        expect(
            page.get_by_text("Pilih Rujuk atau Tidak dirujuk, paling sedikit untuk satu usul.")
        ).to_be_visible()
        page.get_by_role("button", name="Rujuk untuk semua alasan").press("Enter")
        expect(page.get_by_text("Rujukan tersimpan di HP ini.", exact=False).first).to_be_visible()
        expect(page.locator(".letter-reasons li")).to_have_count(2)
    assert all_stored(page)
    stored = Referral.objects.unscoped("a test").get()
    assert len(stored.reasons) == 2


def test_a_reason_in_own_words_is_added_to_the_letter_that_is_there(
    village: Village,
    session: Session,
    ill: Resident,
    app: OpenApp,
    context: BrowserContext,
    troubles: Troubles,
) -> None:
    visit = ill.visits.get()
    letter = refer(visit=visit, user=village.bidan, codes=["gula darah"], note="Puasa dulu.")
    page = app(village.kader, session)
    with no_signal(page, context, troubles):
        show(page, session, ill, "rujuk")
        expect(page.get_by_role("heading", name=f"Surat rujukan {letter.number}")).to_be_visible()
        assert page.locator(".decide").count() == 1
        page.get_by_text("Ketuk untuk mengubah").click()
        page.get_by_label("Alasan lain").fill("Tampak sangat pucat.")
        page.get_by_text("Gawat: diantar sekarang juga").click()
        page.get_by_role("button", name="Simpan keputusan").click()
        expect(page.locator(".letter-reasons li").last).to_have_text("Tampak sangat pucat.")
    assert all_stored(page)
    stored = Referral.objects.unscoped("a test").get()
    assert (stored.pk, stored.urgency, stored.note) == (letter.pk, "gawat", "Puasa dulu.")
    assert [why["text"] for why in stored.reasons][-1] == "Tampak sangat pucat."


def test_proposals_of_values_entered_without_a_signal_are_decided_at_once(
    village: Village, session: Session, app: OpenApp, context: BrowserContext, troubles: Troubles
) -> None:
    man = make_resident(village.melati, "Slamet Riyadi", sex="L", born=months_ago(700))
    page = app(village.kader, session)
    script = """async ([session, person, values]) => {
      const path = document.querySelector('script[src*="js/app/main"]').src;
      const { openDay } = await import(new URL("./day.js", path).href);
      const { saveVisit } = await import(new URL("./saving.js", path).href);
      const day = await openDay(session);
      await saveVisit(day, day.person(person), { step: 3, values, confirmed: Object.keys(values) });
    }"""
    with no_signal(page, context, troubles):
        show(page, session, man, "rujuk")
        expect(page.get_by_text("Belum ada kunjungan hari ini.")).to_be_visible()
        page.evaluate(script, [str(session.pk), str(man.pk), OF_BOTH])
        expect(page.locator(".decide")).to_have_count(2)
        page.get_by_role("button", name="Rujuk untuk semua alasan").click()
        expect(page.locator(".letter-reasons li")).to_have_count(2)
    assert all_stored(page)
    assert len(Referral.objects.unscoped("a test").get().reasons) == 2
