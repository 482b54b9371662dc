"""One entry that was refused or in conflict: mended and sent again, chosen between, or given up with a reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.ids import new_id
from registry.models import Resident
from tests.browser.app.conftest import OPEN, PIN, OpenApp
from tests.browser.app.queueing import add, another_phone, look, run, visit
from tests.browser.conftest import months_ago, serious, sideways, texts
from tests.conftest import Village, make_resident, make_session, make_visit
from tests.visits.screenings.people import healthy
from visits.models import Session, SyncItem, Visit
from visits.screenings.storing import record_screening
from visits.session_services import close_session

pytestmark = pytest.mark.browser


@pytest.fixture
def session(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


@pytest.fixture
def bagus(village: Village) -> Resident:
    return make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))


def mending(page: Page, item: dict[str, Any], name: str = "Bagus") -> str:
    """The page of an entry that the server did not take."""
    found = add(page, item)
    look(page, f"#/kiriman/{found}", name)
    return found


def listed(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Belum terkirim")


def stored(bagus: Resident) -> tuple[Decimal | None, Decimal | None]:
    visit = Visit.objects.unscoped("a test").with_cards().get(resident=bagus)
    return visit.child_check.weight_kg, visit.child_check.height_cm


def state(item: str) -> tuple[str, str]:
    row = SyncItem.objects.unscoped("a test").get(pk=item)
    return row.state, row.content


def test_a_wrong_value_is_mended_beside_the_words_of_the_server(
    app: OpenApp, village: Village, session: Session, bagus: Resident
) -> None:
    page = app(village.kader, session)
    wrong = mending(page, visit(bagus, session, weight_kg="940", position="telentang"))
    field = page.get_by_label("Berat badan", exact=True)
    expect(field).to_have_value("940")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_weight_kg-error")).not_to_be_empty()
    assert (sideways(page), serious(page)) == ([], [])
    field.fill("9,4")
    page.get_by_role("button", name="Simpan dan kirim lagi").click()
    listed(page)
    run(page, "settled")
    assert (stored(bagus)[0], state(wrong)) == (Decimal("9.4"), ("dibuang", ""))
    assert run(page, "open") == []


def test_an_unlikely_value_is_sent_again_once_it_was_measured_again(
    app: OpenApp, village: Village, session: Session, bagus: Resident
) -> None:
    page = app(village.kader, session)
    asked = mending(page, visit(bagus, session, weight_kg="4"))
    assert SyncItem.objects.unscoped("a test").get(pk=asked).code == 203
    page.get_by_label("Berat badan: sudah diukur ulang dan memang begitu").check()
    assert serious(page) == []
    page.get_by_role("button", name="Simpan dan kirim lagi").click()
    listed(page)
    run(page, "settled")
    assert stored(bagus)[0] == 4


def test_what_stood_in_the_way_is_gone_and_the_same_is_sent_again(
    app: OpenApp, village: Village, session: Session, bagus: Resident
) -> None:
    close_session(session=session, user=village.kader)
    page = app(village.kader, session)
    same = mending(page, visit(bagus, session, weight_kg="9.4"))
    expect(page.get_by_text("Hari buka ini sudah ditutup.")).to_be_visible()
    Session.objects.unscoped("a test").update(closed_at=None, closed_by=None)
    page.get_by_role("button", name="Kirim lagi tanpa diubah").click()
    listed(page)
    run(page, "settled")
    assert (stored(bagus)[0], state(same)[0]) == (Decimal("9.4"), "tersimpan")


def test_a_refused_newcomer_is_mended_and_takes_the_visit_behind_along(
    app: OpenApp, village: Village, session: Session
) -> None:
    page = app(village.kader, session)
    rani = str(new_id())
    about = {"session": str(session.pk), "name": "Rani", "sex": "P", "birth_date": "2035-01-10", "rt": "02"}
    wrong = add(page, {"kind": "newcomer", "person": rani, "body": about})
    add(page, visit(rani, session, weight_kg="9.4"))
    look(page, f"#/kiriman/{wrong}", "Rani")
    expect(page.locator("#id_birth_date-error")).not_to_be_empty()
    page.get_by_label("Tanggal lahir").fill(months_ago(15).isoformat())
    page.get_by_role("button", name="Simpan dan kirim lagi").click()
    listed(page)
    run(page, "settled")
    assert run(page, "open") == []
    person = Resident.objects.unscoped("a test").get(pk=rani)
    assert (person.birth_date, stored(person)[0]) == (months_ago(15), Decimal("9.4"))


def test_giving_up_asks_why_and_the_server_keeps_it(
    app: OpenApp, village: Village, session: Session, bagus: Resident
) -> None:
    page = app(village.kader, session)
    wrong = mending(page, visit(bagus, session, weight_kg="sembilan"))
    page.get_by_role("button", name="Buang", exact=True).click()
    expect(page.get_by_text("Server mencatat siapa yang membuang dan mengapa.")).to_be_visible()
    page.get_by_role("button", name="Buang isian ini").click()
    expect(page.get_by_text("Tulis alasannya, supaya Puskesmas tahu.")).to_be_visible()
    assert (serious(page), state(wrong)[0]) == ([], "ditolak")
    page.get_by_label("Alasan membuang").fill("Salah orang")
    page.get_by_role("button", name="Buang isian ini").click()
    listed(page)
    run(page, "settled")
    assert (state(wrong)[0], "sembilan" in state(wrong)[1], run(page, "open")) == ("dibuang", True, [])


def test_another_tab_that_was_quicker_is_said(
    app: OpenApp, village: Village, session: Session, bagus: Resident
) -> None:
    page = app(village.kader, session)
    wrong = mending(page, visit(bagus, session, weight_kg="sembilan"))
    run(page, "stop")
    with page.context.expect_page() as opened:
        page.evaluate("() => { window.open('/hp/'); }")
    other = opened.value
    other.evaluate(OPEN, [str(village.kader.pk), PIN, ""])
    run(other, "discard", wrong, "Salah orang")
    expect(page.get_by_role("heading", level=1)).to_have_text("Perbaiki isian")
    expect(page.get_by_text("Isian ini sudah diurus")).to_be_visible()
    assert serious(page) == []


def test_the_same_field_changed_on_two_phones_shows_both_values_and_the_choice_wins_everywhere(
    app: OpenApp,
    village: Village,
    session: Session,
    bagus: Resident,
    browser: Browser,
    live_server: LiveServer,
) -> None:
    page = app(village.kader, session)
    with another_phone(browser, live_server.url, village.bidan, session) as other:
        add(other, visit(bagus, session, weight_kg="9.6", height_cm="78", position="telentang"))
        mine = add(
            page, visit(bagus, session, weight_kg="9.4", height_cm="79", position="telentang", head_cm="46")
        )
        look(page, f"#/kiriman/{mine}", "Bagus")
        sides = texts(page.locator(".queue-side"))
        assert [side.split(" di HP ini")[0].split(" Ratna")[0] for side in sides] == [
            "Isian saya 9,4 kg",
            "Yang tersimpan 9,6 kg",
            "Isian saya 79 cm",
            "Yang tersimpan 78 cm",
        ]
        assert "Ratna Dewi" in sides[1]
        assert (sideways(page), serious(page)) == ([], [])
        save = page.get_by_role("button", name="Simpan pilihan")
        expect(save).to_be_disabled()
        page.get_by_label("Isian saya: 9,4 kg").check()
        page.get_by_label("Yang tersimpan: 78 cm").check()
        save.click()
        listed(page)
        run(page, "settled")
        assert stored(bagus) == (Decimal("9.4"), Decimal("78"))
        # The other one saw neither: both values stand before her too, and her choice wins everywhere.
        again = add(other, visit(bagus, session, weight_kg="9.5", seen={"weight_kg": "9.6"}))
        look(other, f"#/kiriman/{again}", "Bagus")
        assert [
            side.split(" di HP ini")[0].split(" Sri")[0] for side in texts(other.locator(".queue-side"))
        ] == [
            "Isian saya 9,5 kg",
            "Yang tersimpan 9,4 kg",
        ]
        other.get_by_role("button", name="Pakai yang tersimpan").click()
        expect(other.get_by_label("Alasan membuang")).to_have_value("Yang tersimpan yang dipakai")
        assert serious(other) == []
        other.get_by_role("button", name="Buang isian ini").click()
        listed(other)
        run(other, "settled")
        assert (state(again)[0], stored(bagus)[0]) == ("dibuang", Decimal("9.4"))
        shown = [held(each, session, bagus) for each in (page, other)]
        assert shown == [{"weight_kg": "9.4", "height_cm": "78", "head_cm": "46"}] * 2
        assert [run(each, "open") for each in (page, other)] == [[], []]


def held(page: Page, session: Session, person: Resident) -> dict[str, str]:
    """What the phone shows of the person after it has asked the server once more."""
    found = page.evaluate(
        """async ([session, person, names]) => {
          const path = document.querySelector('script[src*="js/app/main"]').src;
          const load = (name) => import(new URL(name, path).href);
          const { fetchDay } = await load("./ready.js");
          const { openUser } = await load("../offline/vault.js");
          await fetchDay(openUser(), session);
          const { values } = (await (await load("./day.js")).openDay(session)).person(person).visit;
          return Object.fromEntries(names.map((name) => [name, String(values[name])]));
        }""",
        [str(session.pk), str(person.pk), ["weight_kg", "height_cm", "head_cm"]],
    )
    return {name: str(Decimal(value).normalize()) for name, value in found.items()}


def test_a_sheet_that_two_filled_names_both_and_mine_is_stored_when_chosen(
    app: OpenApp, village: Village, session: Session
) -> None:
    mbah = make_resident(village.melati, "Sarmi", sex="P", born=months_ago(71 * 12))
    seen = make_visit(mbah, session.date, by=village.bidan)
    theirs, mine = healthy("aks", seen), healthy("aks", seen, mandi="0")
    record_screening(visit=seen, form="aks", answers=theirs, user=village.bidan)
    page = app(village.kader, session)
    body = {"visit": str(seen.pk), "date": session.date.isoformat(), "form": "aks", "answers": mine}
    item = {"kind": "screening", "person": str(mbah.pk), "body": body}
    both = mending(page, item, "Sarmi")
    assert state(both)[0] == "bentrok"
    assert texts(page.locator(".queue-side strong")) == ["10 jawaban", "10 jawaban"]
    assert [text.split()[0] for text in texts(page.locator(".queue-values dt"))] == ["Mandi"]
    page.get_by_role("button", name="Pakai isian saya").click()
    listed(page)
    run(page, "settled")
    assert run(page, "open") == []
    assert seen.screenings.get().answers == mine
