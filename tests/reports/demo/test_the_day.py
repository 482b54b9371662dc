"""What the generated Posyandu did on its days beside measuring: it asked, gave, taught, referred and closed."""

from __future__ import annotations

from datetime import date

import pytest

from registry.demo.tree import build_tree, create_logins
from registry.models import DuplicatePair, Posyandu
from reports.demo.fill import Plan, fill
from reports.verify import underived
from visits import stock
from visits.columns import columns_for, who_is
from visits.fields import is_unfilled, read
from visits.models import (
    MotherCheck,
    MotherState,
    Referral,
    Screening,
    ServiceGiven,
    Session,
    StockMovement,
    Visit,
)
from visits.screenings import forms_of, judge
from visits.screenings.storing import rules_of

pytestmark = pytest.mark.usefixtures("jepara")
PLAN = Plan(seed=1, until=date(2026, 9, 1), months=2, before=date(2026, 10, 1))
AUGUST, SEPTEMBER = date(2026, 8, 12), date(2026, 9, 12)
Kind = ServiceGiven.Kind


@pytest.fixture
def melati(db: None) -> Posyandu:
    """Melati 1 with its days of August and September."""
    build_tree()
    create_logins()
    posyandu = Posyandu.objects.select_related("unit").filter(unit__path__endswith="/33.20.08.2010/melati-1/")
    list(fill(posyandu, PLAN))
    return posyandu.get()


def test_every_answer_stands_on_the_card_of_its_person(melati: Posyandu) -> None:
    visits = Visit.objects.with_cards().prefetch_related("services")
    asked = 0
    for visit in visits:
        who = who_is(visit.resident, visit.date, mother=visit.mother)
        own = {column.name for column in columns_for(who)}
        filled = {name for name, value in read(visit).items() if not is_unfilled(name, value)}
        assert filled - own == set()
        asked += "tb_cough" in filled
    assert visits.count() * 0.8 < asked < visits.count()
    assert set(visits.values_list("steps", flat=True)) == {"12345"}


def test_mothers_have_their_card_and_nobody_else(melati: Posyandu) -> None:
    of_mothers = set(Visit.objects.exclude(mother="").values_list("pk", flat=True))
    assert set(MotherCheck.objects.values_list("visit", flat=True)) == of_mothers
    assert set(Visit.objects.values_list("mother", flat=True)) >= {
        "",
        MotherState.PREGNANT,
        MotherState.BREASTFEEDING,
    }
    assert list(underived([melati.pk])) == []


def test_capsules_and_tablets_are_those_of_august(melati: Posyandu) -> None:
    in_months = {
        kind: set(ServiceGiven.objects.filter(kind=kind).values_list("given_on", flat=True))
        for kind in (Kind.VITAMIN_A, Kind.DEWORMING, Kind.IRON)
    }
    assert in_months == {
        Kind.VITAMIN_A: {AUGUST},
        Kind.DEWORMING: {AUGUST},
        Kind.IRON: {AUGUST, SEPTEMBER},
    }
    details = ServiceGiven.objects.filter(kind=Kind.VITAMIN_A).values_list("detail", flat=True)
    assert set(details) == {"biru", "merah"}


def test_questionnaires_say_what_the_rules_say_once_a_year(melati: Posyandu) -> None:
    filled = Screening.objects.select_related("visit__resident__posyandu")
    assert {one.form for one in filled} == {"srq20", "puma", "heeadsss", "aks", "skilas"}
    for one in filled:
        rules = rules_of(one.visit)
        assert one.form in forms_of(one.visit.resident.birth_date, one.visit.date, rules)
        assert (one.complete, judge(one, one.visit, rules)) == (True, False)
    by_person = list(filled.values_list("visit__resident", "form"))
    assert len(by_person) == len(set(by_person))


def test_the_cupboard_holds_what_was_given_and_a_little_more(melati: Posyandu) -> None:
    known = [one for one in stock.balance(melati).values() if one.is_known]
    assert len(known) == StockMovement.objects.count() == 9
    assert min(one.amount for one in known) > 0


def test_the_month_before_is_closed_and_the_last_one_waits_for_its_kader(melati: Posyandu) -> None:
    closed = {one.date: one.closed_at for one in Session.objects.all()}
    assert [day for day, at in closed.items() if at is None] == [SEPTEMBER]
    assert [at.date() for at in closed.values() if at] == [AUGUST]
    assert {one.date for one in Referral.objects.all()} == {SEPTEMBER}
    assert Referral.objects.filter(reasons__0__private=False).count() == 3


def test_one_woman_was_registered_twice(melati: Posyandu) -> None:
    pair = DuplicatePair.objects.open().order_by("-score")[0]
    assert pair.first.birth_date == pair.second.birth_date
    assert [bool(one.nik_hash) for one in (pair.first, pair.second)].count(False) >= 1
