"""Every column of the cards can be filled for whom it stands, and is found again wherever the visit is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registry.ids import new_id
from registry.models import Resident, User
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from tests.conftest import Village, make_resident, make_session
from visits import fields
from visits.columns import ALL, NAMES, Column, Kind, columns_for
from visits.entry import card_form, person_on
from visits.models import Visit

LogIn = Callable[[User], Client]
# The columns of the printed cards, card by card, as the forms of 2023 and 2025 number them.
FORMS: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[1] / "golden" / "columns.json").read_text(encoding="utf-8")
)
# August has vitamin A and deworming.
DAY = date(2026, 8, 12)


def pregnant(village: Village) -> Resident:
    woman = make_resident(village.melati, "Sri Rahayu", born=date(1998, 3, 4))
    open_pregnancy(resident=woman, known_from=date(2026, 5, 1), details={"last_period": date(2026, 3, 25)})
    return woman


def after_birth(village: Village) -> Resident:
    woman = make_resident(village.melati, "Dewi Lestari", born=date(1996, 3, 4))
    record_delivery(
        resident=woman,
        delivery_id=new_id(),
        on=date(2026, 7, 20),
        babies=[Baby(id=new_id(), sex="P", name="Ayu")],
        details={},
    )
    return woman


PEOPLE: dict[str, Callable[[Village], Resident]] = {
    "ibu hamil": pregnant,
    "ibu nifas": after_birth,
    "bayi": lambda village: make_resident(village.melati, born=date(2026, 4, 1)),
    "balita": lambda village: make_resident(village.melati, born=date(2025, 6, 1)),
    "remaja putri": lambda village: make_resident(village.melati, born=date(2010, 6, 1)),
    "dewasa": lambda village: make_resident(village.melati, born=date(1985, 6, 1)),
    "lansia": lambda village: make_resident(village.melati, born=date(1955, 6, 1), sex="L"),
}
_NUMBERS: dict[str, Any] = {
    "weight_kg": {"child_check": "9.4", "school_age_check": "48", "adult_check": "56"},
    "height_cm": {"child_check": "75.7", "school_age_check": "155", "adult_check": "156"},
    "head_cm": "45.1",
    "muac_cm": {"child_check": "14.2", "adult_check": "25"},
    "waist_cm": "78",
    "systolic": "118",
    "diastolic": "76",
    "glucose_mg_dl": "104",
    "cholesterol_mg_dl": "180",
    "haemoglobin_g_dl": "12.6",
    "gestation_weeks": "20",
}


def typed(column: Column, card: str) -> Any:
    """A likely value of a column, as a hand types it."""
    match column.kind:
        case Kind.DECIMAL | Kind.WHOLE:
            given = _NUMBERS.get(column.name, "2")
            return given[card] if isinstance(given, dict) else given
        case Kind.ANSWER:
            return "ya"
        case Kind.TICK:
            return ""
        case Kind.CHOICE:
            return column.choices[0][0]
        case Kind.TOPICS:
            return ["phbs"]
        case Kind.TEXT:
            return "bubur ikan"


def fill(village: Village, kind: str, client_of: LogIn) -> tuple[Visit, dict[str, Any]]:
    """Somebody of a kind with every column of their card filled, step by step, on the page."""
    person = PEOPLE[kind](village)
    session = make_session(village.melati, DAY)
    kader = client_of(village.kader)
    sent: dict[str, Any] = {}
    for step in range(1, 6):
        url = reverse("visit_step", args=[session.pk, person.pk, step])
        form = kader.get(url).context["form"]
        values = {name: typed(column, form.who.card) for name, column in form.columns.items()}
        hidden = {name: form[name].value() for name in ("visit_id", "revision", "seen")}
        answer = kader.post(url, values | hidden)
        if answer.status_code == 200:
            again = answer.context["form"]
            # An unlikely value is asked about once.
            assert set(again.errors) <= {*again.confirmed, "__all__"}, (step, again.errors)
            hidden["sure"] = again["sure"].value()
            answer = kader.post(url, values | hidden)
        assert answer.status_code == 302, (kind, step, answer.context["form"].errors)
        sent |= values
    return Visit.objects.unscoped("a test").with_cards().get(resident=person), sent


def test_every_column_of_the_printed_cards_is_declared() -> None:
    wanted = {name for names in FORMS.values() for name in names}
    assert wanted - set(NAMES) == set()
    assert set(NAMES) - wanted == set()


@pytest.mark.parametrize("kind", PEOPLE)
def test_the_card_of_a_person_has_the_columns_of_the_printed_one(village: Village, kind: str) -> None:
    who = person_on(PEOPLE[kind](village), DAY, None)
    assert sorted({column.name for column in columns_for(who)}) == sorted(FORMS[kind])


@pytest.mark.parametrize("kind", PEOPLE)
def test_every_column_is_filled_and_found_again(village: Village, kind: str, client_of: LogIn) -> None:
    visit, sent = fill(village, kind, client_of)
    stored = fields.read(visit)

    assert visit.steps == "12345"
    unfilled = [name for name in sent if fields.is_unfilled(name, stored[name]) and sent[name] != ""]
    assert unfilled == []
    page = client_of(village.kader).get(visit.get_absolute_url())
    shown = {line.name for line in page.context["lines"]}
    assert {name for name, value in sent.items() if value != ""} - shown == set()
    answer = client_of(village.bidan).get(f"/api/v1/visits/{visit.pk}/").json()
    assert {name for name, value in sent.items() if value != ""} - set(answer["fields_filled"]) == set()


@pytest.mark.parametrize("kind", PEOPLE)
def test_the_page_shows_again_what_was_typed(village: Village, kind: str, client_of: LogIn) -> None:
    visit, sent = fill(village, kind, client_of)
    form = card_form(None, resident=visit.resident, day=DAY, visit=visit)
    again = {name: form[name].value() for name in sent}
    for name, value in sent.items():
        seen = again[name]
        if isinstance(seen, Decimal | int) and not isinstance(seen, bool):
            assert Decimal(seen) == Decimal(value), name
        elif value != "":
            assert str(seen).replace(",", ".").rstrip("0") == str(value).rstrip("0"), name


def test_no_column_stands_on_no_card() -> None:
    listed = {name for names in FORMS.values() for name in names}
    assert {column.name for column in ALL} == listed
