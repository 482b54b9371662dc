"""Deaths: what ends with them, the group they are reported in, and how one is taken back."""

from __future__ import annotations

from datetime import date

import pytest

from registry import services
from registry.models import Death, Delivery, Pregnancy, Residency, Resident
from registry.rules.deaths import DeathGroup
from tests.conftest import Village, make_resident, make_visit

DAY = date(2026, 10, 20)


def died(resident: Resident, on: date = DAY, **more: str) -> Death:
    return services.record_death(resident=resident, on=on, **more)  # type: ignore[arg-type]


def test_a_death_ends_the_residency_on_that_day(village: Village) -> None:
    girl = make_resident(village.melati)
    death = died(girl, place="faskes", place_name="RSUD Kartini")

    home = girl.residencies.get()
    assert (home.valid_until, home.end_reason) == (DAY, Residency.EndReason.DIED)
    assert (death.group, death.place_name) == (DeathGroup.TODDLER, "RSUD Kartini")


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (date(2026, 9, 22), DeathGroup.NEONATAL),
        (date(2026, 9, 21), DeathGroup.INFANT),
        (date(2025, 10, 20), DeathGroup.TODDLER),
        (date(2021, 10, 20), DeathGroup.OTHER),
    ],
)
def test_children_are_reported_by_their_age(village: Village, born: date, group: DeathGroup) -> None:
    assert died(make_resident(village.melati, born=born)).group == group


def mother(village: Village) -> Resident:
    return make_resident(village.melati, "Siti Aminah", born=date(1995, 5, 10))


def test_a_pregnant_womans_death_is_a_mothers_and_ends_the_pregnancy(village: Village) -> None:
    woman = mother(village)
    pregnancy = Pregnancy.objects.create(
        resident=woman, known_from=date(2026, 6, 1), last_period=date(2026, 4, 20)
    )
    assert died(woman).group == DeathGroup.MATERNAL

    pregnancy.refresh_from_db()
    assert (pregnancy.ended_on, pregnancy.outcome) == (DAY, Pregnancy.Outcome.DIED)


@pytest.mark.parametrize(
    ("birth", "group"), [(date(2026, 9, 8), DeathGroup.MATERNAL), (date(2026, 9, 7), DeathGroup.OTHER)]
)
def test_a_death_within_42_days_of_a_birth_is_a_mothers(
    village: Village, birth: date, group: DeathGroup
) -> None:
    woman = mother(village)
    Delivery.objects.create(resident=woman, on=birth, live_births=1)

    assert died(woman).group == group


def test_a_death_soon_after_a_miscarriage_is_a_mothers(village: Village) -> None:
    woman = mother(village)
    Pregnancy.objects.create(
        resident=woman, known_from=date(2026, 6, 1), ended_on=date(2026, 10, 1), outcome="keguguran"
    )

    assert died(woman).group == DeathGroup.MATERNAL


def test_a_pregnancy_recorded_by_mistake_makes_no_mother(village: Village) -> None:
    woman = mother(village)
    Pregnancy.objects.create(
        resident=woman, known_from=date(2026, 6, 1), ended_on=date(2026, 10, 1), outcome="salah"
    )

    assert died(woman).group == DeathGroup.OTHER


def rows_of(woman: Resident) -> list[object]:
    kept = [*Residency.objects.filter(resident=woman).values()]
    return [*kept, *Pregnancy.objects.filter(resident=woman).values()]


def test_undoing_a_death_restores_everything(village: Village) -> None:
    woman = mother(village)
    Pregnancy.objects.create(resident=woman, known_from=date(2026, 6, 1))
    before = rows_of(woman)
    died(woman)
    assert services.undo_death(resident=woman)

    assert rows_of(woman) == before
    assert not Death.objects.exists()
    assert not services.undo_death(resident=woman)


def test_recording_a_death_again_corrects_it(village: Village) -> None:
    baby = make_resident(village.melati, born=date(2026, 9, 1))
    first = died(baby, date(2026, 9, 20))
    again = died(baby, date(2026, 10, 10), place="rumah")

    assert (again.pk, again.on, again.group) == (first.pk, date(2026, 10, 10), DeathGroup.INFANT)
    assert baby.residencies.get().valid_until == date(2026, 10, 10)
    assert Death.objects.count() == 1


def test_nobody_dies_before_birth_arrival_or_the_last_visit(village: Village) -> None:
    girl = make_resident(village.melati)
    make_visit(girl, weight_kg="9.4")

    for day, words in (
        (date(2025, 6, 1), "lahir 1 Juli 2025"),
        (date(2025, 12, 1), "sejak 1 Januari 2026"),
        (date(2026, 10, 11), "12 Oktober 2026"),
    ):
        with pytest.raises(services.ResidencyRefused, match=words):
            died(girl, day)


def test_whoever_moved_away_comes_back_before_a_death_is_recorded(village: Village) -> None:
    girl = make_resident(village.melati)
    services.end_residency(resident=girl, on=date(2026, 10, 1), reason="pindah")

    with pytest.raises(services.ResidencyRefused, match="sudah tidak tinggal di sini"):
        died(girl)


def test_the_dead_neither_return_nor_move(village: Village) -> None:
    girl = make_resident(village.melati)
    died(girl)

    with pytest.raises(services.ResidencyRefused, match="meninggal"):
        services.return_resident(resident=girl, on=date(2026, 11, 1))
    with pytest.raises(services.ResidencyRefused, match="meninggal"):
        services.ask_move(residents=[girl], to=village.mawar, on=date(2026, 11, 1), user=village.kader)
    with pytest.raises(services.ResidencyRefused, match="Batalkan dulu"):
        services.undo_end(resident=girl)


def test_a_corrected_birth_date_moves_a_death_to_its_group(village: Village) -> None:
    baby = make_resident(village.melati, born=date(2026, 9, 1))
    died(baby)
    services.update_resident(resident=baby, person={"birth_date": date(2026, 10, 5)})

    assert Death.objects.get().group == DeathGroup.NEONATAL
