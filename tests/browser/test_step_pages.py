"""The five step pages: within reach of every thumb and every eye, and of who has nothing but a keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from registry.models import Resident
from registry.services.maternity import open_pregnancy
from tests.browser.conftest import Enter, last_month, months_ago, roster, serious, settle, sideways
from tests.browser.test_screens import open_folds, small_controls
from tests.conftest import Village, make_resident, make_session, make_visit
from visits import fields
from visits.models import Session, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_STOPS = 60


def child(village: Village) -> Resident:
    baby = make_resident(village.melati, "Muhammad Bagus Prasetyo", sex="L", born=months_ago(15))
    make_visit(baby, last_month(), weight_kg="9.1", height_cm="77.5")
    return baby


def pregnant(village: Village) -> Resident:
    woman = make_resident(village.melati, "Sri Rahayu Kusumaningtyas", born=months_ago(12 * 27))
    today = timezone.localdate()
    details = {"last_period": today - timedelta(days=140)}
    open_pregnancy(resident=woman, known_from=today - timedelta(days=60), details=details)
    return woman


def old(village: Village) -> Resident:
    return make_resident(village.melati, "Budi Santoso", sex="L", born=months_ago(12 * 70))


PEOPLE: dict[str, Callable[[Village], Resident]] = {"child": child, "pregnant woman": pregnant, "lansia": old}


@pytest.fixture
def today(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


@pytest.mark.parametrize("kind", PEOPLE)
def test_every_step_fits_the_phone_and_the_thumb_at_both_sizes_of_text(
    enter: Enter, village: Village, today: Session, kind: str
) -> None:
    person = PEOPLE[kind](village)
    found = {}
    for step in range(1, 6):
        page = enter(village.kader, reverse("visit_step", args=[today.pk, person.pk, step]))
        open_folds(page)
        found[f"{step}"] = [*sideways(page), *small_controls(page), *serious(page)]
        page.evaluate("document.documentElement.dataset.text = 'besar'")
        settle(page)
        found[f"{step} in large letters"] = [*sideways(page), *small_controls(page)]
    assert {step: problems for step, problems in found.items() if problems} == {}


def tab_to(page: Page, matches: str) -> None:
    """Tab until what matches the selector has the focus, and the focus can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", matches):
            drawn = page.evaluate(
                """() => {
                  const at = document.activeElement;
                  const ringed = [at, at.closest("label, .person")].filter(Boolean).some((part) => {
                    const style = getComputedStyle(part);
                    return style.outlineStyle !== "none" || style.boxShadow !== "none";
                  });
                  return ringed && at.matches(":focus-visible");
                }"""
            )
            assert drawn, f"no ring around {matches}"
            return
    raise AssertionError(f"{matches} is not reached with Tab")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def answer(page: Page, name: str, *keys: str) -> None:
    """Go to a question and answer it: space takes the first answer, an arrow the next one."""
    tab_to(page, f"[name={name}]")
    press(page, *keys)


def test_a_person_is_served_at_steps_2_and_4_with_a_keyboard_alone(
    enter: Enter, village: Village, today: Session
) -> None:
    baby = child(village)
    page = enter(village.kader, roster(today))
    choose_step(page, 2)
    tab_to(page, "a.person-name")
    press(page, "Enter")
    expect(page.locator("[name=weight_kg]")).to_be_focused()
    for value in ("9,4", "78,5", "46,1", "14,5"):
        page.keyboard.type(value)
        press(page, "Enter")
    expect(page.get_by_text("Tersimpan.")).to_be_visible()

    tab_to(page, f"a[href='{roster(today)}']")
    press(page, "Enter")
    page.wait_for_url(f"**{roster(today)}")
    choose_step(page, 4)
    tab_to(page, "a.person-name")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Langkah 4")
    answer(page, "feeding_suits_age", "Space")
    answer(page, "immunisation_complete", "Space", "ArrowRight")
    # Space once more takes an answer back.
    answer(page, "sick", "Space", "Space")
    tab_to(page, "[data-answer-all]")
    press(page, "Space")
    tab_to(page, ".page-bottom .btn-primary")
    press(page, "Enter")
    page.wait_for_url(f"**{roster(today)}")

    visit = Visit.objects.unscoped("a test").with_cards().get(resident=baby, session=today)
    filled = {
        name: str(value) for name, value in fields.read(visit).items() if not fields.is_unfilled(name, value)
    }
    assert filled == {
        "weight_kg": "9.40", "height_cm": "78.5", "head_cm": "46.1", "muac_cm": "14.5", "position": "telentang",
        "feeding_suits_age": "True", "immunisation_complete": "False",
        "tb_cough": "False", "tb_fever": "False", "tb_weight": "False", "tb_contact": "False",
    }  # fmt: skip
    assert visit.steps == "124"


def choose_step(page: Page, step: int) -> None:
    """Say at which step she serves, by keyboard."""
    tab_to(page, ".session-drop > summary")
    press(page, "Enter")
    tab_to(page, f"button[name=langkah][value='{step}']")
    press(page, "Enter")
    expect(page.locator(".session-bar summary").first).to_have_text(f"Langkah {step}")
