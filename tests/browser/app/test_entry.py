"""The entry form of the app: without a signal it asks, judges and keeps as the server's own pages do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from registry.ids import new_id
from registry.models import Resident
from tests.browser.app.conftest import OPEN, PIN, OpenApp, unsent
from tests.browser.app.filling import EVERYBODY, card_of, fill, posted
from tests.browser.conftest import Troubles, last_month, months_ago, serious, settle, sideways
from tests.browser.test_screens import small_controls
from tests.conftest import Village, make_resident, make_session, make_visit
from visits import fields
from visits.models import Session, Visit
from visits.session_services import close_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BIG = "document.documentElement.dataset.text = 'besar'"
MOST_TAPS, MOST_STOPS = 12, 60
# Why something was not stored, for who reads a failed test.
OPEN_ITEMS = """async () => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const { listOpen } = await import(new URL("../offline/queue.js", path).href);
  return JSON.stringify((await listOpen()).map(({ state, body, answer }) => ({ state, body, answer })));
}"""


@pytest.fixture(autouse=True)
def no_signal_is_no_trouble(troubles: Troubles) -> Iterator[None]:
    yield
    expected = ("ERR_INTERNET_DISCONNECTED", "StorageFull")
    troubles.found[:] = [each for each in troubles.found if not any(word in each for word in expected)]


@pytest.fixture
def today(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


@pytest.fixture
def baby(village: Village) -> Resident:
    baby = make_resident(
        village.melati, "Bagus Prasetyo", sex="L", born=months_ago(15), mother_name="Siti Aminah"
    )
    make_visit(baby, last_month(), weight_kg="9.1", height_cm="76.5")
    return baby


def goes_to(page: Page, session: Session, person: Resident, rest: str) -> None:
    page.evaluate("hash => { location.hash = hash; }", f"#/hari/{session.pk}/{person.pk}/{rest}")
    expect(page.get_by_role("heading", level=1)).to_have_text(person.name)


def field(page: Page, name: str) -> Any:
    return page.locator(f"#ukur [name={name}]")


def saves(page: Page, words: str = "Simpan & lihat hasil") -> None:
    page.get_by_role("button", name=words).click()


def sends(page: Page, context: BrowserContext) -> None:
    """The signal is back, and everything goes."""
    context.set_offline(False)
    for _ in range(40):
        if unsent(page) == 0:
            # What it asks the server next would meet the test in the database.
            page.goto("about:blank")
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"still on the phone: {page.evaluate(OPEN_ITEMS)}")


def stored(person: Resident) -> dict[str, Any]:
    visit = (
        Visit.objects.unscoped("a test")
        .with_cards()
        .prefetch_related("services")
        .get(resident=person, date=timezone.localdate())
    )
    return fields.read(visit)


@pytest.mark.parametrize("half", [list(EVERYBODY)[::2], list(EVERYBODY)[1::2]], ids=["even", "odd"])
def test_every_column_of_every_card_arrives_as_the_page_of_the_server_stores_it(
    app: OpenApp, village: Village, today: Session, context: BrowserContext, half: list[str]
) -> None:
    people = {
        kind: (EVERYBODY[kind](village, f"{kind} hp"), EVERYBODY[kind](village, f"{kind} laman"))
        for kind in half
    }
    page = app(village.kader, today)
    context.set_offline(True)
    for on_phone, _ in people.values():
        goes_to(page, today, on_phone, "langkah/0")
        expect(page.locator("#ukur")).to_be_visible()
        fill(page, card_of(on_phone))
        saves(page)
        expect(page.get_by_text("Tersimpan di HP ini")).to_be_visible()
    assert unsent(page) == len(half)
    sends(page, context)

    browser = Client()
    browser.force_login(village.kader)
    for kind, (on_phone, on_page) in people.items():
        card = card_of(on_page)
        data = posted(card) | {"visit_id": str(new_id()), "revision": "0", "seen": "{}"}
        answer = browser.post(reverse("visit_entry", args=[today.pk, on_page.pk]), data)
        assert answer.status_code == 302, answer.context["form"].errors
        expected = stored(on_page)
        empty = [column.name for column in card if fields.is_unfilled(column.name, expected[column.name])]
        assert (kind, empty) == (kind, [])
        assert (kind, stored(on_phone)) == (kind, expected)


def test_an_impossible_weight_is_refused_beside_its_field_and_nothing_else_is_lost(
    app: OpenApp, village: Village, today: Session, baby: Resident, context: BrowserContext
) -> None:
    page = app(village.kader, today)
    context.set_offline(True)
    goes_to(page, today, baby, "langkah/2")
    field(page, "weight_kg").fill("94")
    field(page, "height_cm").fill("77,5")
    saves(page)

    refusal = page.locator("#id_weight_kg-error")
    expect(refusal).to_have_text("Berat 94 kg tidak mungkin untuk anak 1 tahun. Maksud Ibu 9,4?")
    expect(page.get_by_role("alert")).to_contain_text("Belum tersimpan")
    assert unsent(page) == 0
    expect(field(page, "height_cm")).to_have_value("77,5")
    page.get_by_role("alert").get_by_role("link", name="Berat badan").click()
    expect(field(page, "weight_kg")).to_be_focused()

    field(page, "weight_kg").fill("9.4")
    expect(refusal).to_have_count(0)
    expect(page.locator("#ukur")).to_contain_text("naik 300 g")
    expect(page.locator("#hasil")).to_contain_text("Berat naik 300 g dari bulan lalu. Baik.")
    saves(page)
    expect(page.get_by_text("Tersimpan di HP ini")).to_be_visible()
    assert unsent(page) == 1
    sends(page, context)
    assert str(stored(baby)["weight_kg"]) == "9.40"


def test_an_unlikely_weight_stays_once_it_was_measured_again(
    app: OpenApp, village: Village, today: Session, baby: Resident, context: BrowserContext
) -> None:
    page = app(village.kader, today)
    context.set_offline(True)
    goes_to(page, today, baby, "langkah/2")
    field(page, "weight_kg").fill("11,9")
    question = page.locator("#id_weight_kg-foot")
    expect(question).to_contain_text("Apakah benar?")
    saves(page)
    expect(page.get_by_role("alert")).to_contain_text("Ukur ulang")
    assert unsent(page) == 0

    again = question.get_by_role("checkbox", name="Sudah diukur ulang")
    again.check()
    field(page, "weight_kg").fill("12,1")
    expect(again).not_to_be_checked()
    again.check()
    saves(page)
    expect(page.get_by_text("Tersimpan di HP ini")).to_be_visible()
    sends(page, context)
    visit = Visit.objects.unscoped("a test").with_cards().get(resident=baby, date=timezone.localdate())
    assert (str(visit.card.weight_kg), visit.remeasured) == ("12.10", ["weight_kg"])  # type: ignore[union-attr]


def test_who_only_came_is_noted_after_a_second_look(
    app: OpenApp, village: Village, today: Session, baby: Resident, context: BrowserContext
) -> None:
    page = app(village.kader, today)
    context.set_offline(True)
    goes_to(page, today, baby, "langkah/2")
    saves(page)
    expect(page.get_by_role("alert")).to_contain_text("Belum ada yang diukur, jadi hanya hadir yang dicatat.")
    saves(page)
    expect(page.get_by_text("Tersimpan di HP ini")).to_be_visible()
    sends(page, context)
    assert Visit.objects.unscoped("a test").filter(resident=baby, date=timezone.localdate()).exists()


def test_a_half_filled_form_is_there_again_after_a_reload_and_a_lock(
    app: OpenApp, village: Village, today: Session, baby: Resident
) -> None:
    page = app(village.kader, today)
    goes_to(page, today, baby, "langkah/2")
    field(page, "weight_kg").fill("9,4")
    page.get_by_role("radio", name="Berdiri").check()
    page.wait_for_timeout(900)
    page.reload()
    page.evaluate(OPEN, [str(village.kader.pk), PIN, ""])
    expect(page.get_by_text("Isian yang belum disimpan dikembalikan")).to_be_visible()
    expect(field(page, "weight_kg")).to_have_value("9,4")
    expect(page.get_by_role("radio", name="Berdiri")).to_be_checked()
    assert unsent(page) == 0

    page.get_by_role("button", name="Buang isian ini").click()
    expect(field(page, "weight_kg")).to_have_value("")
    goes_to(page, today, baby, "langkah/4")
    goes_to(page, today, baby, "langkah/2")
    expect(page.locator("#ukur")).to_be_visible()
    expect(page.get_by_text("Isian yang belum disimpan dikembalikan")).to_have_count(0)


def test_a_full_phone_says_so_and_keeps_what_was_typed(
    app: OpenApp, village: Village, today: Session, baby: Resident
) -> None:
    page = app(village.kader, today)
    goes_to(page, today, baby, "langkah/2")
    field(page, "weight_kg").fill("9,4")
    page.evaluate(
        """() => {
          const { put, add } = IDBObjectStore.prototype;
          const full = () => { throw new DOMException("full", "QuotaExceededError"); };
          window.makeRoom = () => Object.assign(IDBObjectStore.prototype, { put, add });
          Object.assign(IDBObjectStore.prototype, { put: full, add: full });
        }"""
    )
    saves(page)
    expect(page.get_by_role("alert")).to_contain_text("Penyimpanan HP penuh")
    expect(field(page, "weight_kg")).to_have_value("9,4")
    page.evaluate("makeRoom()")
    saves(page)
    expect(page.get_by_role("heading", name="Yang dicatat")).to_be_visible()


def test_what_somebody_else_entered_meanwhile_is_not_written_over(
    app: OpenApp, village: Village, today: Session, baby: Resident, context: BrowserContext
) -> None:
    page = app(village.kader, today)
    goes_to(page, today, baby, "langkah/2")
    field(page, "weight_kg").fill("9,4")
    make_visit(baby, timezone.localdate(), at=village.melati, by=village.bidan, weight_kg="9.6")
    saves(page)
    expect(page.get_by_text("tetapi belum diterima")).to_be_visible()
    page.goto("about:blank")
    assert str(stored(baby)["weight_kg"]) == "9.60"


@pytest.fixture
def closed(village: Village, today: Session, baby: Resident) -> Session:
    make_visit(baby, timezone.localdate(), at=village.melati, by=village.kader, weight_kg="9.4")
    return close_session(session=today, user=village.bidan)


def test_a_kader_reads_a_closed_day_and_changes_nothing(
    app: OpenApp, village: Village, closed: Session, baby: Resident
) -> None:
    page = app(village.kader, closed)
    goes_to(page, closed, baby, "langkah/2")
    expect(page.get_by_text("Mintalah bidan atau Puskesmas")).to_be_visible()
    expect(page.locator("#ukur")).to_have_count(0)
    page.get_by_role("link", name="Lihat hasilnya").click()
    expect(page.locator("dl.facts")).to_contain_text("9,4 kg")
    expect(page.get_by_role("link", name="Perbaiki")).to_have_count(0)


def test_a_midwife_corrects_a_closed_day_with_a_reason(
    app: OpenApp, village: Village, closed: Session, baby: Resident, context: BrowserContext
) -> None:
    page = app(village.bidan, closed)
    goes_to(page, closed, baby, "langkah/2")
    expect(field(page, "weight_kg")).to_have_value("9,4")
    field(page, "weight_kg").fill("9,5")
    saves(page)
    expect(page.get_by_role("alert")).to_contain_text("Tulis alasan memperbaiki.")
    page.get_by_label("Alasan memperbaiki").fill("Salah baca timbangan")
    saves(page)
    expect(page.get_by_role("heading", name="Yang dicatat")).to_be_visible()
    sends(page, context)
    assert str(stored(baby)["weight_kg"]) == "9.50"


def test_a_second_tap_or_space_takes_an_answer_back_and_one_tap_answers_four(
    app: OpenApp, village: Village, today: Session, baby: Resident
) -> None:
    page = app(village.kader, today)
    goes_to(page, today, baby, "langkah/4")
    page.get_by_role("button", name="Semua Tidak").click()
    for name in ("tb_cough", "tb_fever", "tb_weight", "tb_contact"):
        expect(page.locator(f"[name={name}][value=tidak]")).to_be_checked()
    cough = page.locator("[name=tb_cough][value=tidak]")
    cough.click()
    expect(cough).not_to_be_checked()
    cough.press(" ")
    expect(cough).to_be_checked()
    cough.press(" ")
    expect(cough).not_to_be_checked()
    expect(page.locator("[name=tb_fever][value=tidak]")).to_be_checked()


def test_a_childs_monthly_visit_takes_at_most_twelve_taps_beside_the_digits(
    app: OpenApp, village: Village, today: Session, baby: Resident
) -> None:
    page = app(village.kader, today)
    page.evaluate("localStorage.setItem('posyandu:langkah', '2')")
    page.evaluate("hash => { location.hash = hash; }", "#/")
    page.evaluate("hash => { location.hash = hash; }", f"#/hari/{today.pk}")
    taps = 0
    page.get_by_role("link", name=baby.name, exact=True).click()
    taps += 1
    if "langkah" not in page.url:
        goes_to(page, today, baby, "langkah/2")
        taps += 1
    expect(field(page, "weight_kg")).to_be_focused()
    field(page, "weight_kg").click()
    taps += 1
    for value in ("9,4", "77,5", "46,2", "14,6"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        taps += 1
    expect(page.get_by_role("heading", name="Yang dicatat")).to_be_visible()
    expect(page.get_by_role("link", name="Orang berikutnya")).to_be_in_viewport()
    page.get_by_role("link", name="Orang berikutnya").click()
    taps += 1
    assert taps <= MOST_TAPS
    assert unsent(page) <= 1


@pytest.mark.parametrize("kind", ["baduta", "pregnant", "lansia"])
def test_every_step_fits_the_phone_and_the_thumb_at_both_sizes_of_text(
    app: OpenApp, village: Village, today: Session, kind: str
) -> None:
    person = EVERYBODY[kind](village, "Muhammad Rizky Alfiansyah Putra Kusuma Wardhana")
    page = app(village.kader, today)
    found = {}
    for step in range(6):
        goes_to(page, today, person, f"langkah/{step}")
        expect(page.locator("#ukur")).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.evaluate("delete document.documentElement.dataset.text")
        settle(page)
        found[f"{step}"] = [*sideways(page), *small_controls(page), *serious(page)]
        page.evaluate(BIG)
        settle(page)
        found[f"{step} in large letters"] = [*sideways(page), *small_controls(page)]
    assert {step: problems for step, problems in found.items() if problems} == {}


def test_a_person_is_measured_with_a_keyboard_alone(
    app: OpenApp, village: Village, today: Session, baby: Resident
) -> None:
    page = app(village.kader, today)
    goes_to(page, today, baby, "langkah/2")
    expect(field(page, "weight_kg")).to_be_focused()
    for value in ("9,4", "77,5", "46,2", "14,6"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Yang dicatat")).to_be_visible()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.includes('Orang berikutnya')"):
            return
    raise AssertionError("the way on is not reached with Tab")
