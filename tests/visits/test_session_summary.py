"""A summary counts what a patient person would count by hand, one visit after the other, and what the recap counts."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident, WorkArea
from registry.rules.life_stage import add_months
from reports import recap
from reports.models import AdultMonth, ChildMonth, PopulationMonth
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits import services
from visits.models import Immunisation, Referral, Session, Visit, VisitSave
from visits.session_summary import Summary, summary_of

MONTH = OPENING_DAY.replace(day=1)
# Months of age of the people of a morning: every group has somebody.
AGES = (2, 5, 8, 14, 22, 30, 41, 55, 63, 70, 90, 140, 200, 300, 500, 720, 850)


def a_morning(village: Village) -> Session:
    """Fifty-one sasaran of all ages, of whom two in three come, and four guests; the same ones every time."""
    draw, session = Random(20), make_session(village.melati)
    for number, months in enumerate(AGES * 3):
        person = make_resident(
            village.melati,
            sex=draw.choice("LP"),
            born=add_months(OPENING_DAY, -months) - timedelta(days=draw.randrange(25)),
            home={"dusun": "Krajan", "rt": f"0{number % 3}", "rw": "01"},
        )
        if months < 60 and draw.random() < 0.6:
            make_visit(person, add_months(OPENING_DAY, -1), **_measures(draw, months - 1))
        if draw.random() < 0.66:
            serve(session, person, draw, months)
    for _ in range(4):
        guest = make_resident(village.mawar, sex=draw.choice("LP"), born=add_months(OPENING_DAY, -20))
        serve(session, guest, draw, 20)
    return session


def serve(session: Session, person: Resident, draw: Random, months: int) -> Visit:
    visit_id = new_id()
    for step in range(1, draw.choice((1, 2, 4, 5, 5)) + 1):
        measures = _measures(draw, months) if step == 2 else {}
        if step == 4 and months < 60:
            measures = {"local_food_portions": draw.randrange(3)}
        if step == 5:
            measures = {"education_topics": draw.sample(["asi", "mpasi", "germas", "tbc"], 2)}
        visit = services.record_visit(
            visit_id=visit_id, resident=person, posyandu=session.posyandu, day=session.date, user=None,
            measures=measures, session=session, step=step,
        )  # fmt: skip
    if months < 60 and draw.random() < 0.5:
        Immunisation.objects.create(resident=person, dose="MR1", given_on=session.date, visit=visit)
    return visit


def _measures(draw: Random, months: int) -> dict[str, Any]:
    if months < 60:
        length = 50 + Decimal(months) * Decimal("0.9") + draw.randrange(-5, 6)
        weight = Decimal(35 + months * 2 + draw.randrange(-12, 13)) / 10
        return {"weight_kg": max(weight, Decimal("2.5")), "height_cm": length}
    if months < 72:
        return {"weight_kg": Decimal(18)}
    values: dict[str, Any] = {"weight_kg": Decimal(draw.randrange(40, 90)), "height_cm": Decimal(155)}
    if months > 200:
        values |= {"systolic": draw.randrange(100, 190), "diastolic": draw.randrange(60, 100)}
        values |= {
            "glucose_mg_dl": draw.randrange(80, 260),
            "tb_cough": True,
            "tb_fever": draw.random() < 0.5,
        }
    return values


def by_hand(session: Session) -> dict[str, Any]:
    """The figures again, one visit after the other, without any of the summary's own parts."""
    visits = [
        visit
        for visit in Visit.objects.unscoped("a hand count").with_cards()
        if visit.cancelled_at is None and visit.date == session.date
    ]
    here = [visit for visit in visits if visit.posyandu == session.posyandu]
    ours = Resident.objects.unscoped("a hand count").filter(posyandu=session.posyandu)
    came = {visit.resident_id for visit in visits if visit.home_posyandu == session.posyandu}
    count: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    for visit in here:
        card = visit.card
        topics.update(set(visit.education_topics))
        if card is None:
            continue
        count["tb"] += bool(card.tb_suspected)
        count["pressure"] += getattr(card, "blood_pressure", "") == "T"
        count["glucose"] += getattr(card, "glucose", "") == "T"
        if visit.life_stage in ("bayi", "balita"):
            count["T"] += getattr(card, "gain_status", "") == "T"
            count["severe"] += (
                getattr(card, "weight_for_height", "") == "Gizi buruk"
                and not getattr(card, "weight_for_height_implausible", True)
            )  # fmt: skip
    portions = [visit.services.filter(kind="mt_lokal", quantity__gt=0).first() for visit in here]
    earlier = set(
        Visit.objects.unscoped("x").filter(date__lt=session.date).values_list("resident", flat=True)
    )
    return {
        "came": (
            sum(p.sex == "L" for p in ours if p.pk in came),
            sum(p.sex == "P" for p in ours if p.pk in came),
        ),
        "missed": sum(p.pk not in came for p in ours),
        "new": sum(visit.resident_id not in earlier for visit in here),
        "guests": sum(visit.home_posyandu != session.posyandu for visit in here),
        "served": len(here),
        "findings": +count,
        "topics": sorted(topics.values(), reverse=True),
        "portions": sum(given.quantity for given in portions if given),
        "fed": sum(given is not None for given in portions),
        "doses": Immunisation.objects.unscoped("x").filter(given_on=session.date).count(),
    }


