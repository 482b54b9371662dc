"""Writes of the register: who is registered, moved, ended, and what stays true afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError

from registry import services
from registry.ids import new_id
from registry.models import Household, MonthDue, NikStateChoice, Residency, Resident
from tests.conftest import Village, make_resident

NIK = "3320084107259901"
KK = "3320081503209901"


def test_a_newborn_without_nik_is_registered_with_an_open_residency(village: Village) -> None:
    baby = make_resident(village.melati, "Aisyah Putri", born=date(2026, 11, 1))

    assert baby.nik_state == NikStateChoice.NONE
    assert list(baby.residencies.values_list("posyandu", "valid_until")) == [(village.melati.pk, None)]


def test_registering_twice_with_the_same_id_gives_one_resident(village: Village) -> None:
    one_id = new_id()
    person = {"name": "Aisyah", "sex": "P", "birth_date": date(2026, 1, 1)}
    for _ in range(2):
        services.register_resident(
            posyandu=village.melati, since=date(2026, 1, 1), person=dict(person), resident_id=one_id
        )

    assert Resident.objects.count() == 1
    assert Residency.objects.count() == 1


def test_a_nik_belongs_to_one_person_in_the_whole_kabupaten(village: Village) -> None:
    make_resident(village.mawar, nik=NIK)

    with pytest.raises(services.NikTaken):
        make_resident(village.melati, nik=NIK)


def test_registering_marks_the_month_and_all_later_ones_as_due(village: Village) -> None:
    make_resident(village.melati, since=date(2026, 3, 9))

    assert list(MonthDue.objects.values_list("posyandu", "month", "and_later")) == [
        (village.melati.pk, date(2026, 3, 1), True)
    ]


def test_two_people_with_one_kk_share_a_household(village: Village) -> None:
    mother = make_resident(village.melati, born=date(1995, 1, 1), home={"kk": KK, "dusun": "Krajan"})
    child = make_resident(village.melati, home={"kk": KK})

    assert child.household == mother.household
    assert Household.objects.get().dusun == "Krajan"


def test_moving_closes_the_old_residency_the_day_before(village: Village) -> None:
    girl = make_resident(village.melati)
    services.move_resident(resident=girl, to=village.mawar, on=date(2026, 10, 20))

    assert list(girl.residencies.values_list("posyandu", "valid_from", "valid_until")) == [
        (village.melati.pk, date(2026, 1, 1), date(2026, 10, 19)),
        (village.mawar.pk, date(2026, 10, 20), None),
    ]
    assert Resident.objects.get().posyandu == village.mawar


def test_ending_a_residency_twice_changes_nothing_the_second_time(village: Village) -> None:
    girl = make_resident(village.melati)
    services.end_residency(resident=girl, on=date(2026, 10, 1), reason="pindah")

    assert services.end_residency(resident=girl, on=date(2026, 10, 5), reason="pindah") is None
    assert girl.residencies.get().valid_until == date(2026, 10, 1)


def test_an_impossible_birth_weight_is_refused_in_words(village: Village) -> None:
    with pytest.raises(ValidationError, match="Berat lahir antara"):
        make_resident(village.melati, birth_weight_kg="32")


def test_opening_a_nik_is_logged_with_the_person_who_asked(village: Village) -> None:
    girl = make_resident(village.melati, nik=NIK)

    assert services.open_nik(resident=girl, user=village.bidan) == NIK
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.actor, entry.object_pk) == (village.bidan, str(girl.pk))


def test_the_audit_log_never_holds_a_nik(village: Village) -> None:
    girl = make_resident(village.melati, nik=NIK)
    services.update_resident(resident=girl, person={"name": "Aisyah Baru"}, nik="3320084107259902")

    logged = " ".join(str(entry.changes) for entry in LogEntry.objects.all())
    assert "Aisyah Baru" in logged
    assert NIK not in logged
    assert "3320084107259902" not in logged


def test_joining_a_household_of_another_posyandu_does_not_change_it(village: Village) -> None:
    make_resident(village.mawar, home={"kk": KK, "dusun": "Krajan"})
    make_resident(village.melati, home={"kk": KK, "dusun": "Sumber"})

    assert Household.objects.get().dusun == "Krajan"


def test_an_emptied_address_is_emptied_and_an_empty_kk_keeps_the_stored_one(village: Village) -> None:
    girl = make_resident(village.melati, home={"kk": KK, "dusun": "Krajan"})
    services.update_resident(resident=girl, person={}, home={"kk": "", "dusun": "", "rt": "02"})

    home = Household.objects.get()
    assert (home.kk, home.dusun, home.rt) == (KK, "", "02")
