"""What waits for the people of a session, in words short enough for a row: vaccine, capsules, yearly screening."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.models import Resident
from visits.due import Due, due_of_many

VACCINE, VITAMIN_A, SCREENING, DEWORMING = "imunisasi", "vitamin_a", "skrining", "obat_cacing"
# What the session can be narrowed to.
NEEDS = {
    VACCINE: "Perlu imunisasi",
    VITAMIN_A: "Perlu vitamin A",
    SCREENING: "Skrining tahunan",
}
# A row is read while somebody stands at the table: longer lists become a number.
_MOST_LETTERS = 28
_CAPSULES = {VITAMIN_A: "Vitamin A", DEWORMING: "Obat cacing"}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for a person: what kind it is, and its words in the row."""

    kind: str
    words: str


def needs_of(residents: Iterable[Resident], day: date) -> dict[UUID, list[Need]]:
    """What waits for each person on a day, and was not yet done on it."""
    return {pk: list(_needs(items)) for pk, items in due_of_many(residents, day).items()}


def _needs(items: Iterable[Due]) -> Iterator[Need]:
    doses = [item.title.removeprefix("Imunisasi ") for item in items if item.title.startswith("Imunisasi ")]
    if doses:
        yield Need(VACCINE, _short("imunisasi", doses))
    for item in items:
        for kind, title in _CAPSULES.items():
            if item.title.startswith(title):
                yield Need(kind, item.title[0].lower() + item.title[1:])
        if item.title == "Pemeriksaan tahunan":
            several = "," in item.when
            yield Need(SCREENING, "skrining tahunan" if several else f"{item.when} tahunan")


def _short(word: str, names: list[str]) -> str:
    words = f"{word} {', '.join(names)}"
    return words if len(words) <= _MOST_LETTERS else word
