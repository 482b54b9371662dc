"""The tree of units and the Posyandu at its ends."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry.models import OrgUnit, Posyandu, Region
from tests.conftest import Village


def test_a_path_is_the_codes_from_the_root_each_closed(village: Village) -> None:
    assert village.melati.unit.path == "/33.20/P3320080201/33.20.08.2005/melati-1/"
    assert village.kabupaten.path == "/33.20/"


def test_a_new_name_leaves_the_path(village: Village) -> None:
    unit = village.melati.unit
    unit.name = "Melati Indah"
    unit.save()
    assert OrgUnit.objects.get(pk=unit.pk).path == "/33.20/P3320080201/33.20.08.2005/melati-1/"


def test_units_are_spoken_with_their_kind(village: Village) -> None:
    kelurahan = Region.objects.create(
        code="33.20.08.1001", name="Panggang", level="desa", parent_id="33.20.08"
    )
    town = OrgUnit(kind="desa", name="Panggang", region=kelurahan)
    units = (village.kabupaten, village.puskesmas, village.desa, town, village.melati)
    assert [str(unit) for unit in units] == [
        "Kabupaten Jepara",
        "Puskesmas Bangsri I",
        "Desa Jerukwangi",
        "Kelurahan Panggang",
        "Posyandu Melati 1",
    ]


@pytest.mark.parametrize("code", ["", "melati/1"])
def test_a_code_is_no_part_of_a_path_by_itself(code: str, village: Village) -> None:
    unit = OrgUnit(kind="posyandu", code=code, name="Melati", parent=village.desa, path=f"/x{code}")
    with pytest.raises(ValidationError) as refused:
        unit.validate_constraints()
    assert refused.value.messages == ["Kode tidak boleh kosong atau memuat garis miring."]
    with pytest.raises(IntegrityError, match="unit_code_has_no_slash"), transaction.atomic():
        unit.save()


def test_a_code_is_used_once_below_a_parent_and_again_elsewhere(village: Village) -> None:
    OrgUnit.objects.create(kind="posyandu", code="melati-1", name="Melati 1", parent=village.other_desa)
    twin = OrgUnit(kind="posyandu", code="melati-1", name="Melati 1", parent=village.desa)
    with pytest.raises(ValidationError) as refused:
        twin.validate_constraints()
    assert refused.value.messages == ["Kode ini sudah dipakai di bawah induk yang sama."]
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_unit_with_others_below_cannot_be_removed(village: Village) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        village.desa.delete()


def test_at_or_below_is_one_prefix(village: Village) -> None:
    below = OrgUnit.objects.at_or_below(village.desa)
    assert list(below.order_by("path")) == [village.desa, village.melati.unit]
    assert list(Posyandu.objects.at_or_below(village.puskesmas)) == [village.melati, village.mawar]


@pytest.mark.parametrize(("day", "possible"), [(0, False), (1, True), (31, True), (32, False), (None, True)])
def test_a_posyandu_opens_on_a_day_of_the_month(day: int | None, possible: bool, village: Village) -> None:
    Posyandu.objects.filter(pk=village.mawar.pk).update(open_day=None)

    def store() -> int:
        with transaction.atomic():
            return Posyandu.objects.filter(pk=village.melati.pk).update(open_day=day)

    if possible:
        assert store() == 1
    else:
        with pytest.raises(IntegrityError, match="posyandu_open_day_is_a_day"):
            store()


def test_an_official_number_belongs_to_one_posyandu(village: Village) -> None:
    def number(posyandu: Posyandu, value: Any) -> None:
        with transaction.atomic():
            Posyandu.objects.filter(pk=posyandu.pk).update(official_number=value)

    number(village.melati, "33.20.08.2005.001")
    with pytest.raises(IntegrityError):
        number(village.mawar, "33.20.08.2005.001")
    number(village.melati, None)
    number(village.mawar, None)
