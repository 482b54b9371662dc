"""Typing a whole day at a laptop: arrow keys, cells from a spreadsheet, questions, and two people at one box."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from registry.models import Resident
from tests.browser.conftest import DESK, PHONE, Enter, Troubles, last_month, months_ago
from tests.conftest import Village, make_resident, make_session, make_visit
from visits import services
from visits.models import ChildCheck, Visit

pytestmark = pytest.mark.browser
PASTE = """(box, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def children(village: Village, *names: str) -> list[Resident]:
    return [make_resident(village.melati, name, born=months_ago(15)) for name in names]


def box(page: Page, name: str, field: str) -> Locator:
    return page.locator(f'[data-name="{name}"] [data-field="{field}"]')


def state(page: Page, name: str) -> Locator:
    return page.locator(f'[data-name="{name}"] [data-state]')


def open_grid(enter: Enter, village: Village, kind: str = "kisi") -> Page:
    session = make_session(village.melati, timezone.localdate())
    return enter(village.kader, f"/hari-buka/{session.pk}/{kind}/?kelompok=anak", DESK)


def check_of(person: Resident) -> ChildCheck:
    return ChildCheck.objects.unscoped("the visit of this test").get(visit__resident=person)


def check_of_day(visit: Visit) -> ChildCheck:
    return ChildCheck.objects.unscoped("of one visit").get(visit=visit)


def test_arrows_move_between_the_boxes_and_each_row_is_stored_when_it_is_left(
    enter: Enter, village: Village
) -> None:
    aisyah, bela = children(village, "Aisyah", "Bela")
    page = open_grid(enter, village)
    box(page, "Aisyah", "weight_kg").click()
    page.keyboard.type("9,4")
    page.keyboard.press("ArrowRight")
    expect(box(page, "Aisyah", "height_cm")).to_be_focused()
    page.keyboard.type("76.5")
    page.keyboard.press("ArrowDown")
    expect(box(page, "Bela", "height_cm")).to_be_focused()
    expect(state(page, "Aisyah")).to_contain_text("Tersimpan")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(box(page, "Bela", "height_cm")).to_be_focused()
    stored = check_of(aisyah)
    assert (stored.weight_kg, stored.height_cm) == (Decimal("9.40"), Decimal("76.5"))
    assert not ChildCheck.objects.unscoped("nobody wrote of her").filter(visit__resident=bela).exists()


def test_cells_of_a_spreadsheet_fill_the_boxes_to_the_right_and_below(enter: Enter, village: Village) -> None:
    people = children(village, "Aisyah", "Bela", "Citra")
    page = open_grid(enter, village)
    cells = "9,4\t76,5\tTerlentang\n9.8\t77\tt\n10,1\t78,5\tterlentang\n"
    box(page, "Aisyah", "weight_kg").evaluate(PASTE, cells)
    for name in ("Aisyah", "Bela", "Citra"):
        expect(state(page, name)).to_contain_text("Tersimpan")
    found = [(str(one.weight_kg), str(one.height_cm), one.position) for one in map(check_of, people)]
    assert found == [
        ("9.40", "76.5", "telentang"),
        ("9.80", "77.0", "telentang"),
        ("10.10", "78.5", "telentang"),
    ]
    expect(page.locator("[data-note]")).to_have_text("Ditempel: 3 baris.")


def test_what_does_not_fit_is_said_and_never_dropped_in_silence(enter: Enter, village: Village) -> None:
    children(village, "Aisyah", "Bela")
    page = open_grid(enter, village)
    box(page, "Bela", "sick").evaluate(PASTE, "t\t1\t2\ny")
    expect(page.locator("[data-note]")).to_contain_text("Tidak muat, jadi tidak dimasukkan: 2 kolom, 1 baris")


def test_an_unlikely_value_is_asked_about_and_kept_with_one_key(
    enter: Enter, village: Village, troubles: Troubles
) -> None:
    (aisyah,) = children(village, "Aisyah")
    troubles.expected.add(400)
    make_visit(aisyah, last_month(), weight_kg="12.4")
    page = open_grid(enter, village, "ketik")
    box(page, "Aisyah", "weight_kg").fill("9,4")
    page.get_by_role("heading", level=1).click()
    expect(state(page, "Aisyah")).to_have_text("Apakah benar?")
    expect(page.locator("[data-message]").first).to_contain_text("Timbang ulang")
    # Whoever types on has not said yes.
    box(page, "Aisyah", "weight_kg").press("Enter")
    expect(state(page, "Aisyah")).to_have_text("Apakah benar?")
    assert not Visit.objects.unscoped("nothing was stored").filter(resident=aisyah, date=timezone.localdate())
    page.keyboard.press("F2")
    expect(state(page, "Aisyah")).to_contain_text("Tersimpan")
    visit = Visit.objects.unscoped("her visit of today").get(resident=aisyah, date=timezone.localdate())
    assert (str(check_of_day(visit).weight_kg), visit.remeasured) == ("9.40", ["weight_kg"])


def test_nonsense_stays_in_its_box_with_words_beside_it_also_after_a_reload(
    enter: Enter, village: Village, troubles: Troubles
) -> None:
    (aisyah,) = children(village, "Aisyah")
    troubles.expected.add(400)
    page = open_grid(enter, village)
    box(page, "Aisyah", "weight_kg").fill("berat")
    page.get_by_role("heading", level=1).click()
    expect(state(page, "Aisyah")).to_have_text("Perlu diperiksa")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(box(page, "Aisyah", "weight_kg")).to_have_value("berat")
    assert not Visit.objects.unscoped("nothing was stored").filter(resident=aisyah).exists()


def test_two_people_at_one_box_see_both_values_and_one_of_them_chooses(
    enter: Enter, village: Village, troubles: Troubles
) -> None:
    (aisyah,) = children(village, "Aisyah")
    today = timezone.localdate()
    first = make_visit(aisyah, today, weight_kg="9.4")
    troubles.expected.add(409)
    page = open_grid(enter, village)
    services.record_visit(
        visit_id=first.pk,
        resident=aisyah,
        posyandu=village.melati,
        day=today,
        user=village.bidan,
        measures={"weight_kg": Decimal("9.6"), "height_cm": Decimal("76.5")},
    )
    box(page, "Aisyah", "weight_kg").fill("9,5")
    page.get_by_role("heading", level=1).click()
    expect(state(page, "Aisyah")).to_have_text("Bentrok")
    message = page.locator("[data-message]").first
    expect(message).to_contain_text("Ratna Dewi")
    expect(message).to_contain_text("Tersimpan 9,6, ketikan Ibu 9,5")
    # What she did not touch is brought up to date.
    expect(box(page, "Aisyah", "height_cm")).to_have_value("76,5")
    page.get_by_role("button", name="Pakai ketikan (9,5)").click()
    expect(state(page, "Aisyah")).to_contain_text("Tersimpan")
    stored = check_of(aisyah)
    assert (stored.weight_kg, stored.height_cm) == (Decimal("9.50"), Decimal("76.5"))


def test_typing_from_paper_goes_to_the_next_box_and_the_page_does_not_scroll_sideways_on_a_phone(
    enter: Enter, village: Village
) -> None:
    children(village, "Aisyah", "Bela")
    page = open_grid(enter, village, "ketik")
    expect(box(page, "Aisyah", "weight_kg")).to_be_focused()
    page.keyboard.type("9,4")
    page.keyboard.press("Enter")
    expect(box(page, "Aisyah", "height_cm")).to_be_focused()
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
