"""What the phone says of a visit is what the server says of it, for every kind of card."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from registry.ids import new_id
from registry.models import Resident
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from tests.browser.app.conftest import OpenApp
from tests.browser.conftest import months_ago
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.columns import Column, Kind, Who, columns_for, topic_choices
from visits.entry import person_on
from visits.models import Session, Visit
from visits.proposals import proposals_of
from visits.results import result_of
from visits.rulebook import book_for
from visits.screenings import screening_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Values = dict[str, Any]
# What the judging module says about everybody of a session: proposals and sentences, in their order.
JUDGED = """async (session) => {
  const load = (path) => import(new URL(path, document.querySelector('script[src*="js/app/main"]').src).href);
  const { openDay } = await load("./day.js");
  const { judge } = await load("./judging.js");
  const day = await openDay(session);
  return Object.fromEntries(day.people.filter(({ visit }) => visit).map((person) => {
    const { proposals, findings, scores } = judge(day, person);
    const packed = (day.pack.people.find(({ id }) => id === person.id).visit ?? {}).proposals ?? [];
    return [person.name, {
      packed,
      proposals: proposals.map((each) => [each.code, each.reason, each.urgency, each.destination]),
      findings: findings.map(({ field, level, text }) => [field, level, text]),
      scores: scores.map(({ label, z, category }) => [label, z, category]),
    }];
  }));
}"""


def child(village: Village, name: str, choose: random.Random) -> Resident:
    months = choose.choice([0, 2, 5, 8, 13, 19, 23, 25, 30, 44, 58, 62, 70])
    baby = make_resident(village.melati, name, sex=choose.choice("LP"), born=months_ago(months))
    for ago in (2, 1):
        if months > ago:
            day = months_ago(ago)
            make_visit(baby, day, weight_kg=f"{weight(months) * choose.uniform(0.93, 1.0):.2f}")
    return baby


def weight(months: int) -> float:
    return float(3.4 + months**0.75 * 0.75)


def pupil(village: Village, name: str, choose: random.Random) -> Resident:
    born = months_ago(12 * choose.randrange(6, 18) + choose.randrange(12))
    return make_resident(village.melati, name, sex=choose.choice("LP"), born=born)


def grown(village: Village, name: str, choose: random.Random) -> Resident:
    born = months_ago(12 * choose.randrange(19, 85))
    return make_resident(village.melati, name, sex=choose.choice("LP"), born=born)


def woman(village: Village, name: str, choose: random.Random) -> Resident:
    return make_resident(village.melati, name, born=months_ago(12 * choose.choice([16, 18, 22, 35, 41])))


def pregnant(village: Village, name: str, choose: random.Random) -> Resident:
    person = woman(village, name, choose)
    today = timezone.localdate()
    details = {"last_period": today - timedelta(days=choose.randrange(90, 270))}
    open_pregnancy(resident=person, known_from=today - timedelta(days=60), details=details)
    return person


def mother(village: Village, name: str, choose: random.Random) -> Resident:
    """After a birth: nifas for 42 days, then menyusui."""
    person = woman(village, name, choose)
    on = timezone.localdate() - timedelta(days=choose.choice([4, 30, 70, 200]))
    baby = Baby(id=new_id(), sex="L", name=f"Anak {name}")
    record_delivery(resident=person, delivery_id=new_id(), on=on, babies=[baby], details={})
    return person


KINDS: dict[str, Callable[[Village, str, random.Random], Resident]] = {
    "balita": child,
    "sekolah": pupil,
    "dewasa": grown,
    "hamil": pregnant,
    "ibu": mother,
}
MEASURES = {
    "head_cm": (33, 52),
    "waist_cm": (55, 120),
    "haemoglobin_g_dl": (6, 15),
    "glucose_mg_dl": (60, 330),
    "cholesterol_mg_dl": (120, 290),
    "systolic": (85, 195),
    "diastolic": (50, 118),
}


def invented(column: Column, who: Who, choose: random.Random) -> Any:
    """A value that may stand in the column; None where it was not filled."""
    if choose.random() < 0.25:
        return None
    match column.kind:
        case Kind.ANSWER | Kind.TICK:
            return choose.random() < (0.5 if column.kind is Kind.ANSWER else 0.1)
        case Kind.CHOICE:
            return choose.choice(column.choices)[0]
        case Kind.TOPICS:
            return choose.sample([code for code, _ in topic_choices(who)], 2)
        case Kind.TEXT:
            return "ya, sedikit"
        case Kind.WHOLE if column.name not in MEASURES:
            return choose.randrange(1, column.most + 1)
        case _:
            return measured(column, who, choose)


def measured(column: Column, who: Who, choose: random.Random) -> Any:
    months, is_child = who.age.months, who.card == "child_check"
    size = {
        "weight_kg": weight(months) if is_child else 62,
        "height_cm": 50 + months**0.6 * 4.8 if is_child else 155,
        "muac_cm": 13.5 if is_child else 25,
    }.get(column.name)
    low, high = (size * 0.82, size * 1.2) if size else MEASURES[column.name]
    if column.kind is Kind.WHOLE:
        return choose.randrange(int(low), int(high))
    return Decimal(f"{choose.uniform(low, high):.{column.places}f}")


def visit_of(person: Resident, choose: random.Random) -> Visit:
    today = timezone.localdate()
    who = person_on(person, today, None)
    values = {column.name: invented(column, who, choose) for column in columns_for(who)}
    if values.get("systolic") is None or values.get("diastolic") is None:
        values |= {name: None for name in ("systolic", "diastolic") if name in values}
    elif values["systolic"] <= values["diastolic"]:
        values["systolic"] = values["diastolic"] + 30
    filled = {name: value for name, value in values.items() if value is not None}
    return make_visit(person, today, **filled)


def on_server(visit: Visit) -> Values:
    stored = Visit.objects.unscoped("a test").with_cards().get(pk=visit.pk)
    rules = book_for(stored.home_posyandu_id or stored.posyandu_id).on(stored.date)
    result = result_of(stored)
    said = screening_findings(stored, rules)
    return {
        "proposals": [
            [str(each.code), each.reason, each.urgency.value, each.destination.value]
            for each in proposals_of(stored, rules)
            if not each.private
        ],
        "findings": [
            [each.field, each.level.value, each.text] for each in result.findings if each not in said
        ],
        "scores": [[each.label, float(each.z or 0), each.category] for each in result.scores],
    }


def judged(app: OpenApp, village: Village, session: Session) -> Values:
    page: Page = app(village.kader, session)
    found: Values = page.evaluate(JUDGED, str(session.pk))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_visit_means_on_the_phone_what_it_means_on_the_server(
    app: OpenApp, village: Village, kind: str
) -> None:
    choose = random.Random(f"{kind} 7")
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    expected = {}
    for number in range(24):
        name = f"Warga {kind} {number:02}"
        visit = visit_of(KINDS[kind](village, name, choose), choose)
        expected[name] = on_server(visit)

    found = judged(app, village, session)

    assert {name: each["proposals"] for name, each in found.items()} == {
        name: each["proposals"] for name, each in expected.items()
    }
    assert {name: each.pop("packed") for name, each in found.items()} == {
        name: each["proposals"] for name, each in expected.items()
    }
    assert found == expected
    codes = {code for each in expected.values() for code, *_ in each["proposals"]}
    assert codes >= EXPECTED[kind], "the invented cards say too little"


# Reasons that the cards of each kind must reach, or the comparison says nothing about them.
EXPECTED = {
    "balita": {"T", "BB/TB", "TB/U", "LK/U", "TBC", "kontak TBC", "ceklis"},
    "sekolah": {"TD", "gula darah", "anemia", "TBC", "mata", "telinga"},
    "dewasa": {"TD", "gula darah", "TBC", "mata", "telinga"},
    "hamil": {"kurva BB", "kurva TD", "TD merah", "TBC", "LiLA merah", "gula darah"},
    "ibu": {"kurva BB", "kurva TD", "TBC", "LiLA merah"},
}
