"""Births and deaths are counted in their own month, where the person lived then."""

from __future__ import annotations

from datetime import date

import pytest

from registry import services
from registry.models import Posyandu, Pregnancy
from reports.models import PopulationMonth
from reports.verify import underived
from tests.conftest import OCTOBER, Village, count_due, make_resident

SEPTEMBER = date(2026, 9, 1)


def counted(posyandu: Posyandu, month: date, name: str) -> dict[str, int]:
    count_due()
    rows = PopulationMonth.objects.filter(posyandu=posyandu, month=month)
    return {row.sex: getattr(row, name) for row in rows}


def test_a_birth_counts_in_its_month_where_the_baby_lives(village: Village) -> None:
    make_resident(village.melati, sex="L", born=date(2026, 10, 3))
    make_resident(village.melati, sex="L", born=date(2026, 9, 30))
    assert counted(village.melati, OCTOBER, "born") == {"L": 1, "P": 0}
    assert counted(village.melati, SEPTEMBER, "born") == {"L": 1, "P": 0}


def test_a_baby_who_came_from_elsewhere_was_not_born_here(village: Village) -> None:
    make_resident(village.melati, born=date(2026, 9, 3), since=date(2026, 10, 20))
    assert counted(village.melati, OCTOBER, "born") == {"L": 0, "P": 0}


def test_a_baby_who_moved_on_was_still_born_here(village: Village) -> None:
    girl = make_resident(village.melati, born=date(2026, 10, 3))
    services.move_resident(resident=girl, to=village.mawar, on=date(2026, 10, 20))
    assert counted(village.melati, OCTOBER, "born")["P"] == 1
    assert counted(village.mawar, OCTOBER, "born").get("P", 0) == 0


@pytest.mark.parametrize(
    ("born", "name"),
    [
        (date(2026, 9, 20), "died_neonate"),
        (date(2026, 1, 20), "died_infant"),
        (date(2023, 1, 20), "died_toddler"),
    ],
)
def test_a_child_who_died_counts_in_its_group_and_month(village: Village, born: date, name: str) -> None:
    girl = make_resident(village.melati, born=born)
    services.record_death(resident=girl, on=date(2026, 10, 10), user=village.kader)
    found = {
        field: counted(village.melati, OCTOBER, field)["P"]
        for field in ("died_mother", "died_neonate", "died_infant", "died_toddler")
    }
    assert found == dict.fromkeys(found, 0) | {name: 1}
    services.undo_death(resident=girl)
    assert counted(village.melati, OCTOBER, name)["P"] == 0


def test_a_death_in_pregnancy_is_a_mothers(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 1, 1))
    Pregnancy.objects.create(resident=woman, known_from=date(2026, 6, 1))
    services.record_death(resident=woman, on=date(2026, 10, 10), user=village.kader)
    assert counted(village.melati, OCTOBER, "died_mother") == {"L": 0, "P": 1}
    assert list(underived([village.melati.pk])) == []


def test_the_death_of_an_old_man_is_in_no_reported_group(village: Village) -> None:
    old = make_resident(village.melati, sex="L", born=date(1950, 1, 1))
    services.record_death(resident=old, on=date(2026, 10, 10), user=village.kader)
    groups = ("died_mother", "died_neonate", "died_infant", "died_toddler")
    assert [counted(village.melati, OCTOBER, name)["L"] for name in groups] == [0, 0, 0, 0]
