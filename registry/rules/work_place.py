"""Which of a kader's assignments covers a family: the narrowest place that the family lies in."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A dusun, an RW in it, an RT in that; an empty level means all of it."""

    dusun: str = ""
    rw: str = ""
    rt: str = ""

    def covers(self, home: Place) -> bool:
        """Whether somebody who lives at `home` lies in this place. Upper and lower case are alike."""
        return all(
            not own or own.casefold() == there.casefold() for own, there in zip(self, home, strict=True)
        )

    @property
    def narrowness(self) -> int:
        """How narrow the place is: an RT beats an RW, an RW beats a dusun (points)."""
        return bool(self.dusun) + 2 * bool(self.rw) + 4 * bool(self.rt)


def narrowest(places: list[Place], home: Place) -> list[int]:
    """The positions in `places` of the narrowest ones that cover a home; several may share it.

    Source: this project's own choice.
    """
    covering = {position: one.narrowness for position, one in enumerate(places) if one.covers(home)}
    most = max(covering.values(), default=0)
    return [position for position, narrowness in covering.items() if narrowness == most]


def tidy_number(text: str) -> str:
    """An RT or RW as it is written on papers: "2", "002" and " 02 " are "02"; anything that is no number stays.

    Source: written Indonesian.
    """
    plain = text.strip()
    return plain.lstrip("0").zfill(2) if plain.isascii() and plain.isdigit() and plain.strip("0") else plain
