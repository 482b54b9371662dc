"""Visits of two records of one person: which one of a day stays, and whose those are that come later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from registry.ids import new_id
from registry.models import Merge, MonthDue, Resident, User
from registry.services.merging import merge_residents, undo_merge
from reports import verify
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits import merging, services
from visits.models import Immunisation, Screening, Visit
from visits.rules.mental_health import srq20_answers
from visits.screenings.storing import record_screening

Browser = Callable[[User], Client]
Pair = tuple[Resident, Resident]


@pytest.fixture
def pair(village: Village) -> Pair:
    """The one who stays, of Melati, and the other one, of Mawar."""
    return make_resident(village.melati, "Aisyah"), make_resident(village.mawar, "Aisah")


def merge(pair: Pair) -> Merge:
    return merge_residents(kept=pair[0], absorbed=pair[1], choices={}, user=None)


def record(
    person: Resident, visit_id: Any, day: date = OPENING_DAY, weight: str = "9.4", **more: Any
) -> Visit:
    return services.record_visit(
        visit_id=visit_id, resident=person, posyandu=person.posyandu, day=day, user=None,
        measures={"weight_kg": Decimal(weight)}, **more,
    )  # fmt: skip


@pytest.mark.parametrize("fuller", [0, 1])
def test_the_fuller_one_of_two_visits_on_a_day_stays(fuller: int, pair: Pair) -> None:
    full = make_visit(pair[fuller], weight_kg="9.4", height_cm="76")
    poor = make_visit(pair[1 - fuller], weight_kg="9.4")
    merge(pair)

    assert list(Visit.objects.active()) == [full]
    poor.refresh_from_db()
    assert (poor.resident, poor.revision, poor.cancelled_at is None) == (pair[0], 2, False)
    assert poor.revisions.get().change == "batal"


def test_of_two_equal_visits_that_of_who_stays_stays(pair: Pair) -> None:
    own = make_visit(pair[0], weight_kg="9.4")
    make_visit(pair[1], weight_kg="9.5")
    merge(pair)
    assert list(Visit.objects.active()) == [own]


def test_days_on_which_both_came_are_told_before(pair: Pair) -> None:
    make_visit(pair[0], weight_kg="9.4")
    make_visit(pair[1], weight_kg="9.5", height_cm="76")
    make_visit(pair[1], date(2026, 10, 20), weight_kg="9.5")
    came = "Keduanya tercatat datang 12 Oktober 2026: 9,5 kg · 76,0 cm, dan 9,4 kg."
    assert merging.warnings(*pair) == [f"{came} Yang lebih lengkap tetap, yang lain dibatalkan."]


def test_what_follows_from_earlier_visits_is_derived_over_both_records(pair: Pair, village: Village) -> None:
    make_visit(pair[0], date(2026, 9, 12), weight_kg="9.0")
    later = make_visit(pair[1], weight_kg="9.0")
    done = merge(pair)

    later.refresh_from_db()
    assert (later.child_check.gain_status, later.home_posyandu) == ("T", village.melati)
    undo_merge(merge=done, user=None)
    later = Visit.objects.get(pk=later.pk)
    assert (later.child_check.gain_status, later.home_posyandu) == ("B", village.mawar)
    assert list(verify.underived([village.melati.pk, village.mawar.pk])) == []


def test_every_month_with_a_visit_of_either_is_due(pair: Pair, village: Village) -> None:
    make_visit(pair[0], date(2026, 9, 12), weight_kg="9.0")
    make_visit(pair[1], at=village.melati, weight_kg="9.0")
    MonthDue.objects.all().delete()
    merging.mark([person.pk for person in pair])
    assert set(MonthDue.objects.values_list("posyandu", "month")) == {
        (village.melati.pk, date(2026, 9, 1)),
        (village.melati.pk, date(2026, 10, 1)),
        (village.mawar.pk, date(2026, 10, 1)),
    }


# What comes later.


def test_a_visit_for_the_old_id_is_that_of_who_stays_until_the_merge_is_undone(pair: Pair) -> None:
    done, visit_id = merge(pair), new_id()
    for _ in range(2):
        assert record(pair[1], visit_id).resident == pair[0]
    own = record(pair[0], new_id(), date(2026, 10, 20))

    undo_merge(merge=done, user=None)
    assert {visit.pk: visit.resident for visit in Visit.objects.all()} == {visit_id: pair[1], own.pk: pair[0]}


def test_a_visit_that_came_over_two_merges_goes_back_over_both(pair: Pair, village: Village) -> None:
    third, visit_id = make_resident(village.melati), new_id()
    first = merge(pair)
    second = merge((third, pair[0]))
    record(pair[1], visit_id)

    owners = [Visit.objects.get().resident]
    for done in (second, first):
        undo_merge(merge=done, user=None)
        owners.append(Visit.objects.get().resident)
    assert owners == [third, pair[0], pair[1]]


def test_a_visit_recorded_before_the_merge_may_be_sent_again_after_it(pair: Pair) -> None:
    visit_id = new_id()
    record(pair[1], visit_id)
    done = merge(pair)
    corrected = record(pair[1], visit_id, weight="9.6", base_revision=1)

    assert (corrected.resident, corrected.revision) == (pair[0], 2)
    done.refresh_from_db()
    assert done.arrived_later == []


def test_a_second_visit_on_the_day_becomes_part_of_the_first_as_for_anybody(pair: Pair) -> None:
    own = make_visit(pair[0], height_cm="76")
    merge(pair)
    assert record(pair[1], new_id()) == own


def test_a_visit_that_finds_no_room_at_the_undoing_stays_and_is_told(pair: Pair) -> None:
    cancelled = make_visit(pair[1], weight_kg="9.4")
    full = make_visit(pair[0], weight_kg="9.4", height_cm="76")
    done = merge(pair)
    services.cancel_visit(visit=full, user=None, reason="salah orang")
    later = record(pair[1], new_id())
    undone = undo_merge(merge=done, user=None)

    cancelled.refresh_from_db()
    later.refresh_from_db()
    assert (cancelled.resident, cancelled.cancelled_at, later.resident) == (pair[1], None, pair[0])
    assert undone.remarks == [
        "Aisyah, 12 Oktober 2026: tetap pada Aisyah, karena Aisah sudah punya hari itu."
    ]


def test_measures_of_another_card_keep_their_own(village: Village) -> None:
    # Five years on the day by one record, not yet by the other.
    kept = make_resident(village.melati, born=date(2021, 10, 1))
    absorbed = make_resident(village.melati, born=date(2021, 11, 1))
    merge((kept, absorbed))
    visit = services.record_visit(
        visit_id=new_id(), resident=absorbed, posyandu=village.melati, day=OPENING_DAY, user=None,
        measures={"weight_kg": Decimal(15), "muac_cm": Decimal(15)},
    )  # fmt: skip
    assert visit.card is not None
    assert visit.card.muac_cm == Decimal(15)


def test_who_had_the_page_open_saves_what_was_typed(pair: Pair, village: Village, client_of: Browser) -> None:
    session = make_session(village.mawar)
    done, visit_id = merge(pair), new_id()
    answer = client_of(village.officer).post(
        f"/hari-ini/{session.pk}/warga/{pair[1].pk}/",
        {"visit_id": str(visit_id), "weight_kg": "9,4", "jawab": "ya"},
    )

    assert answer.status_code in {200, 302}
    assert Visit.objects.get().resident == pair[0]
    done.refresh_from_db()
    assert done.arrived_later == [["visits.visit", str(visit_id)]]


def test_a_queue_that_knows_the_old_id_delivers(pair: Pair, village: Village, client_of: Browser) -> None:
    done, visit_id = merge(pair), new_id()
    sent = {"resident": str(pair[1].pk), "date": OPENING_DAY.isoformat(), "measures": {"weight_kg": 9.4}}
    answer = client_of(village.kader).put(
        f"/api/v1/visits/{visit_id}/", sent, content_type="application/json"
    )

    assert answer.status_code == 201, answer.json()
    assert Visit.objects.get().resident == pair[0]
    done.refresh_from_db()
    assert done.arrived_later == [["visits.visit", str(visit_id)]]


# Immunisations.


def test_a_dose_that_both_records_know_stands_once_with_its_day(pair: Pair) -> None:
    Immunisation.objects.create(resident=pair[0], dose="BCG")
    Immunisation.objects.create(resident=pair[1], dose="BCG", given_on=date(2025, 7, 10), batch="B-99")
    Immunisation.objects.create(resident=pair[1], dose="MR1", given_on=date(2026, 4, 10))
    before = list(Immunisation.objects.order_by("pk").values())
    done = merge(pair)

    rows = Immunisation.objects.filter(resident=pair[0]).order_by("dose")
    assert list(rows.values_list("dose", "given_on", "batch")) == [
        ("BCG", date(2025, 7, 10), "B-99"),
        ("MR1", date(2026, 4, 10), ""),
    ]
    undo_merge(merge=done, user=None)
    assert list(Immunisation.objects.order_by("pk").values()) == before


def test_two_days_of_one_dose_are_told(pair: Pair) -> None:
    Immunisation.objects.create(resident=pair[0], dose="BCG", given_on=date(2025, 7, 11))
    Immunisation.objects.create(resident=pair[1], dose="BCG", given_on=date(2025, 7, 10))
    assert merge(pair).remarks == ["Imunisasi BCG tercatat dua kali; yang dipakai 11 Juli 2025."]


def test_a_questionnaire_of_the_visit_that_goes_stays_with_the_person(village: Village) -> None:
    born = date(1980, 3, 4)
    pair = (
        make_resident(village.melati, "Aisyah", born=born),
        make_resident(village.mawar, "Aisah", born=born),
    )
    own = make_visit(pair[0], weight_kg="58", height_cm="157")
    other = make_visit(pair[1], weight_kg="58")
    record_screening(visit=other, form="srq20", answers=srq20_answers([1]), user=None)
    done = merge(pair)

    assert Screening.objects.get().visit == own
    undo_merge(merge=done, user=None)
    assert Screening.objects.get().visit == other
