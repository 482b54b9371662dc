"""One item of a phone's queue, and what it is answered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from registry.models.fields import keyed_hash
from visits.sync.codes import MESSAGES, Code


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody entered on a phone. It never changes: a correction is another item.

    `person` is the id the phone knows the person by, `after` the item about the same person that was entered before,
    `replaces` an item that was refused or in conflict and is mended by this one.
    """

    id: UUID
    kind: str
    person: UUID
    entered_at: datetime
    body: Mapping[str, Any]
    after: UUID | None = None
    replaces: UUID | None = None

    @property
    def content(self) -> str:
        """Kind, person, body and what it replaces as canonical JSON."""
        return _canonical(self.kind, self.person, self.body, self.replaces)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What came under a readable id and is no item, for these `problems`. It is answered and kept like one."""

    id: UUID
    sent: Mapping[str, Any]
    problems: tuple[Problem, ...]
    entered_at: datetime
    kind: str = ""
    person: UUID | None = None
    after: UUID | None = None
    replaces: UUID | None = None

    @property
    def content(self) -> str:
        """As it came: a later server that can read it sees the same item."""
        return _canonical(*(self.sent.get(name) for name in ("kind", "person", "body", "replaces")))


def digest_of(sent: Item | Unreadable) -> str:
    """Keyed hash of the content (64 hex characters): from a plain one, answers of Ya and Tidak could be guessed."""
    return keyed_hash(sent.content)


def _canonical(kind: Any, person: Any, body: Any, replaces: Any) -> str:
    whole = {"kind": kind, "person": person, "body": body, "replaces": replaces}
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason beside its field; `field` is empty for the whole item. In a conflict, what somebody else `stored`."""

    code: Code
    message: str
    field: str = ""
    stored: Any = None
    saved_by: str = ""
    saved_at: datetime | None = None

    @property
    def told(self) -> dict[str, Any]:
        """As the phone gets it."""
        told: dict[str, Any] = {"code": int(self.code), "field": self.field, "message": self.message}
        if self.code is Code.CHANGED_MEANWHILE:
            told |= {"stored": self.stored, "saved_by": self.saved_by, "saved_at": self.saved_at}
        return told


class Refused(Exception):
    """Nothing of the item was stored, for these reasons; `there` names what stands in its place."""

    def __init__(self, problems: Iterable[Problem], there: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.problems, self.there = tuple(problems), dict(there or {})

    @classmethod
    def because(cls, code: Code, field: str = "", message: str = "") -> Refused:
        """With one reason, in its usual words unless others are given."""
        return cls([Problem(code, message or MESSAGES[code], field)])

    @property
    def code(self) -> Code:
        """A conflict where there is one, else the first reason."""
        codes = [problem.code for problem in self.problems]
        return Code.CHANGED_MEANWHILE if Code.CHANGED_MEANWHILE in codes else codes[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an item. `result` names what was stored, or what stands in its place."""

    id: UUID
    code: Code
    state: str
    problems: list[dict[str, Any]] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, Any]:
        """As the phone gets it, and as the ledger keeps it."""
        return {
            "id": str(self.id),
            "code": int(self.code),
            "state": self.state,
            "errors": self.problems,
            "result": self.result,
        }
