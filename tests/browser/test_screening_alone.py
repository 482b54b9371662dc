"""Alone with the kader's phone: twenty questions, one tap each, and nothing of them left behind."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, months_ago, serious, sideways
from tests.conftest import Village, make_resident, make_visit
from visits.models import Screening, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALARMING = 17


def visit_today(village: Village) -> Visit:
    person = make_resident(village.melati, "Sri Rahayu", born=date(1990, 3, 4))
    return make_visit(person, months_ago(0), by=village.kader)


def shown(page: Page) -> str:
    """The number of the one question on the screen."""
    visible = page.locator("[data-question]:visible .question-number")
    expect(visible).to_have_count(1)
    return visible.inner_text()


def test_a_person_answers_alone_and_the_kader_learns_one_word(village: Village, enter: Enter) -> None:
    visit = visit_today(village)
    page = enter(village.kader, f"/kunjungan/{visit.pk}/skrining/srq20/sendiri/")

    expect(page.get_by_role("heading")).to_have_text("Berikan HP ini kepada Sri Rahayu")
    assert (page.get_by_role("link").count(), sideways(page), serious(page)) == (0, [], [])
    page.get_by_role("button", name="Mulai").click()
    for number in range(1, 21):
        expect(page.locator("[data-stepper-count]")).to_have_text(f"{number} dari 20")
        assert shown(page) == f"{number}."
        answer = "Ya" if number == ALARMING else "Tidak"
        box = page.locator(".question-option:visible", has_text=answer).bounding_box()
        assert box is not None
        assert box["height"] >= 48
        page.locator(".question-option:visible", has_text=answer).click()
    expect(page.locator("[data-stepper-end]")).to_have_text("Semua pertanyaan sudah dijawab.")
    assert (sideways(page), serious(page)) == ([], [])
    page.get_by_role("button", name="Kirim jawaban").click()

    expect(page.get_by_role("heading")).to_have_text("Terima kasih")
    assert page.url.endswith("/skrining/srq20/sendiri/selesai/")
    page.go_back()
    expect(page.get_by_role("heading")).to_have_text("Berikan HP ini kepada Sri Rahayu")
    assert page.locator("input:checked").count() == 0
    assert page.evaluate("() => [sessionStorage.length, location.search]") == [0, ""]

    page.goto(page.url.replace("sendiri/", ""))
    expect(page.locator(".outcome-word")).to_have_text("Perlu dirujuk")
    assert "petugas kesehatan sekarang" not in page.inner_text("main")
    assert page.get_by_role("button", name="Buka jawaban").count() == 0
    row = Screening.objects.get()
    assert (row.by_self, row.score, row.alarm) == (True, 1, True)


def test_the_keyboard_alone_is_enough(village: Village, enter: Enter) -> None:
    visit = visit_today(village)
    page = enter(village.kader, f"/kunjungan/{visit.pk}/skrining/srq20/sendiri/")
    page.get_by_role("button", name="Mulai").focus()
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert shown(page) == "1."
    page.keyboard.press("Enter")
    expect(page.locator("[data-stepper-count]")).to_have_text("2 dari 20")
    page.get_by_role("button", name="Kembali").press("Enter")
    expect(page.get_by_label("Tidak").first).to_be_checked()


def test_a_question_that_hangs_on_another_is_asked_only_when_needed(village: Village, enter: Enter) -> None:
    person = make_resident(village.melati, born=date(1950, 3, 4))
    visit = make_visit(person, months_ago(0), by=village.kader)
    page = enter(village.kader, f"/kunjungan/{visit.pk}/skrining/skilas/")
    for _ in range(6):
        page.locator(".question-option:visible").nth(1).click()
        page.wait_for_timeout(250)
    assert shown(page) == "7."
    page.locator(".question-option:visible", has_text="Ya").click()
    expect(page.locator("[data-stepper-count]")).to_have_text("9 dari 12")
    expect(page.get_by_role("button", name="Tidak dapat dilakukan")).to_be_visible()
    page.get_by_role("button", name="Tidak dapat dilakukan").click()
    assert shown(page) == "10."
    assert (sideways(page), serious(page)) == ([], [])
