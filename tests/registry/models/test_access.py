"""Users and their roles in units."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry.models import Membership, User
from registry.permissions import Action, Role
from tests.conftest import Village


def test_a_user_is_called_by_the_full_name_else_the_login(village: Village) -> None:
    assert (str(village.kader), str(User(username="baru"))) == ("Sri Wahyuni", "baru")


def test_a_role_ends_no_sooner_than_it_begins(village: Village) -> None:
    role = Membership(
        user=village.kader,
        unit=village.melati.unit,
        role=Role.KADER,
        valid_from=date(2026, 5, 1),
        valid_until=date(2026, 4, 30),
    )
    with pytest.raises(ValidationError) as refused:
        role.full_clean()
    assert refused.value.messages == ["Tanggal sampai tidak boleh sebelum tanggal sejak."]
    with pytest.raises(IntegrityError, match="membership_ends_after_it_starts"), transaction.atomic():
        role.save()


def test_a_role_of_one_day_is_possible(village: Village) -> None:
    day = date(2026, 5, 1)
    Membership.objects.create(
        user=village.bidan, unit=village.mawar.unit, role=Role.BIDAN, valid_from=day, valid_until=day
    )
    days = (date(2026, 4, 30), day, date(2026, 5, 2))
    assert [Membership.objects.on(on).filter(unit=village.mawar.unit).count() for on in days] == [1, 2, 1]


def test_a_role_is_read_in_words(village: Village) -> None:
    assert str(village.officer.memberships.get()) == "Petugas Puskesmas di Puskesmas Bangsri I"


def test_roles_are_read_once_for_a_request(village: Village, django_assert_num_queries: object) -> None:
    kader = User.objects.get(pk=village.kader.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [kader.may(action) for action in (Action.RECORD, Action.SEE_PEOPLE, Action.MANAGE)] == [
            True, True, False,
        ]  # fmt: skip


def test_the_widest_unit_comes_first(village: Village) -> None:
    Membership.objects.create(
        user=village.kader, unit=village.puskesmas, role=Role.PUSKESMAS, valid_from=date(2026, 1, 1)
    )
    units = [membership.unit for membership in User.objects.get(pk=village.kader.pk).current_memberships]
    assert units == [village.puskesmas, village.melati.unit]


def test_a_unit_in_which_somebody_works_cannot_be_removed(village: Village) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        village.mawar.unit.delete()
