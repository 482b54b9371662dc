"""The gate: a prefix on the path of units, by role, by day, and closed when in doubt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from registry.models import Household, Membership, OrgUnit, Posyandu, Residency, Resident, User
from registry.permissions import Action, Role
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import AdultCheck, ChildCheck, Session, Visit


@pytest.fixture
def people(village: Village) -> dict[str, Resident]:
    """One at Melati and one at Mawar, with the same things hanging on each."""
    found = {}
    for name, posyandu in (("melati", village.melati), ("mawar", village.mawar)):
        found[name] = make_resident(posyandu, name.title(), home={"dusun": "Krajan"})
        make_session(posyandu)
        make_visit(found[name], weight_kg="9.4")
        make_visit(make_resident(posyandu, f"Ibu {name.title()}", born=date(1995, 1, 1)), weight_kg="55")
    return found


def names_for(user: User | AnonymousUser, action: Action | None = None) -> list[str]:
    rows = Resident.objects.visible_to(user, action).filter(name__in=["Melati", "Mawar"])
    return sorted(rows.values_list("name", flat=True))


def test_each_role_sees_the_people_of_its_own_units(village: Village, people: dict[str, Resident]) -> None:
    assert {user.username: names_for(user) for user in village.everyone} == {
        "kader.melati": ["Melati"],
        "kader.mawar": ["Mawar"],
        "bidan": ["Melati"],
        "puskesmas": ["Mawar", "Melati"],
        "dinkes": [],
        "desa": [],
        "admin": [],
    }


@pytest.mark.parametrize(
    ("model", "where"),
    [
        (Household, "posyandu"),
        (Residency, "posyandu"),
        (Session, "posyandu"),
        (Visit, "resident__posyandu"),
        (ChildCheck, "visit__resident__posyandu"),
        (AdultCheck, "visit__resident__posyandu"),
    ],
)
def test_whatever_hangs_on_a_person_is_seen_by_the_same_people(
    model: type[Visit], where: str, village: Village, people: dict[str, Resident]
) -> None:
    seen = {
        user.username: set(model.objects.visible_to(user).values_list(where, flat=True))
        for user in (village.kader, village.neighbour, village.officer, village.dinkes)
    }
    melati, mawar = village.melati.pk, village.mawar.pk
    assert seen == {
        "kader.melati": {melati},
        "kader.mawar": {mawar},
        "puskesmas": {melati, mawar},
        "dinkes": set(),
    }


def test_nobody_sees_anything_without_login(village: Village, people: dict[str, Resident]) -> None:
    nobody = AnonymousUser()
    assert names_for(nobody) == []
    assert not OrgUnit.objects.visible_to(nobody).exists()
    assert not Posyandu.objects.visible_to(nobody).exists()


def test_a_membership_counts_from_its_first_to_its_last_day(
    village: Village, people: dict[str, Resident]
) -> None:
    today, day = timezone.localdate(), timedelta(days=1)
    seen = {}
    for label, since, until in (
        ("from tomorrow", today + day, None),
        ("from today", today, None),
        ("until today", today - day, today),
        ("until yesterday", today - 2 * day, today - day),
    ):
        village.kader.memberships.update(valid_from=since, valid_until=until)
        seen[label] = names_for(User.objects.get(pk=village.kader.pk))
    assert seen == {
        "from tomorrow": [], "from today": ["Melati"], "until today": ["Melati"], "until yesterday": [],
    }  # fmt: skip


def test_a_user_who_was_switched_off_sees_nothing(village: Village, people: dict[str, Resident]) -> None:
    village.kader.is_active = False
    village.kader.save()
    assert names_for(village.kader) == []


def test_a_superuser_without_a_role_sees_nothing(village: Village, people: dict[str, Resident]) -> None:
    root = User.objects.create_superuser("root")
    assert (names_for(root), OrgUnit.objects.visible_to(root).count()) == ([], 0)


def test_two_roles_add_up_but_each_stays_in_its_unit(village: Village, people: dict[str, Resident]) -> None:
    Membership.objects.create(
        user=village.kader, unit=village.mawar.unit, role=Role.DESA, valid_from=date(2026, 1, 1)
    )
    both = User.objects.get(pk=village.kader.pk)
    assert names_for(both) == ["Melati"]
    reports = OrgUnit.objects.visible_to(both).values_list("name", flat=True)
    assert sorted(reports) == ["Mawar 2", "Melati 1"]


def test_a_unit_whose_code_begins_the_same_is_another_unit(village: Village) -> None:
    # "melati-1" begins "melati-10" too; the slash at the end keeps them apart.
    ten = OrgUnit.objects.create(kind="posyandu", code="melati-10", name="Melati 10", parent=village.desa)
    make_resident(Posyandu.objects.create(unit=ten), "Mawar")
    assert names_for(village.kader) == []


def test_the_action_decides_whose_eyes_count(village: Village, people: dict[str, Resident]) -> None:
    assert names_for(village.officer, Action.IMPORT) == ["Mawar", "Melati"]
    assert names_for(village.kader, Action.IMPORT) == []
    assert names_for(village.dinkes, Action.SEE_REPORTS) == ["Mawar", "Melati"]


def test_who_moves_away_is_seen_by_the_new_kader_alone(village: Village, people: dict[str, Resident]) -> None:
    from registry.services import move_resident

    move_resident(resident=people["melati"], to=village.mawar, on=date(2026, 11, 1))
    assert (names_for(village.kader), names_for(village.neighbour)) == ([], ["Mawar", "Melati"])
    assert Visit.objects.visible_to(village.neighbour).filter(resident=people["melati"]).count() == 1


def test_may_asks_for_a_unit_or_for_anywhere(village: Village) -> None:
    asked = {
        "kader records anywhere": village.kader.may(Action.RECORD),
        "kader records at Melati": village.kader.may(Action.RECORD, village.melati.unit),
        "kader records at Mawar": village.kader.may(Action.RECORD, village.mawar.unit),
        "kader manages": village.kader.may(Action.MANAGE),
        "officer records at Mawar": village.officer.may(Action.RECORD, village.mawar.unit),
        "bidan records in the whole Puskesmas": village.bidan.may(Action.RECORD, village.puskesmas),
    }
    assert [label for label, answer in asked.items() if answer] == [
        "kader records anywhere", "kader records at Melati", "officer records at Mawar",
    ]  # fmt: skip
