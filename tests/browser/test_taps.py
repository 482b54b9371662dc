"""How many taps it takes to serve one person at step 2, from the list of the day to the stored result.

What is counted: a tap on a name, on a box, on a button, on Enter, and every key of the digits ("9,4" is 3 taps). The
first box has the cursor when the page opens, but a phone raises its digits only for a finger: that tap is counted too.
Looking, scrolling and choosing "Saya di langkah 2" once in the morning are not. For a child all of it is within 12;
for an adult the taps within 10 are those beside the digits, which are counted apart: weight, waist and both values of
the blood pressure are ten digits and a comma by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from registry.models import Resident
from tests.browser.conftest import Enter, last_month, months_ago, roster
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import Session, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_CHILD, MOST_ADULT = 12, 10
MOST_SECONDS = 60
# A kader who looks at the scale before every tap.
SECONDS_A_TAP = 4


@dataclass
class Thumb:
    """One thumb, which counts."""

    page: Page
    taps: int = 0
    digits: int = 0

    def tap(self, target: Locator) -> None:
        expect(target).to_be_in_viewport()
        target.click()
        self.taps += 1

    def types(self, text: str) -> None:
        for sign in text:
            self.page.keyboard.type(sign)
            self.digits += 1

    def enter(self) -> None:
        self.page.keyboard.press("Enter")
        self.taps += 1


@pytest.fixture
def today(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


def at_step_2(page: Page) -> Thumb:
    """The list of somebody who said once that she serves at step 2."""
    page.locator(".session-bar summary").first.click()
    page.get_by_role("button", name="2 Penimbangan & pengukuran").click()
    expect(page.locator(".session-bar summary").first).to_have_text("Langkah 2")
    return Thumb(page)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"#ukur [name={name}]")


def opens(thumb: Thumb, person: Resident) -> None:
    """A tap on the name leads straight to step 2, with the cursor in the first box."""
    thumb.tap(thumb.page.get_by_role("link", name=person.name, exact=True))
    expect(thumb.page.get_by_role("heading", level=2)).to_contain_text("Langkah 2")
    expect(field(thumb.page, "weight_kg")).to_be_focused()


def saves(thumb: Thumb) -> None:
    """The button is in sight wherever the cursor is."""
    thumb.tap(thumb.page.get_by_role("button", name="Simpan & lihat hasil"))
    expect(thumb.page.get_by_text("Tersimpan.")).to_be_visible()


def stored(person: Resident, session: Session) -> list[str]:
    card = Visit.objects.unscoped("a test").with_cards().get(resident=person, session=session).card
    names = ("weight_kg", "height_cm", "waist_cm", "systolic", "diastolic")
    return [str(getattr(card, name)) for name in names if getattr(card, name, None) is not None]


def test_a_returning_child_is_weighed_measured_and_saved_within_twelve_taps(
    enter: Enter, village: Village, today: Session
) -> None:
    child = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    make_visit(child, last_month(), weight_kg="9.1", height_cm="77.5")
    thumb = at_step_2(enter(village.kader, roster(today)))

    began = monotonic()
    opens(thumb, child)
    thumb.tap(field(thumb.page, "weight_kg"))
    thumb.types("9,4")
    thumb.enter()
    expect(field(thumb.page, "height_cm")).to_be_focused()
    thumb.types("78,5")
    saves(thumb)
    seconds = monotonic() - began

    assert stored(child, today) == ["9.40", "78.5"]
    assert thumb.taps + thumb.digits == 11 <= MOST_CHILD
    assert seconds + SECONDS_A_TAP * (thumb.taps + thumb.digits) < MOST_SECONDS


def test_a_child_as_tall_as_a_metre_is_still_within_twelve_taps(
    enter: Enter, village: Village, today: Session
) -> None:
    child = make_resident(village.melati, "Citra", born=months_ago(50))
    make_visit(child, last_month(), weight_kg="15.8", height_cm="101")
    thumb = at_step_2(enter(village.kader, roster(today)))

    opens(thumb, child)
    thumb.tap(field(thumb.page, "weight_kg"))
    thumb.types("16,1")
    thumb.enter()
    thumb.types("102")
    saves(thumb)

    assert stored(child, today) == ["16.10", "102.0"]
    assert thumb.taps + thumb.digits == 11 <= MOST_CHILD


@pytest.mark.parametrize(("sex", "taps"), [("L", 7), ("P", 8)])
def test_weight_waist_and_blood_pressure_of_an_adult_are_within_ten_taps_beside_the_digits(
    enter: Enter, village: Village, today: Session, sex: str, taps: int
) -> None:
    grown = make_resident(village.melati, "Dewi Budi", sex=sex, born=months_ago(12 * 40))
    make_visit(grown, last_month(), weight_kg="56", height_cm="156")
    thumb = at_step_2(enter(village.kader, roster(today)))

    opens(thumb, grown)
    thumb.tap(field(thumb.page, "weight_kg"))
    thumb.types("56,4")
    thumb.enter()
    # How tall she is does not change: Enter passes it by, as it does the arm of a woman.
    thumb.enter()
    thumb.types("78")
    thumb.enter()
    if sex == "P":
        thumb.enter()
    thumb.types("118")
    thumb.enter()
    thumb.types("76")
    saves(thumb)

    assert stored(grown, today) == ["56.40", "78.0", "118", "76"]
    assert (thumb.taps, thumb.digits) == (taps, 11)
    assert thumb.taps <= MOST_ADULT


def test_enter_in_the_last_box_saves_as_the_large_button_does(
    enter: Enter, village: Village, today: Session
) -> None:
    grown = make_resident(village.melati, "Budi", sex="L", born=months_ago(12 * 40))
    page = at_step_2(enter(village.kader, roster(today))).page
    page.get_by_role("link", name="Budi").click()
    field(page, "systolic").fill("118")
    field(page, "diastolic").fill("76")
    assert field(page, "systolic").evaluate("box => { box.focus(); return box.enterKeyHint; }") == "next"
    assert field(page, "diastolic").evaluate("box => { box.focus(); return box.enterKeyHint; }") == "go"
    field(page, "diastolic").press("Enter")
    expect(page.get_by_text("Tersimpan.")).to_be_visible()
    assert stored(grown, today) == ["118", "76"]
