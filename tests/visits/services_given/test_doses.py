"""Immunisations noted from the Buku KIA: kept once, corrected, taken back, and joined when two people are one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.models import Resident
from registry.services.merging import merge_residents, undo_merge
from tests.conftest import Village, make_resident
from visits.models import Immunisation
from visits.services_given import DoseGiven, doses_of, record_immunisations, remove_immunisation

BORN = date(2025, 7, 1)
BCG = DoseGiven("BCG", date(2025, 8, 4), place="posyandu", batch="B1")


@pytest.fixture
def girl(village: Village) -> Resident:
    return make_resident(village.melati, "Aisyah", born=BORN)


def test_noting_twice_keeps_one_dose(village: Village, girl: Resident) -> None:
    first = record_immunisations(resident=girl, given=[BCG], user=village.kader)
    assert [(row.dose, row.given_on, row.batch, row.recorded_by) for row in first] == [
        ("BCG", date(2025, 8, 4), "B1", village.kader)
    ]
    assert record_immunisations(resident=girl, given=[BCG], user=village.neighbour) == []
    assert doses_of(girl) == {"BCG": date(2025, 8, 4)}


def test_a_correction_changes_the_dose_that_is_there(village: Village, girl: Resident) -> None:
    record_immunisations(resident=girl, given=[BCG], user=village.kader)
    record_immunisations(resident=girl, given=[DoseGiven("BCG", None)], user=village.kader)
    assert doses_of(girl) == {"BCG": None}
    log = LogEntry.objects.get_for_object(Immunisation.objects.get(resident=girl))
    assert [entry.get_action_display() for entry in log] == ["update", "create"]


@pytest.mark.parametrize(
    ("dose", "reason"),
    [
        (DoseGiven("BCG", BORN - timedelta(days=1)), "BCG: tanggalnya sebelum anak lahir."),
        (DoseGiven("BCG", timezone.localdate() + timedelta(days=1)), "BCG: tanggalnya belum tiba."),
        (DoseGiven("XYZ", BORN), "XYZ: dosis ini tidak ada dalam jadwal."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    village: Village, girl: Resident, dose: DoseGiven, reason: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        record_immunisations(resident=girl, given=[DoseGiven("HB0", BORN), dose], user=village.kader)
    assert refused.value.messages == [reason]
    assert doses_of(girl) == {}


def test_what_is_only_unusual_is_kept(village: Village, girl: Resident) -> None:
    early = [DoseGiven("DPT2", BORN + timedelta(days=20)), DoseGiven("MR1", BORN)]
    assert len(record_immunisations(resident=girl, given=early, user=village.kader)) == 2


def test_taking_back_says_what_it_was(village: Village, girl: Resident) -> None:
    record_immunisations(resident=girl, given=[BCG], user=village.kader)
    assert remove_immunisation(resident=girl, code="BCG", user=village.kader) == BCG
    assert remove_immunisation(resident=girl, code="BCG", user=village.kader) is None
    assert doses_of(girl) == {}


def test_two_records_of_one_child_join_their_doses_and_part_again(village: Village, girl: Resident) -> None:
    twin = make_resident(village.melati, "Aisah", born=BORN)
    record_immunisations(resident=girl, given=[DoseGiven("BCG", None)], user=village.kader)
    record_immunisations(resident=twin, given=[BCG, DoseGiven("OPV1", BORN)], user=village.kader)
    before = set(Immunisation.objects.values_list("resident", "dose", "given_on", "batch"))

    merge = merge_residents(kept=girl, absorbed=twin, choices={}, user=village.officer)
    assert doses_of(girl) == {"BCG": date(2025, 8, 4), "OPV1": BORN}
    undo_merge(merge=merge, user=village.officer)
    assert set(Immunisation.objects.values_list("resident", "dose", "given_on", "batch")) == before


def test_a_dose_sent_for_somebody_merged_is_theirs_who_stays(village: Village, girl: Resident) -> None:
    twin = make_resident(village.melati, "Aisah", born=BORN)
    merge = merge_residents(kept=girl, absorbed=twin, choices={}, user=village.officer)
    record_immunisations(resident=girl, given=[BCG], user=village.kader, sent_for=twin.pk)
    assert doses_of(girl) == {"BCG": date(2025, 8, 4)}
    undo_merge(merge=merge, user=village.officer)
    assert doses_of(twin) == {"BCG": date(2025, 8, 4)}
