"""Two rows of the register side by side, field by field, as people compare them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from registry.models import Resident
from registry.rules.names import same_sound_key, search_key
from registry.rules.wording import long_date


@dataclass(frozen=True)
class Line:
    """One field of both people; `differs` is None where one of them is not known or not shown."""

    label: str
    values: tuple[str, str]
    differs: bool | None


def lines_of(first: Resident | None, second: Resident | None) -> list[Line]:
    """What is known of at least one of them, beside the name; None for somebody not to be shown. Secrets are masked."""
    lines = []
    people = (first, second)
    for label, shown, compared in _FIELDS:
        values = [shown(person) if person else "" for person in people]
        known = [value for value in (compared(person) if person else None for person in people) if value]
        if any(values):
            differs = known[0] != known[1] if len(known) > 1 else None
            lines.append(Line(label, (values[0], values[1]), differs))
    return lines


def _nik(person: Resident) -> str:
    return person.masked_nik if person.nik_hash else person.get_nik_state_display()


def _father(person: Resident) -> str:
    return person.father.name if person.father else person.father_name


def _family(person: Resident) -> str:
    return person.household.title if person.household and person.household.head else ""


def _kk(person: Resident) -> str:
    return person.household.masked_kk if person.household else ""


def _place(person: Resident) -> str:
    return person.household.place if person.household else ""


def _order(person: Resident) -> str:
    return str(person.birth_order or "")


def _registered(person: Resident) -> str:
    return long_date(person.registered_at.date())


Shown = Callable[[Resident], str]
Compared = Callable[[Resident], object]
_FIELDS: tuple[tuple[str, Shown, Compared], ...] = (
    ("Jenis kelamin", lambda one: one.get_sex_display(), lambda one: one.sex),
    ("Tanggal lahir", lambda one: one.born_words, lambda one: one.birth_date),
    ("Tempat lahir", lambda one: one.birth_place, lambda one: search_key(one.birth_place)),
    ("NIK", _nik, lambda one: one.nik_hash),
    ("Ibu", lambda one: one.known_mother, lambda one: same_sound_key(one.known_mother)),
    ("Ayah", _father, lambda one: same_sound_key(_father(one))),
    ("Anak ke", _order, lambda one: one.birth_order),
    ("Keluarga", _family, lambda one: one.household_id),
    ("Nomor KK", _kk, lambda one: one.household.kk_hash if one.household else None),
    ("Alamat", _place, lambda one: search_key(_place(one))),
    ("Posyandu", lambda one: str(one.posyandu), lambda one: one.posyandu_id),
    ("Nomor HP", lambda one: one.masked_phone, lambda one: one.phone_hash),
    ("Didaftarkan", _registered, lambda one: None),
)
