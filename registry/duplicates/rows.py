"""Rows of the register as what is compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from registry.models import Resident
from registry.rules.duplicates import Person
from registry.rules.life_stage import Sex

# In the order of `person_of`.
COLUMNS = (
    "pk",
    "name",
    "sex",
    "birth_date",
    "birth_date_known",
    "nik_hash",
    "nik_tail_hash",
    "mother_id",
    "mother__name",
    "mother_name",
    "household_id",
    "household__phone_hash",
    "household__dusun",
    "household__rw",
    "household__rt",
    "phone_hash",
    "posyandu_id",
    "birth_order",
    "born_at_id",
    "born_at__live_births",
)
CHUNK = 2_000
_SEXES = {sex.value: sex for sex in Sex}


def person_of(row: tuple[Any, ...]) -> Person:
    """What is compared of one row of COLUMNS."""
    (
        pk, name, sex, born, known, nik, tail, mother_id, mother, mother_written,
        household, home_phone, dusun, rw, rt, phone, posyandu, order, birth, born_alive,
    ) = row  # fmt: skip
    return Person(
        id=pk,
        name=name,
        sex=_SEXES.get(sex),
        birth_date=born,
        birth_date_known=known,
        nik=nik,
        nik_tail=tail,
        mother_id=mother_id,
        mother_name=mother or mother_written,
        household=household,
        posyandu=posyandu,
        dusun=dusun or "",
        rw=rw or "",
        rt=rt or "",
        phones=frozenset(number for number in (phone, home_phone) if number),
        own_phone=phone,
        birth_order=order,
        born_at=birth if (born_alive or 0) > 1 else None,
    )


def people_in(residents: QuerySet[Resident], *order: str) -> Iterator[Person]:
    """The people of a queryset one after the other, few of them in memory at a time."""
    rows = residents.order_by(*order).values_list(*COLUMNS)
    return map(person_of, rows.iterator(chunk_size=CHUNK))