LINES = {
    "tb": "Gejala TBC, 2 atau lebih",
    "pressure": "Tekanan darah tinggi",
    "glucose": "Gula darah tinggi",
    "T": "Tidak naik (T)",
    "severe": "Gizi buruk",
}


def figures(summary: Summary) -> dict[str, Any]:
    found = {line.label: line.total for line in summary.findings}
    fed = next(line for line in summary.services if line.label == "MT pangan lokal")
    return {
        "came": (summary.came.male, summary.came.female),
        "missed": summary.missed_people.total,
        "new": summary.new.total,
        "guests": summary.guests.total,
        "served": summary.served,
        "findings": Counter({code: found[label] for code, label in LINES.items() if label in found}),
        "topics": [number for _, number in summary.topics],
        "portions": int(fed.amount.split()[0]),
        "fed": fed.total,
        "doses": sum(number for _, number in summary.doses),
    }


def test_the_summary_of_a_morning_agrees_with_a_hand_count(village: Village) -> None:
    session = a_morning(village)
    counted, summary = by_hand(session), summary_of(session)

    assert figures(summary) == counted
    # The count is one of something: each line it compares is more than nothing.
    assert counted["findings"].keys() == LINES.keys()
    assert counted["guests"] == 4
    assert sum(line.expected for line in summary.groups) == summary.expected == len(AGES) * 3
    assert sum(by.total for by in summary.missed) == summary.missed_people.total


def test_a_month_of_one_session_says_the_same_as_its_recap(village: Village) -> None:
    session = a_morning(village)
    recap.recount(MONTH, [village.melati.pk])
    # Guests count at home, so the morning without them is what the recap of the month has.
    Visit.objects.unscoped("guests").filter(resident__posyandu=village.mawar).update(
        cancelled_at=timezone.now(), cancel_reason="-"
    )
    summary = summary_of(session)
    found = {line.label: (line.male, line.female) for line in summary.findings}

    def counted(model: Any, *names: str) -> tuple[int, int]:
        rows = model.objects.filter(posyandu=village.melati, month=MONTH)
        return tuple(
            sum(getattr(row, name) for row in rows.filter(sex=sex) for name in names) for sex in "LP"
        )

    attended = [field.name for field in PopulationMonth.count_fields() if field.name.startswith("attended")]
    assert (summary.came.male, summary.came.female) == counted(PopulationMonth, *attended)
    pairs = {
        "Tidak naik (T)": (ChildMonth, "not_gained"),
        "Dua bulan tidak naik (2T)": (ChildMonth, "not_gained_twice"),
        "Di bawah garis merah (BGM)": (ChildMonth, "below_red_line"),
        "Pendek atau sangat pendek": (ChildMonth, "stunted"),
        "Gizi buruk": (ChildMonth, "severely_wasted"),
        "Berat badan kurang atau sangat kurang": (ChildMonth, "underweight"),
        "Tekanan darah tinggi": (AdultMonth, "pressure_high"),
        "Gula darah tinggi": (AdultMonth, "glucose_high"),
    }
    assert {label: found.get(label, (0, 0)) for label in pairs} == {
        label: counted(model, name) for label, (model, name) in pairs.items()
    }


