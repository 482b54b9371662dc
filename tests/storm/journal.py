"""The storm's own book of what each phone said is saved. What the check compares with comes from here alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
# A kill comes from elsewhere: what the page did just before it may be told just after it.
AFTER_A_KILL_MS = 3_000


@dataclass(frozen=True, slots=True)
class Saved:
    """One item that a page said is on the disk. `begun` and `done` are milliseconds by the machine's clock."""

    id: str
    device: str
    user: str
    kind: str
    person: str
    # Of a visit: values by field; of anything else, what the page was given.
    what: Json
    begun: float
    done: float
    # Whether the phone knew how far its clock is off, and which clock it had.
    is_clock_known: bool
    clock: int
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Intended:
    """What was asked of a page that was killed meanwhile: it may be there, and nobody was told."""

    device: str
    kind: str
    person: str
    what: Json
    begun: float
    replaces: str = ""


@dataclass
class Journal:
    """`saved` by the item's id. `intended` by the number of the operation, until it is told or given up."""

    saved: dict[str, Saved] = field(default_factory=dict)
    intended: dict[str, Intended] = field(default_factory=dict)
    # Of killed tabs: what may have been written without anybody hearing of it.
    perhaps: list[Intended] = field(default_factory=list)
    replaced: dict[str, str] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    # How often the clock of a phone was set.
    clocks: Counter[str] = field(default_factory=Counter)

    @property
    def saves(self) -> int:
        """How many things were entered and said to be saved; what mends them is counted apart."""
        return self.counts["saves"]

    def intend(self, device: str, operations: list[Json], begun: float) -> None:
        """Before a page is asked to save or settle these."""
        for each in operations:
            self.intended[each["n"]] = Intended(
                device, each["kind"], each["person"], each["what"], begun, each.get("id", "")
            )

    def told(self, device: str, news: Json) -> None:
        """A page said that an item is saved."""
        kind = news["kind"]
        item = Saved(
            id=news["id"],
            device=device,
            user=news["user"],
            kind=kind,
            person=news["person"],
            what=_content(news),
            begun=news["from"],
            done=news["to"],
            is_clock_known=news["offset"] is not None,
            clock=self.clocks[device.split(" ", maxsplit=1)[0]],
            replaces=news.get("replaces") or "",
        )
        if item.id in self.saved:
            raise AssertionError(f"Two saves have the id {item.id}")
        self.saved[item.id] = item
        self.intended.pop(news["n"], None)
        if not item.replaces:
            self.counts["saves"] += 1
            self.counts[f"kind {kind}"] += 1
            return
        self.replaced[item.replaces] = item.id
        self.counts["discarded" if kind == "discard" else "mended"] += 1
        if kind == "discard":
            self.given_up.add(item.replaces)

    def lose(self, numbers: list[str]) -> None:
        """The tab that was to do these is gone."""
        self.perhaps += [self.intended.pop(number) for number in numbers if number in self.intended]

    def forget(self, numbers: list[str]) -> None:
        """The tab has done all it was asked; what was not told was passed over there."""
        for number in numbers:
            self.intended.pop(number, None)


def _content(news: Json) -> Json:
    """Of a visit the values by field, whether it is a first save or mends one; of anything else what was given."""
    given: Json = news["what"] if "what" in news else news["body"]
    if news["kind"] != "visit":
        return given
    values: Json = given["values"] if "values" in given else given["measures"]
    return values
