"""Recording, correcting and cancelling: nothing doubled, nothing lost, nobody else's touched."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry import services as registry_services
from registry.ids import new_id
from registry.models import Resident
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from visits import services
from visits.models import ChildCheck, Session, Visit, VisitRevision
from visits.rules.book import CURRENT


def record(resident: Resident, visit_id: Any, **more: Any) -> Visit:
    measures = more.pop("measures", {"weight_kg": Decimal("9.4")})
    return services.record_visit(
        visit_id=visit_id, resident=resident, posyandu=resident.posyandu, day=OPENING_DAY, user=None,
        measures=measures, **more,
    )  # fmt: skip


def test_opening_a_day_twice_gives_one_session(village: Village) -> None:
    assert make_session(village.melati) == make_session(village.melati)
    assert Session.objects.get().place == "rumah Bu Kasun"


def test_sending_a_visit_twice_stores_it_once(village: Village) -> None:
    girl, one_id = make_resident(village.melati), new_id()
    record(girl, one_id)
    record(girl, one_id)

    assert Visit.objects.get().revision == 1
    assert not VisitRevision.objects.exists()


def test_an_id_of_somebody_elses_visit_is_refused(village: Village) -> None:
    theirs = make_visit(make_resident(village.mawar), weight_kg="9.0")

    with pytest.raises(services.ForeignVisit):
        record(make_resident(village.melati), theirs.pk)
    assert Visit.objects.get().child_check.weight_kg == Decimal("9.0")


def test_a_second_id_for_the_same_person_and_day_points_to_the_first(village: Village) -> None:
    girl = make_resident(village.melati)
    first = record(girl, new_id())

    assert record(girl, new_id()) == first
    assert Visit.objects.count() == 1


def test_a_second_phone_with_another_value_is_shown_the_first_one(village: Village) -> None:
    girl = make_resident(village.melati)
    first = make_visit(girl, weight_kg="9.1")

    with pytest.raises(services.ChangedMeanwhile) as refused:
        record(girl, new_id())
    assert refused.value.visit == first
    assert [(each.name, each.stored) for each in refused.value.conflicts] == [("weight_kg", Decimal("9.10"))]


def test_the_database_itself_allows_one_active_visit_a_day(village: Village) -> None:
    girl = make_resident(village.melati)
    record(girl, new_id())

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.create(resident=girl, posyandu=village.melati, date=OPENING_DAY, life_stage="balita")


def test_correcting_keeps_what_was_there_before(village: Village) -> None:
    girl, one_id = make_resident(village.melati), new_id()
    record(girl, one_id)
    services.record_visit(
        visit_id=one_id, resident=girl, posyandu=village.melati, day=OPENING_DAY, user=village.bidan,
        measures={"weight_kg": Decimal("8.4")}, reason="salah baca", base_revision=1,
    )  # fmt: skip

    kept = VisitRevision.objects.get()
    assert (Visit.objects.get().revision, ChildCheck.objects.get().weight_kg) == (2, Decimal("8.4"))
    assert (kept.revision, kept.change, kept.changed_by, kept.reason) == (
        1,
        "koreksi",
        village.bidan,
        "salah baca",
    )
    assert kept.values["weight_kg"] == "9.40"
    assert kept.values["weight_for_age"] == "Berat badan normal"


def test_a_field_that_is_left_out_keeps_its_value(village: Village) -> None:
    girl, one_id = make_resident(village.melati), new_id()
    record(girl, one_id, measures={"weight_kg": Decimal("9.4"), "height_cm": Decimal("75.7")})
    record(girl, one_id, measures={"weight_kg": Decimal("9.5")})

    assert ChildCheck.objects.get().height_cm == Decimal("75.7")


def test_who_saves_over_a_newer_revision_is_told(village: Village) -> None:
    girl, one_id = make_resident(village.melati), new_id()
    record(girl, one_id)
    record(girl, one_id, measures={"weight_kg": Decimal("9.5")}, base_revision=1)

    with pytest.raises(services.ChangedMeanwhile):
        record(girl, one_id, measures={"weight_kg": Decimal("9.6")}, base_revision=1)
    assert ChildCheck.objects.get().weight_kg == Decimal("9.5")


def test_cancelling_keeps_the_visit_and_lets_a_new_one_take_its_place(village: Village) -> None:
    girl = make_resident(village.melati)
    visit = record(girl, new_id())
    services.cancel_visit(visit=visit, user=village.kader, reason="salah orang")
    services.cancel_visit(visit=visit, user=village.bidan, reason="lagi")
    record(girl, new_id())

    visit.refresh_from_db()
    assert (visit.cancelled_by, visit.cancel_reason, visit.revision) == (village.kader, "salah orang", 2)
    assert ChildCheck.objects.count() == 2
    assert Visit.objects.active().count() == 1


def test_a_cancelled_visit_cannot_be_changed(village: Village) -> None:
    girl = make_resident(village.melati)
    visit = record(girl, new_id())
    services.cancel_visit(visit=visit, user=village.kader, reason="salah orang")

    with pytest.raises(services.VisitCancelled):
        record(girl, visit.pk, measures={"weight_kg": Decimal("9.5")})


@pytest.mark.parametrize(
    ("born", "measures", "words"),
    [
        (date(2025, 7, 1), {"weight_kg": Decimal("94")}, "Berat badan harus antara 0,9 dan 58 kg."),
        (date(2025, 7, 1), {"height_cm": Decimal("757")}, "Panjang atau tinggi badan harus antara"),
        (date(1960, 1, 1), {"systolic": 80, "diastolic": 120}, "sistole lebih besar daripada diastole"),
        (date(1960, 1, 1), {"systolic": 120}, "Isi sistole dan diastole"),
        (date(2010, 1, 1), {"glucose_mg_dl": 15}, "Gula darah harus antara"),
    ],
)
def test_impossible_values_reach_no_table(
    village: Village, born: date, measures: dict[str, Any], words: str
) -> None:
    person = make_resident(village.melati, born=born)

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        record(person, new_id(), measures=measures)
    assert any(words in message for message in refused.value.messages)
    assert not Visit.objects.exists()


def test_a_visit_without_measures_says_only_that_the_person_came(village: Village) -> None:
    visit = record(make_resident(village.melati), new_id(), measures={})

    assert visit.card is None
    assert visit.last_of_month


def test_a_visit_counts_where_the_person_lived_on_that_day(village: Village) -> None:
    girl = make_resident(village.melati)
    visit = make_visit(girl, date(2026, 10, 5), weight_kg="9.4")
    registry_services.move_resident(resident=girl, to=village.mawar, on=date(2026, 10, 20))
    visit.refresh_from_db()
    assert visit.home_posyandu == village.melati

    registry_services.move_resident(resident=girl, to=village.melati, on=date(2026, 11, 20))
    later = make_visit(girl, date(2026, 11, 2), weight_kg="9.6")
    assert later.home_posyandu == village.mawar


def test_a_correction_of_the_past_is_followed_by_everything_that_depends_on_it(village: Village) -> None:
    girl = make_resident(village.melati)
    august = make_visit(girl, date(2026, 8, 12), weight_kg="9.0")
    make_visit(girl, date(2026, 9, 14), weight_kg="9.1")
    october = make_visit(girl, weight_kg="9.2")
    assert october.child_check.not_gained_run == 2
    services.cancel_visit(visit=august, user=village.kader, reason="salah orang")

    october.child_check.refresh_from_db()
    assert october.child_check.not_gained_run == 1


def test_every_result_carries_the_version_of_the_rules(village: Village) -> None:
    assert record(make_resident(village.melati), new_id()).rules_version == CURRENT.version
