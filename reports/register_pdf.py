"""A register of the Posyandu on paper: the official columns, a tick for each month, hadir/sasaran at the foot."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone

from registry.models import OrgUnit, Posyandu, Resident, User
from registry.rules import wording
from registry.rules.target_groups import Register
from reports.pdf import Signatory, write_pdf
from visits.registers import CAME, ELSEWHERE, MISSED, RegisterPage

# How a mark is drawn; what has not begun stays empty, to be filled in by hand.
_MARKS = {CAME: "✓", MISSED: "", ELSEWHERE: "–"}
_CHILD_COLUMNS = ("Nama", "Jenis kelamin", "Tanggal lahir", "Nama ibu", "Nama ayah")
COLUMNS = {
    Register.MOTHERS: ("Nama ibu", "Nama suami", "Nama bayi"),
    Register.CHILDREN: _CHILD_COLUMNS,
    Register.SCHOOL: _CHILD_COLUMNS,
    Register.ADULTS: ("Nama", "Jenis kelamin", "Tanggal lahir"),
}


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as it stands on paper."""

    number: int
    cells: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    note: str


def draw_register(posyandu: Posyandu, page: RegisterPage, user: User) -> bytes:
    """The register as PDF, A4 across."""
    return write_pdf(render_to_string("pdf/register.html", _context(posyandu, page, user)))


def _context(posyandu: Posyandu, page: RegisterPage, user: User) -> dict[str, object]:
    register = page.register
    village = _above(posyandu.unit, OrgUnit.Kind.VILLAGE)
    subdistrict = village.region.parent.name if village and village.region and village.region.parent else ""
    district = _above(posyandu.unit, OrgUnit.Kind.DISTRICT)
    return {
        "document_title": f"Register {register.label} {posyandu.unit.name} {page.year}",
        "unit_name": posyandu.unit.full_name,
        "register": register,
        "year": page.year,
        "columns": COLUMNS[register],
        "months": wording.SHORT_MONTHS,
        "lines": [
            PrintedLine(
                line.number,
                _cells(register, line.resident, line.babies),
                tuple((mark, _MARKS.get(mark, "")) for mark in line.marks),
                line.note,
            )
            for line in page.lines
        ],
        "feet": [f"{foot[0]}/{foot[1]}" if foot else "" for foot in page.feet],
        "blank_cells": range(len(COLUMNS[register])),
        "head": _head(posyandu, village, subdistrict),
        "printed_by": str(user),
        "printed_at": timezone.now(),
        "place": district.name if district else "",
        "signatories": [Signatory("Mengetahui, Bidan desa"), Signatory("Koordinator kader Posyandu")],
        "source": "register warga dan kunjungan Posyandu ILP",
    }


def _cells(register: Register, person: Resident, babies: str) -> tuple[str, ...]:
    if register is Register.MOTHERS:
        spouse = person.spouse.name if person.spouse else person.spouse_name
        return person.name, spouse, babies
    own = (person.name, person.sex, wording.short_date(person.birth_date))
    if register is Register.ADULTS:
        return own
    return *own, person.known_mother, person.father.name if person.father else person.father_name


def _head(posyandu: Posyandu, village: OrgUnit | None, subdistrict: str) -> list[tuple[str, str]]:
    place = [part for part in (posyandu.dusun, posyandu.rt, posyandu.rw) if part]
    is_kelurahan = village is not None and village.full_name.startswith("Kelurahan")
    return [
        ("Dusun/RT/RW", " / ".join(place)),
        ("Kelurahan" if is_kelurahan else "Desa", village.name if village else ""),
        ("Kecamatan", subdistrict),
        ("Posyandu", posyandu.unit.name),
    ]


def _above(unit: OrgUnit, kind: str) -> OrgUnit | None:
    """The unit of a kind on the way up; there are four levels at most."""
    at: OrgUnit | None = unit
    while at is not None and at.kind != kind:
        at = at.parent
    return at
