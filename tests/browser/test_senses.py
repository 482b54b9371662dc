"""Finger counting and whispering on the phone: taps decide, and the card's own fields get the answer."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Enter, sideways
from tests.conftest import Village
from visits.forms.senses import senses_for_phone
from visits.rulebook import book_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "/hari-ini/tes-indra/"


@pytest.fixture
def table(village: Village, enter: Enter, page: Page) -> Page:
    """A form with the four fields and the helps beside them."""
    senses = senses_for_phone(book_for(village.melati.pk).on(date(2026, 10, 12)))
    fields = "".join(
        f"<label>{name}<select name='{name}'><option></option><option>Normal</option><option>Gangguan</option>"
        "</select></label>"
        for name in ("eye_right", "eye_left", "ear_left")
    )
    radios = "".join(
        f"<label><input type='radio' name='ear_right' value='{word}'>{word}</label>"
        for word in ("Normal", "Gangguan")
    )
    helps = render_to_string("visits/screenings/senses.html", {"senses": senses})
    head = "<link rel='stylesheet' href='/static/css/tokens.css'><link rel='stylesheet' href='/static/css/base.css'>"
    script = "<script type='module' src='/static/js/visits/senses.js'></script>"
    body = f"<!doctype html><html lang='id'><head><meta charset='utf-8'><title>Tes</title>{head}</head><body><form>"

    def answer(route: Route) -> None:
        route.fulfill(
            body=f"{body}{fields}{radios}{helps}</form>{script}</body></html>", content_type="text/html"
        )

    page.route(f"**{PLACE}", answer)
    enter(village.kader, PLACE)
    for summary in page.locator("summary").all():
        summary.click()
    return page


def tap(page: Page, title: str, *answers: str) -> None:
    for answer in answers:
        page.get_by_role("group", name=title).get_by_role("button", name=answer).click()


def test_three_right_in_a_row_are_normal_and_two_wrong_are_not(table: Page) -> None:
    tap(table, "Mata kanan", "Benar", "Salah", "Benar", "Benar")
    expect(table.locator("[name=eye_right]")).to_have_value("")
    tap(table, "Mata kanan", "Benar")
    expect(table.locator("[name=eye_right]")).to_have_value("Normal")
    tap(table, "Mata kiri", "Benar", "Salah", "Benar", "Salah")
    expect(table.locator("[name=eye_left]")).to_have_value("Gangguan")
    expect(table.get_by_role("group", name="Mata kiri").get_by_role("button", name="Benar")).to_be_disabled()
    assert sideways(table) == []


def test_a_test_begun_again_decides_again(table: Page) -> None:
    tap(table, "Mata kanan", "Salah", "Salah", "Ulangi", "Benar", "Benar", "Benar")
    expect(table.locator("[name=eye_right]")).to_have_value("Normal")


def test_four_of_five_whispered_words_are_enough(table: Page) -> None:
    tap(table, "Telinga kanan", "Benar", "Salah", "Benar", "Benar")
    assert table.locator("[name=ear_right]:checked").count() == 0
    tap(table, "Telinga kanan", "Benar")
    expect(table.locator("[name=ear_right][value=Normal]")).to_be_checked()
    tap(table, "Telinga kiri", "Benar", "Salah", "Benar", "Salah", "Benar")
    expect(table.locator("[name=ear_left]")).to_have_value("Gangguan")
