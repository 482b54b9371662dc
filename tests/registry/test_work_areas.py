"""Kader and their families: the narrowest assignment counts, and nobody without a kader goes unseen."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from registry import work_areas
from registry.models import Household, Membership, User, WorkArea
from registry.permissions import Role
from registry.rules.work_place import Place
from registry.services.work_areas import assign_kader, end_assignment
from tests.conftest import Village, make_resident

DAY, START = date(2026, 11, 20), date(2026, 6, 1)


@pytest.fixture
def second(village: Village) -> User:
    """Another kader of Melati 1."""
    user = User.objects.create(username="kader.dua", full_name="Tri Astuti")
    Membership.objects.create(user=user, unit=village.melati.unit, role=Role.KADER, valid_from=START)
    return user


def home(village: Village, rt: str = "02", dusun: str = "Krajan") -> Household:
    return Household.objects.create(posyandu=village.melati, dusun=dusun, rw="01", rt=rt)


def test_the_narrowest_place_counts(village: Village, second: User) -> None:
    here, there = home(village), home(village, "03")
    assign_kader(posyandu=village.melati, kader=second, since=START, place=Place("Krajan"))
    assign_kader(posyandu=village.melati, kader=village.kader, since=START, place=Place("Krajan", "01", "2"))

    assert work_areas.kader_map(village.melati, DAY) == {here.pk: [village.kader], there.pk: [second]}


def test_a_familys_own_kader_comes_before_any_place(village: Village, second: User) -> None:
    here, next_door = home(village), home(village)
    assign_kader(posyandu=village.melati, kader=village.kader, since=START, place=Place(rt="02"))
    assign_kader(posyandu=village.melati, kader=second, since=START, household=here)

    assert work_areas.kader_of(here, DAY) == [second]
    assert work_areas.kader_of(next_door, DAY) == [village.kader]


def test_two_kader_may_share_a_place(village: Village, second: User) -> None:
    here = home(village)
    for kader in (second, village.kader, second):
        assign_kader(posyandu=village.melati, kader=kader, since=START, place=Place("Krajan", "01", "02"))

    assert work_areas.kader_of(here, DAY) == [village.kader, second]
    assert WorkArea.objects.count() == 2


def test_an_assignment_counts_from_its_first_day_to_its_last(village: Village) -> None:
    here = home(village)
    area = assign_kader(posyandu=village.melati, kader=village.kader, since=START)
    end_assignment(area=area, on=date(2026, 9, 1))
    end_assignment(area=area, on=date(2026, 10, 1))

    days = (date(2026, 5, 31), START, date(2026, 8, 31), date(2026, 9, 1))
    assert [bool(work_areas.kader_of(here, day)) for day in days] == [False, True, True, False]


def test_an_assignment_taken_back_on_its_first_day_never_was(village: Village) -> None:
    area = assign_kader(posyandu=village.melati, kader=village.kader, since=DAY)
    for _ in range(2):
        end_assignment(area=area, on=DAY)

    assert not WorkArea.objects.exists()


@pytest.mark.parametrize("stopped", ["role", "account"])
def test_families_of_a_kader_who_stopped_are_without_a_kader(village: Village, stopped: str) -> None:
    here = home(village)
    assign_kader(posyandu=village.melati, kader=village.kader, since=START)
    if stopped == "role":
        village.kader.memberships.update(valid_until=date(2026, 11, 1))
    else:
        User.objects.filter(pk=village.kader.pk).update(is_active=False)

    assert list(work_areas.unassigned(village.melati, DAY)) == [here]
    assert work_areas.kader_of(here, DAY) == []


def test_somebody_elses_kader_looks_after_nobody_here(village: Village) -> None:
    here = home(village)
    assign_kader(posyandu=village.melati, kader=village.neighbour, since=START)

    assert work_areas.kader_of(here, DAY) == []


def test_an_assignment_stays_behind_when_the_family_moves(village: Village) -> None:
    here = home(village)
    assign_kader(posyandu=village.melati, kader=village.kader, since=START, household=here)
    Household.objects.update(posyandu=village.mawar)
    here.refresh_from_db()

    assert work_areas.kader_of(here, DAY) == []


@pytest.mark.parametrize(
    "place",
    [
        Place(),
        Place("krajan"),
        Place("Krajan", "01"),
        Place("Krajan", "01", "02"),
        Place(rt="03"),
        Place("Ngipik"),
    ],
)
def test_the_map_and_the_list_of_those_without_a_kader_agree(village: Village, place: Place) -> None:
    homes = {home(village), home(village, "03"), home(village, "", ""), home(village, "02", "Ngipik")}
    assign_kader(posyandu=village.melati, kader=village.kader, since=START, place=place)

    served = set(work_areas.kader_map(village.melati, DAY))
    alone = set(work_areas.unassigned(village.melati, DAY).values_list("pk", flat=True))
    assert (served | alone, served & alone) == ({one.pk for one in homes}, set())


def test_the_rows_count_families_people_and_who_has_nobody(village: Village) -> None:
    for rt in ("02", "02", "03"):
        make_resident(village.melati, home={"dusun": "Krajan", "rw": "01", "rt": rt, "address": f"No {rt}"})
    assign_kader(posyandu=village.melati, kader=village.kader, since=START, place=Place("Krajan", "01", "02"))

    rows = work_areas.place_rows(village.melati, DAY)
    found = [(row.label, row.households, row.people, row.unassigned, len(row.areas)) for row in rows]
    assert found == [("Krajan RT 02 RW 01", 2, 2, 0, 1), ("Krajan RT 03 RW 01", 1, 1, 1, 0)]


def test_the_map_needs_as_many_queries_for_three_families_as_for_one(
    village: Village, second: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assign_kader(posyandu=village.melati, kader=village.kader, since=START, place=Place("Krajan"))
    for _ in range(2):
        home(village)
        with django_assert_num_queries(2):
            work_areas.kader_map(village.melati, DAY)
        home(village, "03")
        assign_kader(posyandu=village.melati, kader=second, since=START, place=Place("Krajan", "01", "03"))


def test_the_kader_of_a_posyandu_are_those_who_work_there_now(village: Village, second: User) -> None:
    assert work_areas.kader_at(village.melati, DAY) == [village.kader, second]
    second.memberships.update(valid_until=date(2026, 11, 1))
    assert work_areas.kader_at(village.melati, DAY) == [village.kader]
