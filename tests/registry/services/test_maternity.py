"""Pregnancies of the village: opened once, corrected, ended without hurting the woman's record, opened again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.ids import new_id
from registry.models import MonthDue, Pregnancy, Resident
from registry.rules.target_groups import TargetGroup
from registry.sasaran import groups_on
from registry.services.deaths import record_death, undo_death
from registry.services.maternity import (
    end_pregnancy,
    open_pregnancy,
    proposal_for,
    reopen_pregnancy,
    update_pregnancy,
)
from tests.conftest import Village, make_resident

TODAY = timezone.localdate
HPHT = date(2026, 4, 6)
KNOWN = date(2026, 6, 1)


def mother(village: Village, **person: object) -> Resident:
    return make_resident(village.melati, "Siti Aminah", born=date(1998, 3, 4), **person)  # type: ignore[arg-type]


def pregnant(woman: Resident, **details: object) -> Pregnancy:
    return open_pregnancy(resident=woman, known_from=KNOWN, details={"last_period": HPHT} | details)


def group_of(woman: Resident, day: date) -> TargetGroup:
    return groups_on([woman], day)[woman.pk]


def test_a_pregnant_woman_stands_in_the_mothers_register_from_the_day_it_is_known(village: Village) -> None:
    woman = mother(village)
    pregnancy = pregnant(woman)

    assert group_of(woman, KNOWN - timedelta(days=1)) == TargetGroup.ADULT
    assert group_of(woman, KNOWN) == TargetGroup.PREGNANT
    assert (pregnancy.due_date, pregnancy.weeks_on(date(2026, 9, 21))) == (date(2027, 1, 11), 24)


def test_an_ultrasound_counts_before_the_last_period(village: Village) -> None:
    pregnancy = pregnant(mother(village), due_date_by_usg=date(2027, 1, 18))

    assert (pregnancy.due_date, pregnancy.weeks_on(date(2026, 9, 21))) == (date(2027, 1, 18), 23)


def test_whoever_knows_neither_date_is_pregnant_all_the_same(village: Village) -> None:
    woman = mother(village)
    pregnancy = open_pregnancy(resident=woman, known_from=KNOWN)

    assert (pregnancy.due_date, pregnancy.weeks_on(KNOWN)) == (None, None)
    assert group_of(woman, KNOWN) == TargetGroup.PREGNANT


def test_pressing_twice_records_one_pregnancy(village: Village) -> None:
    woman, pregnancy_id = mother(village), new_id()
    for _ in range(2):
        open_pregnancy(resident=woman, known_from=KNOWN, pregnancy_id=pregnancy_id)

    assert Pregnancy.objects.count() == 1


def test_a_second_open_pregnancy_is_refused(village: Village) -> None:
    woman = mother(village)
    pregnant(woman)

    with pytest.raises(ValidationError, match="sudah tercatat hamil"):
        pregnant(woman)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ({"sex": "L"}, "tercatat laki-laki"),
        ({"born": date(2018, 1, 1)}, "umur 10 sampai 60"),
        ({"born": date(1950, 1, 1)}, "umur 10 sampai 60"),
    ],
)
def test_only_women_of_an_age_are_recorded_as_pregnant(
    village: Village, person: dict[str, object], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        pregnant(make_resident(village.melati, **person))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"last_period": KNOWN + timedelta(days=1)}, "last_period"),
        ({"last_period": date(2025, 4, 6)}, "last_period"),
        ({"due_date_by_usg": date(2028, 1, 1)}, "due_date_by_usg"),
        ({"start_weight_kg": Decimal(300)}, "__all__"),
        ({"gravida": 0}, "gravida"),
    ],
)
def test_dates_and_figures_that_cannot_be_are_refused_beside_their_field(
    village: Village, details: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        pregnant(mother(village), **details)
    assert list(refused.value.message_dict) == [field]


def test_a_pregnancy_within_another_one_is_refused_unless_that_was_a_mistake(village: Village) -> None:
    woman = mother(village)
    lost = end_pregnancy(pregnancy=pregnant(woman), outcome="keguguran", on=date(2026, 7, 1))
    with pytest.raises(ValidationError) as refused:
        pregnant(woman, last_period=date(2026, 5, 30))
    assert refused.value.message_dict == {
        "last_period": ["Kehamilan lain tercatat sejak 6 April 2026 sampai 1 Juli 2026. Periksa tanggalnya."]
    }
    later = open_pregnancy(
        resident=woman, known_from=date(2026, 9, 1), details={"last_period": date(2026, 7, 1)}
    )
    with pytest.raises(ValidationError) as refused:
        update_pregnancy(pregnancy=later, details={"last_period": None, "known_from": date(2026, 6, 20)})
    assert list(refused.value.message_dict) == ["known_from"]

    Pregnancy.objects.filter(pk=lost.pk).update(outcome="salah")
    update_pregnancy(pregnancy=later, details={"last_period": date(2026, 6, 20)})
    later.refresh_from_db()
    assert later.last_period == date(2026, 6, 20)


def test_children_of_the_family_without_a_written_mother_count_for_the_only_woman(village: Village) -> None:
    home = {"kk": "3320081503209901"}
    woman = mother(village, relation="pasangan", home=home)
    child = make_resident(village.melati, born=date(2020, 5, 1), relation="anak", home=home)
    Resident.objects.filter(pk=child.pk).update(mother=None, mother_name="")
    woman.refresh_from_db()

    proposed = proposal_for(woman)
    assert (proposed.gravida, proposed.living_children, proposed.last_birth) == (2, 1, date(2020, 5, 1))


def test_the_register_proposes_what_it_knows_of_earlier_children(village: Village) -> None:
    woman = mother(village)
    for born in (date(2020, 5, 1), date(2023, 8, 20)):
        make_resident(village.melati, born=born, mother=woman)

    proposed = proposal_for(woman)
    assert (proposed.gravida, proposed.living_children, proposed.last_birth) == (3, 2, date(2023, 8, 20))
    assert pregnant(woman).spacing_months == 31


def test_a_child_who_died_is_no_living_child(village: Village) -> None:
    woman = mother(village)
    child = make_resident(village.melati, born=date(2026, 2, 1), mother=woman)
    record_death(resident=child, on=date(2026, 2, 3))

    assert (proposal_for(woman).gravida, proposal_for(woman).living_children) == (2, 0)


def test_a_miscarriage_returns_the_woman_to_her_age_group_and_can_be_taken_back(village: Village) -> None:
    woman = mother(village)
    pregnancy = pregnant(woman)
    lost = date(2026, 7, 10)

    for _ in range(2):
        end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.MISCARRIAGE, on=lost)
    assert [group_of(woman, day) for day in (lost - timedelta(days=1), lost)] == [
        TargetGroup.PREGNANT,
        TargetGroup.ADULT,
    ]
    for _ in range(2):
        reopen_pregnancy(pregnancy=pregnancy)
    assert group_of(woman, lost) == TargetGroup.PREGNANT


def test_a_miscarriage_before_the_pregnancy_began_is_refused(village: Village) -> None:
    pregnancy = pregnant(mother(village))

    with pytest.raises(ValidationError) as refused:
        end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.MISCARRIAGE, on=HPHT - timedelta(days=1))
    assert list(refused.value.message_dict) == ["on"]


def test_from_twenty_weeks_on_a_loss_is_a_birth_of_a_stillborn_child(village: Village) -> None:
    pregnancy = pregnant(mother(village))
    twenty_weeks = HPHT + timedelta(weeks=20)

    with pytest.raises(ValidationError) as refused:
        end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.MISCARRIAGE, on=twenty_weeks)
    assert refused.value.message_dict == {
        "on": [
            "Usia kehamilan sudah 20 minggu. Sejak 20 minggu pilih Catat persalinan, lalu isi bayi lahir meninggal."
        ]
    }
    lost = twenty_weeks - timedelta(days=1)
    assert end_pregnancy(pregnancy=pregnancy, outcome="keguguran", on=lost).outcome == "keguguran"


def test_a_late_loss_without_a_date_to_count_from_and_a_mistake_are_taken_as_told(village: Village) -> None:
    pregnancy = open_pregnancy(resident=mother(village), known_from=KNOWN)
    end_pregnancy(pregnancy=pregnancy, outcome="keguguran", on=KNOWN + timedelta(weeks=21))
    mistaken = pregnant(make_resident(village.melati, born=date(1998, 3, 4)))
    end_pregnancy(pregnancy=mistaken, outcome="salah", on=HPHT + timedelta(weeks=21))

    assert not Pregnancy.objects.filter(ended_on__isnull=True).exists()


def test_what_was_recorded_by_mistake_never_counted(village: Village) -> None:
    woman = mother(village)
    pregnancy = pregnant(woman)
    end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.ERROR, on=TODAY())

    assert group_of(woman, KNOWN) == TargetGroup.ADULT
    assert pregnant(woman).is_open


def test_an_ended_pregnancy_ends_once(village: Village) -> None:
    pregnancy = pregnant(mother(village))
    end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.MISCARRIAGE, on=date(2026, 7, 10))

    with pytest.raises(ValidationError, match="sudah berakhir"):
        end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.ERROR, on=TODAY())


def test_an_end_is_not_taken_back_into_a_later_pregnancy(village: Village) -> None:
    woman = mother(village)
    first = pregnant(woman)
    end_pregnancy(pregnancy=first, outcome=Pregnancy.Outcome.MISCARRIAGE, on=date(2026, 7, 10))
    open_pregnancy(resident=woman, known_from=date(2026, 10, 1))

    with pytest.raises(ValidationError, match="hamil lagi"):
        reopen_pregnancy(pregnancy=first)


def test_a_pregnancy_marks_the_months_it_changes(village: Village) -> None:
    woman = mother(village)
    MonthDue.objects.all().delete()
    pregnancy = pregnant(woman)
    assert list(MonthDue.objects.values_list("posyandu", "month", "and_later")) == [
        (village.melati.pk, KNOWN, True)
    ]

    MonthDue.objects.all().delete()
    update_pregnancy(pregnancy=pregnancy, details={"known_from": date(2026, 5, 4)})
    assert [due.month for due in MonthDue.objects.all()] == [date(2026, 5, 1)]

    MonthDue.objects.all().delete()
    end_pregnancy(pregnancy=pregnancy, outcome=Pregnancy.Outcome.MISCARRIAGE, on=date(2026, 7, 10))
    assert [due.month for due in MonthDue.objects.all()] == [date(2026, 5, 1)]


def test_a_correction_keeps_the_rest(village: Village) -> None:
    pregnancy = pregnant(mother(village), gravida=2, start_weight_kg=Decimal("51.5"))
    update_pregnancy(pregnancy=pregnancy, details={"last_period": date(2026, 4, 13)})

    stored = Pregnancy.objects.get()
    assert (stored.gravida, stored.start_weight_kg, stored.due_date) == (
        2,
        Decimal("51.5"),
        date(2027, 1, 18),
    )


def test_a_mothers_death_is_a_maternal_one_as_soon_as_the_pregnancy_is_known(village: Village) -> None:
    woman = mother(village)
    pregnancy = pregnant(woman)
    death = record_death(resident=woman, on=date(2026, 8, 1))
    pregnancy.refresh_from_db()
    assert (death.group, pregnancy.outcome) == ("ibu", Pregnancy.Outcome.DIED)

    undo_death(resident=woman)
    pregnancy.refresh_from_db()
    assert pregnancy.is_open
