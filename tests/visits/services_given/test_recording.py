"""Services outside a visit: noted once, corrected, taken back, and joined when two people are one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident
from registry.services.merging import merge_residents, undo_merge
from tests.conftest import Village, make_resident, make_visit
from visits.models import ServiceGiven
from visits.services_given import (
    AlreadyGiven,
    ForeignService,
    OfAVisit,
    ServiceNoted,
    record_service,
    remove_service,
)

BORN = date(2024, 1, 10)
FEBRUARY = date(2026, 2, 12)
CAPSULE = ServiceNoted("vitamin_a", FEBRUARY, detail="merah", place="sekolah", place_name="PAUD Mekar")


@pytest.fixture
def girl(village: Village) -> Resident:
    return make_resident(village.melati, "Aisyah", born=BORN)


def counting(person: Resident) -> list[tuple[str, date, int]]:
    rows = ServiceGiven.objects.counting().filter(resident=person).order_by("given_on", "kind")
    return list(rows.values_list("kind", "given_on", "quantity"))


def test_a_capsule_of_the_paud_is_noted_once_however_often_it_is_sent(
    village: Village, girl: Resident
) -> None:
    service_id = new_id()
    told = [
        record_service(service_id=service_id, resident=girl, given=CAPSULE, user=village.kader)[1]
        for _ in range(3)
    ]
    assert told == [True, False, False]
    row = ServiceGiven.objects.get()
    assert (row.pk, row.place_name, row.posyandu, row.recorded_by) == (
        service_id,
        "PAUD Mekar",
        None,
        village.kader,
    )


def test_a_correction_changes_the_service_that_is_there(village: Village, girl: Resident) -> None:
    service_id = new_id()
    record_service(service_id=service_id, resident=girl, given=CAPSULE, user=village.kader)
    moved = ServiceNoted("vitamin_a", date(2026, 2, 20), detail="merah", place="puskesmas")
    row, is_new = record_service(service_id=service_id, resident=girl, given=moved, user=village.bidan)
    assert (is_new, row.given_on, row.place, row.place_name) == (False, date(2026, 2, 20), "puskesmas", "")
    log = LogEntry.objects.get_for_object(row)
    assert [entry.get_action_display() for entry in log] == ["update", "create"]


def test_the_same_service_of_the_same_day_is_not_noted_twice(village: Village, girl: Resident) -> None:
    first, _ = record_service(service_id=new_id(), resident=girl, given=CAPSULE, user=village.kader)
    with pytest.raises(AlreadyGiven) as refused:
        record_service(service_id=new_id(), resident=girl, given=CAPSULE, user=village.bidan)
    assert refused.value.service == first


def test_what_was_only_asked_about_on_a_visit_leaves_room(village: Village, girl: Resident) -> None:
    visit = make_visit(girl, FEBRUARY, weight_kg="11")
    ServiceGiven.objects.create(resident=girl, visit=visit, kind="vitamin_a", given_on=FEBRUARY, quantity=0)
    record_service(service_id=new_id(), resident=girl, given=CAPSULE, user=village.kader)
    assert counting(girl) == [("vitamin_a", FEBRUARY, 1)]


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"given_on": BORN - timedelta(days=1)}, "given_on", "Tanggalnya sebelum lahir."),
        ({"given_on": timezone.localdate() + timedelta(days=1)}, "given_on", "Tanggalnya belum tiba."),
        ({"quantity": 0}, "quantity", "Jumlahnya 1 sampai 180."),
        ({"quantity": 181}, "quantity", "Jumlahnya 1 sampai 180."),
        ({"kind": "jamu"}, "kind", "Pelayanan ini tidak dikenal."),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    village: Village, girl: Resident, changes: dict[str, Any], field: str, reason: str
) -> None:
    values: dict[str, Any] = {"kind": "vitamin_a", "given_on": FEBRUARY} | changes
    with pytest.raises(ValidationError) as refused:
        record_service(service_id=new_id(), resident=girl, given=ServiceNoted(**values), user=village.kader)
    assert refused.value.message_dict == {field: [reason]}
    assert ServiceGiven.objects.count() == 0


def test_a_man_gets_no_capsule_of_a_mother(village: Village) -> None:
    man = make_resident(village.melati, sex="L", born=date(1990, 1, 1))
    with pytest.raises(ValidationError) as refused:
        record_service(
            service_id=new_id(), resident=man, given=ServiceNoted("vitamin_a_ibu", FEBRUARY), user=None
        )
    assert refused.value.message_dict == {"kind": ["Vitamin A ibu nifas hanya untuk perempuan."]}


def test_an_id_of_somebody_else_does_not_exist(village: Village, girl: Resident) -> None:
    other = make_resident(village.mawar, born=BORN)
    row, _ = record_service(service_id=new_id(), resident=other, given=CAPSULE, user=village.neighbour)
    with pytest.raises(ForeignService):
        record_service(service_id=row.pk, resident=girl, given=CAPSULE, user=village.kader)
    assert remove_service(resident=girl, service_id=row.pk) is None
    assert ServiceGiven.objects.get().resident == other


def test_what_a_visit_gave_is_corrected_on_the_visit(village: Village, girl: Resident) -> None:
    visit = make_visit(girl, FEBRUARY, weight_kg="11")
    row = ServiceGiven.objects.create(resident=girl, visit=visit, kind="vitamin_a", given_on=FEBRUARY)
    with pytest.raises(OfAVisit):
        record_service(service_id=row.pk, resident=girl, given=CAPSULE, user=village.kader)
    with pytest.raises(OfAVisit):
        remove_service(resident=girl, service_id=row.pk)


def test_taking_back_says_what_it_was(village: Village, girl: Resident) -> None:
    row, _ = record_service(service_id=new_id(), resident=girl, given=CAPSULE, user=village.kader)
    assert remove_service(resident=girl, service_id=row.pk) == CAPSULE
    assert remove_service(resident=girl, service_id=row.pk) is None


# Two records of one child.


@pytest.fixture
def twin(village: Village) -> Resident:
    return make_resident(village.melati, "Aisah", born=BORN)


def test_the_same_capsule_of_both_records_counts_once_until_they_part(
    village: Village, girl: Resident, twin: Resident
) -> None:
    for person in (girl, twin):
        record_service(service_id=new_id(), resident=person, given=CAPSULE, user=village.kader)
    worm = ServiceNoted("obat_cacing", FEBRUARY, detail="400 mg", place="sekolah")
    record_service(service_id=new_id(), resident=twin, given=worm, user=village.kader)
    before = list(ServiceGiven.objects.order_by("pk").values())

    merge = merge_residents(kept=girl, absorbed=twin, choices={}, user=village.officer)
    assert counting(girl) == [("obat_cacing", FEBRUARY, 1), ("vitamin_a", FEBRUARY, 1)]
    assert merge.remarks == ["Vitamin A balita 12 Februari 2026 tercatat dua kali; dihitung sekali."]
    undo_merge(merge=merge, user=village.officer)
    assert list(ServiceGiven.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("at_the_poorer", [True, False])
def test_what_the_cancelled_one_of_two_visits_gave_is_that_of_the_other(
    village: Village, girl: Resident, twin: Resident, at_the_poorer: bool
) -> None:
    full = make_visit(girl, FEBRUARY, weight_kg="11", height_cm="86")
    poor = make_visit(twin, FEBRUARY, weight_kg="11")
    asked = ServiceGiven(resident=girl, visit=full, kind="vitamin_a", given_on=FEBRUARY, quantity=0)
    asked.save()
    if at_the_poorer:
        ServiceGiven.objects.create(
            resident=twin, visit=poor, kind="vitamin_a", given_on=FEBRUARY, posyandu=village.melati
        )
    ServiceGiven.objects.create(resident=twin, visit=poor, kind="obat_cacing", given_on=FEBRUARY)
    before = list(ServiceGiven.objects.order_by("pk").values())

    merge = merge_residents(kept=girl, absorbed=twin, choices={}, user=village.officer)
    capsules = [("vitamin_a", FEBRUARY, 1)] if at_the_poorer else []
    assert counting(girl) == [("obat_cacing", FEBRUARY, 1), *capsules]
    undo_merge(merge=merge, user=village.officer)
    assert list(ServiceGiven.objects.order_by("pk").values()) == before


def test_a_service_sent_for_somebody_merged_is_theirs_who_stays(
    village: Village, girl: Resident, twin: Resident
) -> None:
    merge = merge_residents(kept=girl, absorbed=twin, choices={}, user=village.officer)
    record_service(service_id=new_id(), resident=girl, given=CAPSULE, user=village.kader, sent_for=twin.pk)
    assert counting(girl) == [("vitamin_a", FEBRUARY, 1)]
    undo_merge(merge=merge, user=village.officer)
    assert (counting(girl), counting(twin)) == ([], [("vitamin_a", FEBRUARY, 1)])
