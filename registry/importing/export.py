"""Residents with their households in the columns of the template, one at a time, so that length does not matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from auditlog.models import LogEntry
from django.db.models import QuerySet

from registry.importing.columns import COLUMNS, Column, Kind, Part
from registry.models import Household, OrgUnit, Resident, User
from registry.rules.nik import mask

CHUNK = 500
SHOWN_DIGITS = 3
# Texts that a file may not show whole.
_SECRET = (Kind.NIK, Kind.KK, Kind.PHONE)


def rows(people: QuerySet[Resident], *, whole_numbers: bool = False) -> Iterator[Mapping[str, str]]:
    """Each person as column name -> text; NIK, KK and telephone numbers are masked unless asked for."""
    related = people.select_related(
        "posyandu__unit__parent", "household__head", "mother", "father", "spouse"
    ).defer("spouse__nik", "spouse__phone", "household__head__nik", "household__head__phone")
    for resident in related.iterator(chunk_size=CHUNK):
        yield {column.name: _text(_value(resident, column), column, whole_numbers) for column in COLUMNS}


def log(*, user: User, unit: OrgUnit, count: int, whole_numbers: bool, reason: str, form: str) -> None:
    """Keep in the audit log who took how many people out, and why."""
    changes = {
        "unduh warga": ["", f"{count} orang, {form}, {'nomor lengkap' if whole_numbers else 'disamarkan'}"]
    }
    if reason:
        changes["alasan"] = ["", reason]
    LogEntry.objects.log_create(unit, action=LogEntry.Action.ACCESS, actor=user, changes=changes)


def _value(resident: Resident, column: Column) -> Any:
    home = resident.household
    if column.part is Part.HOME:
        return _home_value(home, column) if home is not None else None
    if column.part is Part.PLACE:
        parent = resident.posyandu.unit.parent
        return {"posyandu": resident.posyandu.unit.name, "desa": parent.name if parent else ""}.get(
            column.name
        )
    if column.field in ("mother_nik", "father_nik"):
        parent_of = resident.mother if column.field == "mother_nik" else resident.father
        return parent_of.nik if parent_of is not None else ""
    if column.field in ("mother_name", "father_name", "spouse_name"):
        linked = getattr(resident, column.field.removesuffix("_name"))
        return linked.name if linked is not None else getattr(resident, column.field)
    return getattr(resident, column.field)


def _home_value(home: Household, column: Column) -> Any:
    if column.field == "head_name":
        return home.head.name if home.head else ""
    return getattr(home, column.field)


def _text(value: Any, column: Column, whole_numbers: bool) -> str:
    if value in (None, "", []):
        return ""
    if column.kind in _SECRET:
        return str(value) if whole_numbers else _masked(str(value), column)
    if column.kind is Kind.YES:
        return "Ya" if value else "Tidak"
    if column.kind is Kind.CODES:
        words = dict(column.choices)
        return ", ".join(words[code] for code in value if code in words)
    if column.kind in (Kind.CODE, Kind.SEX):
        return dict(column.choices).get(value, "")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


def _masked(number: str, column: Column) -> str:
    if column.kind is Kind.PHONE:
        return "•" * max(0, len(number) - SHOWN_DIGITS) + number[-SHOWN_DIGITS:]
    return mask(number)
