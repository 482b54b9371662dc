"""What is not on the server yet, as the kader reads it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from registry.ids import new_id
from registry.models import Resident
from registry.rules.wording import long_date
from tests.browser.app.conftest import OPEN, PIN, OpenApp
from tests.browser.app.queueing import add, look, run, visit
from tests.browser.conftest import Troubles, months_ago, serious, sideways, texts
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import Session

pytestmark = pytest.mark.browser
LIST = ("#/kiriman", "Belum terkirim")


@pytest.fixture
def session(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


@pytest.fixture
def bagus(village: Village) -> Resident:
    return make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))


def lines(page: Page) -> list[str]:
    """Label and value of each line."""
    return texts(page.locator(".queue-values > div"))


def test_each_entry_stands_under_its_person_with_words_units_and_state(
    app: OpenApp,
    village: Village,
    session: Session,
    bagus: Resident,
    context: BrowserContext,
    troubles: Troubles,
) -> None:
    page = app(village.kader, session)
    run(page, "settled")
    context.set_offline(True)
    rani = str(new_id())
    born = months_ago(20)
    about = {"session": str(session.pk), "name": "Rani", "sex": "P", "birth_date": born.isoformat()}
    for item in (
        visit(bagus, session, weight_kg="9.4", sick=False),
        {"kind": "newcomer", "person": rani, "body": about},
        visit(rani, session, step=3, height_cm="79"),
        visit(str(new_id()), session, weight_kg="8"),
    ):
        add(page, item, until_settled=False)
    look(page, *LIST)
    assert texts(page.locator("h2.panel-title"))[:3] == ["Bagus", "Rani", "Orang yang tidak ada di HP ini"]
    assert texts(page.locator(".queue-title")) == [
        "Kunjungan, langkah 2: Penimbangan & pengukuran",
        "Warga baru",
        "Kunjungan, langkah 3: Pencatatan",
        "Kunjungan, langkah 2: Penimbangan & pengukuran",
    ]
    assert texts(page.locator(".queue-item .status")) == ["Menunggu"] * 4
    assert lines(page) == [
        "Berat badan 9,4 kg",
        "Gejala sakit Tidak",
        "Nama Rani",
        "Jenis kelamin Perempuan",
        f"Tanggal lahir {long_date(born)}",
        "Panjang atau tinggi badan 79 cm",
        "Berat badan 8 kg",
    ]
    expect(page.get_by_text("4 menunggu dikirim")).to_be_visible()
    expect(page.get_by_text("Isian aman di HP ini dan dikirim lagi sendiri.")).to_be_visible()
    assert (sideways(page), serious(page)) == ([], [])
    context.set_offline(False)
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_text("1 perlu Ibu urus")).to_be_visible()
    page.get_by_text("Terkirim hari ini (3)").click()
    expect(page.get_by_text("Rani · Warga baru")).to_be_visible()
    assert (sideways(page), serious(page)) == ([], [])
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


def test_what_was_refused_and_what_is_in_conflict_say_why_and_lead_on(
    app: OpenApp, village: Village, session: Session, bagus: Resident
) -> None:
    siti = make_resident(village.melati, "Siti", sex="P", born=months_ago(20))
    make_visit(siti, session.date, by=village.bidan, weight_kg="9.6")
    page = app(village.kader, session)
    wrong = add(page, visit(bagus, session, weight_kg="sembilan"))
    both = add(page, visit(siti, session, weight_kg="9.4"))
    look(page, *LIST)
    assert texts(page.locator(".queue-item .status")) == ["Perlu diperbaiki", "Bentrok"]
    assert all(text.startswith("Berat badan: ") for text in texts(page.locator(".queue-reason")))
    expect(page.get_by_text("Tidak ada yang menunggu dikirim.")).to_be_visible()
    links = page.locator(".queue-item > a.btn")
    assert [link.get_attribute("href") for link in links.all()] == [f"#/kiriman/{wrong}", f"#/kiriman/{both}"]
    assert (sideways(page), serious(page)) == ([], [])


def test_a_visit_behind_a_refused_newcomer_says_what_to_do_first(
    app: OpenApp, village: Village, session: Session
) -> None:
    page = app(village.kader, session)
    rani = str(new_id())
    about = {"session": str(session.pk), "name": "Rani", "sex": "P", "birth_date": "2035-01-10"}
    add(page, {"kind": "newcomer", "person": rani, "body": about})
    add(page, visit(rani, session, weight_kg="9.4"))
    look(page, *LIST)
    assert texts(page.locator(".queue-item .status")) == ["Perlu diperbaiki"] * 2
    expect(page.get_by_text("Perbaiki dulu pendaftaran orang ini.")).to_be_visible()


def test_what_cannot_be_opened_is_counted_and_never_hidden(
    app: OpenApp, village: Village, session: Session, bagus: Resident
) -> None:
    page = app(village.kader, session)
    run(page, "settled")
    run(page, "stop")
    broken = add(page, visit(bagus, session, weight_kg="9.4"), until_settled=False)
    run(page, "damage", str(village.kader.pk), broken)
    add(page, visit(bagus, session, height_cm="79"), until_settled=False)
    page.reload()
    page.evaluate(OPEN, [str(village.kader.pk), PIN, ""])
    look(page, *LIST)
    expect(page.get_by_text("1 isian tidak bisa dibuka lagi")).to_be_visible()
    assert "Tidak terbaca" in texts(page.locator("h2.panel-title"))


def test_a_login_that_ran_out_asks_for_it_and_keeps_the_entries(
    app: OpenApp,
    village: Village,
    session: Session,
    bagus: Resident,
    context: BrowserContext,
    troubles: Troubles,
) -> None:
    troubles.expected |= {401, 403}
    page = app(village.kader, session)
    run(page, "settled")
    run(page, "stop")
    context.clear_cookies()
    add(page, visit(bagus, session, weight_kg="9.4"), until_settled=False)
    run(page, "start", str(village.kader.pk))
    look(page, *LIST)
    expect(page.get_by_role("link", name="Masuk lagi")).to_be_visible()
    expect(page.get_by_text("Masuk lagi dengan kata sandi supaya isian terkirim.")).to_be_visible()
    assert texts(page.locator(".queue-item .status")) == ["Menunggu"]
    assert serious(page) == []
