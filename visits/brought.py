"""What is told of a phone's file: each item with what became of it, and names as far as the officer knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.models import Resident, User
from visits.device_list import KIND_WORDS, known_people
from visits.models import SyncItem
from visits.sync.codes import WAITING
from visits.sync.items import Answer, Item, Unreadable
from visits.sync.queue_file import Brought

State = SyncItem.State
# Colour and words of what became of an item.
STATES = {
    State.STORED.value: ("baik", "Tersimpan"),
    State.REFUSED.value: ("perhatian", "Perlu diperbaiki"),
    State.CONFLICT.value: ("info", "Bentrok"),
    State.DISCARDED.value: ("kosong", "Dibuang pemiliknya"),
    WAITING: ("perhatian", "Belum tersimpan"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the file."""

    item: Item | Unreadable
    answer: Answer
    person: Resident | None
    was_there: bool

    @property
    def kind(self) -> str:
        return KIND_WORDS.get(self.item.kind, "Isian")

    @property
    def entered_at(self) -> datetime:
        return self.item.entered_at

    @property
    def who(self) -> str:
        """The person where the officer may know them, else as much as may be said."""
        if self.person is not None:
            return self.person.name
        is_newcomer = self.item.kind == "newcomer"
        return "Warga baru yang belum terdaftar" if is_newcomer else "Orang yang tidak ada di wilayah Anda"

    @property
    def level(self) -> str:
        return STATES[self.answer.state][0]

    @property
    def word(self) -> str:
        return (
            "Sudah tersimpan sebelumnya"
            if self.was_there and self._is_stored
            else STATES[self.answer.state][1]
        )

    @property
    def _is_stored(self) -> bool:
        return self.answer.state == State.STORED

    @property
    def messages(self) -> list[str]:
        """Why it was not stored; each sentence once."""
        told = [str(problem.get("message", "")) for problem in self.answer.problems]
        return list(dict.fromkeys(text for text in told if text))


def rows_of(brought: Brought, officer: User) -> list[Row]:
    """The items in the order they were entered."""
    ids: set[UUID] = {item.person for item in brought.items if item.person}
    people = known_people(officer, ids)
    return [
        Row(item, answer, people.get(item.person) if item.person else None, answer.id in brought.already)
        for item, answer in zip(brought.items, brought.answers, strict=True)
    ]
