"""What the entry form of the app says about what was typed is what the form of the server says."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident
from tests.browser.app.conftest import OpenApp
from tests.browser.app.filling import EVERYBODY, card_of
from tests.browser.conftest import last_month
from tests.conftest import Village, make_session, make_visit
from visits.columns import Kind
from visits.entry import card_form
from visits.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the form of the app says about what stands in its fields: errors and questions by field.
CHECKED = """async ([session, cases]) => {
  const load = (path) => import(new URL(path, document.querySelector('script[src*="js/app/main"]').src).href);
  const { openDay } = await load("./day.js");
  const { check, standing } = await load("./entry-check.js");
  const day = await openDay(session);
  return cases.map(([id, step, typed]) => {
    const person = day.person(id);
    const columns = day.sections(person, step).flatMap(({ asked, folded }) => [...asked, ...folded]);
    const { errors, asked } = check(day, person, step, columns, standing(day, person, columns, typed));
    return { errors, asked: Object.values(asked) };
  });
}"""


@pytest.fixture
def today(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


# Typed where only a few are: a digit too many, another unit, letters, places, swapped, one of two, and nothing.
SLIPS: list[tuple[str, int, dict[str, str]]] = [
    ("bayi", 2, {"weight_kg": "64"}),
    ("bayi", 2, {"weight_kg": "6400"}),
    ("bayi", 2, {"weight_kg": "enam"}),
    ("bayi", 2, {"weight_kg": "6,412"}),
    ("bayi", 2, {"weight_kg": "61", "height_cm": "6,4"}),
    ("bayi", 2, {"weight_kg": "0"}),
    ("bayi", 2, {"weight_kg": "-3"}),
    ("bayi", 2, {"weight_kg": "99999999"}),
    ("bayi", 2, {"weight_kg": "6,4 kg", "head_cm": "88", "muac_cm": "2"}),
    ("bayi", 2, {"height_cm": "0,615"}),
    ("bayi", 2, {"weight_kg": "13,5"}),
    ("bayi", 2, {}),
    ("bayi", 2, {"height_cm": "61", "position": "berdiri"}),
    ("balita", 2, {"height_cm": "97", "position": "telentang"}),
    ("bayi", 4, {"sick": "tidak", "sick_note": "batuk"}),
    ("bayi", 4, {"local_food_portions": "121"}),
    ("bayi", 4, {"local_food_portions": "1,5"}),
    ("bayi", 4, {"local_food_note": "n" * 201}),
    ("baduta", 2, {"weight_kg": "12,9", "height_cm": "74"}),
    ("baduta", 2, {"weight_kg": "7"}),
    ("pupil", 2, {"weight_kg": "251", "height_cm": "12,75"}),
    ("pupil", 2, {"systolic": "110"}),
    ("girl", 4, {"haemoglobin_g_dl": "124"}),
    ("girl", 4, {"iron_tablets": "dua"}),
    ("woman", 2, {"systolic": "76", "diastolic": "118"}),
    ("woman", 2, {"systolic": "13,5", "diastolic": "80"}),
    ("woman", 2, {"systolic": "120,5", "diastolic": "80"}),
    ("woman", 2, {"weight_kg": "158", "height_cm": "55"}),
    ("woman", 2, {"waist_cm": "7,15"}),
    ("woman", 2, {"muac_cm": "255"}),
    ("woman", 4, {"glucose_mg_dl": "5,6"}),
    ("woman", 4, {"glucose_mg_dl": "650"}),
    ("woman", 4, {"contraception": "tidak", "contraception_method": "pil"}),
    ("lansia", 2, {"systolic": "240", "diastolic": "150"}),
    ("lansia", 4, {"cholesterol_mg_dl": "4,9"}),
    ("lansia", 2, {"weight_kg": "abc", "systolic": "90", "diastolic": "90", "waist_cm": "1"}),
    ("pregnant", 1, {"gestation_weeks": "46"}),
    ("pregnant", 0, {"weight_kg": "555", "muac_cm": "2,5"}),
]


def said_by_the_server(person: Resident, step: int, typed: dict[str, str]) -> dict[str, Any]:
    form = card_form(None, resident=person, day=timezone.localdate(), visit=None, step=step or None)
    shown = {name: form[name].value() for name in form.columns}
    data = {name: value for name, value in {**shown, **typed}.items() if value not in (None, False)}
    sent = card_form(
        {**data, "visit_id": str(new_id()), "seen": "{}"},
        resident=person,
        day=timezone.localdate(),
        visit=None,
        step=step or None,
    )
    sent.asks = False
    sent.is_valid()
    errors = {name: [str(each) for each in found] for name, found in sent.errors.items()}
    if "__all__" in errors:
        errors[""] = errors.pop("__all__")
    return {"errors": errors, "asked": list(sent.open_questions(sent.cleaned_data).values())}


def test_what_is_wrong_or_unlikely_is_said_in_the_words_of_the_server(
    app: OpenApp, village: Village, today: Session
) -> None:
    people = {kind: EVERYBODY[kind](village, kind) for kind in {kind for kind, _, _ in SLIPS}}
    for kind, kilos, tall in (("baduta", "9.1", "76.5"), ("woman", "54", "158")):
        make_visit(people[kind], last_month(), weight_kg=kilos, height_cm=tall)
    page = app(village.kader, today)

    cases = [[str(people[kind].pk), step, typed] for kind, step, typed in SLIPS]
    found = page.evaluate(CHECKED, [str(today.pk), cases])

    expected = [said_by_the_server(people[kind], step, typed) for kind, step, typed in SLIPS]
    told = list(zip(SLIPS, found, strict=True))
    assert told == list(zip(SLIPS, expected, strict=True))
    quiet = [
        slip for slip, said in zip(SLIPS, expected, strict=True) if not (said["errors"] or said["asked"])
    ]
    assert quiet == []


NASTY = (
    "0",
    "-1",
    "0,001",
    "9999999",
    "10000000",
    "6,4",
    "64",
    "640",
    "6400",
    "5.555,5",
    "12 kg",
    "7,",
    ",5",
)


def test_no_number_that_can_be_typed_is_judged_otherwise_than_by_the_server(
    app: OpenApp, village: Village, today: Session
) -> None:
    choose = random.Random(5)
    kinds = ("bayi", "balita", "pupil", "girl", "woman", "lansia", "pregnant")
    people = {kind: EVERYBODY[kind](village, kind) for kind in kinds}
    make_visit(people["balita"], last_month(), weight_kg="14", height_cm="97")
    slips: list[tuple[str, int, dict[str, str]]] = []
    for kind in kinds:
        numbers = [column for column in card_of(people[kind]) if column.kind in (Kind.DECIMAL, Kind.WHOLE)]
        for _ in range(20):
            typed = {column.name: choose.choice(NASTY) for column in numbers if choose.random() < 0.5}
            slips.append((kind, choose.choice([0, 2, 4]), typed))
    page = app(village.kader, today)

    cases = [[str(people[kind].pk), step, typed] for kind, step, typed in slips]
    found = page.evaluate(CHECKED, [str(today.pk), cases])

    expected = [said_by_the_server(people[kind], step, typed) for kind, step, typed in slips]
    assert list(zip(slips, found, strict=True)) == list(zip(slips, expected, strict=True))