def test_a_cancelled_visit_and_one_at_home_are_no_coming(village: Village) -> None:
    session = make_session(village.melati)
    cancelled = make_visit(make_resident(village.melati), weight_kg="9.4")
    services.cancel_visit(visit=cancelled, user=None, reason="salah orang")
    services.record_visit(
        visit_id=new_id(), resident=make_resident(village.melati), posyandu=village.melati, day=OPENING_DAY,
        user=None, measures={"weight_kg": Decimal("9.4")}, setting="rumah",
    )  # fmt: skip
    summary = summary_of(session)

    assert (summary.came.total, summary.missed_people.total, summary.outside.total, summary.served) == (
        0,
        2,
        1,
        0,
    )


def test_who_was_missed_stands_under_their_kader_and_rt_the_youngest_first(village: Village) -> None:
    session = make_session(village.melati)
    home = {"dusun": "Krajan", "rt": "02", "rw": "01"}
    make_resident(village.melati, "Sarmi", born=date(1950, 1, 1), home=home)
    make_resident(village.melati, "Bunga", born=date(2026, 8, 1), since=date(2026, 8, 1), home=home)
    make_resident(village.melati, "Jauh", home={"dusun": "Lor", "rt": "07", "rw": "02"})
    WorkArea.objects.create(
        posyandu=village.melati, kader=village.kader, dusun="Krajan", rw="01", rt="02", valid_from=MONTH
    )
    found = [
        (by.kader, place.place, [row.resident.name for row in place.people])
        for by in summary_of(session).missed
        for place in by.places
    ]

    assert found == [
        ("Sri Wahyuni", "Krajan RT 02 RW 01", ["Bunga", "Sarmi"]),
        ("Belum ada kader", "Lor RT 07 RW 02", ["Jauh"]),
    ]


def test_referrals_are_counted_by_people_and_reasons_and_private_ones_not_at_all(village: Village) -> None:
    session = make_session(village.melati)

    def send(serial: int, *reasons: dict[str, Any], status: str = "dirujuk") -> None:
        Referral.objects.create(
            number=str(serial), serial=serial, year=2026, resident=make_resident(village.melati),
            posyandu=village.melati, date=OPENING_DAY, destination="Pustu", urgency="biasa",
            reasons=list(reasons), status=status,
        )  # fmt: skip

    private = {"code": "SRQ-20 nomor 17", "private": True}
    send(1, {"code": "T"}, {"code": "TBC"})
    send(2, {"code": "TBC"}, private)
    send(3, private)
    send(4, {"code": "T"}, status="batal")
    summary = summary_of(session)

    assert (summary.referred, summary.reasons) == (2, [("Gejala TBC", 2), ("Berat tidak naik (T)", 1)])


def test_the_page_says_how_long_it_took_and_who_worked_at_which_step(village: Village) -> None:
    session = make_session(village.melati)
    begin = datetime(2026, 10, 12, 7, 40, tzinfo=timezone.get_default_timezone())
    for number, (step, user) in enumerate(
        [(1, village.kader), (1, village.kader), (2, village.bidan), (2, village.kader)]
    ):
        visit = services.record_visit(
            visit_id=new_id(), resident=make_resident(village.melati), posyandu=village.melati, day=OPENING_DAY,
            user=user, measures={}, session=session, step=step,
        )  # fmt: skip
        VisitSave.objects.filter(visit=visit).update(saved_at=begin + timedelta(minutes=65 * number))
    # Typed in on the next day: no part of the morning.
    late = services.record_visit(
        visit_id=visit.pk, resident=visit.resident, posyandu=village.melati, day=OPENING_DAY, user=village.kader,
        measures={}, session=session, step=5,
    )  # fmt: skip
    VisitSave.objects.filter(visit=late, step=5).update(saved_at=begin + timedelta(days=1))
    summary = summary_of(session)

    assert summary.duration == "3 jam 15 menit"
    assert [(worker.name, worker.steps) for worker in summary.workers] == [
        ("Ratna Dewi", ((2, 1),)),
        ("Sri Wahyuni", ((1, 2), (2, 1), (5, 1))),
    ]


@pytest.mark.parametrize("many", [9])
def test_the_summary_asks_as_often_for_many_as_for_one(village: Village, many: int) -> None:
    session, draw = make_session(village.melati), Random(3)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            summary_of(session)
        return len(asked)

    serve(session, make_resident(village.melati), draw, 15)
    make_resident(village.melati)
    queries()
    for_one = queries()
    for _ in range(many):
        serve(session, make_resident(village.melati), draw, 15)
        make_resident(village.melati)
    assert queries() == for_one
