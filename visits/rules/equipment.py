"""What must be ready before a Posyandu opens: the list that is ticked off the day before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from visits.rules.book import CURRENT, Rules

_TABLE = "equipment"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing by its code, in words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Things that stand together on the list."""

    label: str
    items: tuple[Item, ...]


def equipment(*, rules: Rules = CURRENT) -> tuple[ItemGroup, ...]:
    """The list in its order. Source: what the columns of the cards of 2023 need, see the table."""
    return tuple(
        ItemGroup(group["label"], tuple(Item(item["code"], item["label"]) for item in group["items"]))
        for group in rules.rows(_TABLE)["groups"]
    )


def states(*, rules: Rules = CURRENT) -> tuple[tuple[str, str], ...]:
    """What may be found of a thing: code and words. Source: this project's own choice."""
    return tuple((state["code"], state["label"]) for state in rules.rows(_TABLE)["states"])


def ready_state(*, rules: Rules = CURRENT) -> str:
    """The code that says that a thing is there and works. Source: this project's own choice."""
    return next(str(state["code"]) for state in rules.rows(_TABLE)["states"] if state["is_ready"])


def not_ready(found: Mapping[str, str], *, rules: Rules = CURRENT) -> tuple[str, ...]:
    """The things that were looked at and are broken or missing, in words, by the list's order.

    Source: this project's own choice.
    """
    ready = ready_state(rules=rules)
    return tuple(
        item.label
        for group in equipment(rules=rules)
        for item in group.items
        if found.get(item.code, ready) != ready
    )


def unlooked(found: Mapping[str, str], *, rules: Rules = CURRENT) -> int:
    """The count of things that nobody looked at yet. Source: this project's own choice."""
    return sum(item.code not in found for group in equipment(rules=rules) for item in group.items)
