"""The rules of a day: every table in the edition then valid, with the settings a kabupaten changed.

A table is a file in `tables/`: what it says, where that is written, and its editions with the days they hold. What the
sources leave open is listed in `settings`: an override may replace that one value from a day on. Functions hold no
number; they ask `rules.rows("blood_pressure")`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any, TypeVar, cast

TABLES = Path(__file__).with_name("tables")
# The curves of WHO have a form of their own and are read by visits.rules.growth.
_CURVES = "who_growth"
RELEASE = "2026.2"
LONGEST_SENTENCE = 200

Row = Mapping[str, Any]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that the sources leave open: where it stands in the rows, and what it may become.

    `low` and `high`, both allowed, are in `unit`.
    """

    table: str
    name: str
    path: tuple[str | int, ...]
    label: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    choices: tuple[str, ...]
    is_whole: bool
    # The sentence as the table has it, where the setting is one; a kabupaten may say it in its own words.
    sentence: str = ""

    def refusal(self, value: int | str) -> str | None:
        """Why a value in the setting's unit cannot be taken, in words for the person who typed it.

        None when it can.
        """
        if self.sentence:
            return _sentence_refusal(self.sentence, str(value))
        if self.choices:
            known = ", ".join(self.choices)
            return None if str(value) in self.choices else f"{self.label}: pilih salah satu dari {known}."
        try:
            number = Decimal(value)
        except (InvalidOperation, ValueError):
            return f"{self.label} harus berupa angka."
        if not number.is_finite():
            return f"{self.label} harus berupa angka."
        if self.is_whole and number != number.to_integral_value():
            return f"{self.label} harus bilangan bulat."
        if self.low is not None and number < self.low:
            return f"{self.label} paling kecil {self.low} {self.unit}.".replace(" .", ".")
        if self.high is not None and number > self.high:
            return f"{self.label} paling besar {self.high} {self.unit}.".replace(" .", ".")
        return None


@dataclass(frozen=True, slots=True)
class Override:
    """A setting as a kabupaten decided it; holds from `valid_from` to `valid_until`, both days included."""

    table: str
    setting: str
    value: int | str
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the decision counts on this day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class Rules:
    """The tables of one day. Made by a Book; cheap to ask, never changed."""

    def __init__(self, day: date, overrides: Sequence[Override] = ()) -> None:
        self._day = day
        # A later decision about the same setting replaces an earlier one.
        self._overrides = sorted(overrides, key=lambda override: override.valid_from)
        self._rows: dict[str, Row] = {}
        self._made: dict[Callable[[Rules], Any], Any] = {}
        self._version = ""

    def rows(self, table: str) -> Row:
        """The rows of a table on this day, read-only. LookupError for an unknown table or a day without edition."""
        if table not in self._rows:
            self._rows[table] = _frozen(self._changed(table))
        return self._rows[table]

    def once(self, make: Callable[[Rules], Made]) -> Made:
        """What `make` reads from these tables, made once: for rows that need conversion before they are used."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    @property
    def version(self) -> str:
        """Names exactly these rows: another one after any change of an edition, a row or a setting."""
        if not self._version:
            rows = {table: self._changed(table) for table in table_names()}
            digest = sha256(json.dumps([rows, _curves_digest()], sort_keys=True).encode()).hexdigest()
            self._version = f"{RELEASE}-{digest[:8]}"
        return self._version

    def _changed(self, table: str) -> dict[str, Any]:
        rows = edition_on(table, self._day)["rows"]
        for override in self._overrides:
            if override.table == table:
                path = setting(table, override.setting).path
                rows = _replaced(rows, path, override.value)
        return cast(dict[str, Any], rows)


class Book:
    """All editions and overrides; `on(day)` opens it at a day. Unknown or refused overrides raise ValueError."""

    def __init__(self, overrides: Sequence[Override] = ()) -> None:
        for override in overrides:
            refusal = setting(override.table, override.setting).refusal(override.value)
            if refusal:
                raise ValueError(refusal)
        self._overrides = tuple(overrides)
        self._turns: list[date] = []
        self._rules: dict[int, Rules] = {}

    def on(self, day: date) -> Rules:
        """The rules valid on this day; the same object for all days between two changes."""
        if not self._turns:
            self._turns = self._turning_days()
        period = bisect_right(self._turns, day)
        if period not in self._rules:
            holding = [override for override in self._overrides if override.holds_on(day)]
            self._rules[period] = Rules(day, holding)
        return self._rules[period]

    def _turning_days(self) -> list[date]:
        days = {date.min}
        for table in table_names():
            for edition in read_table(table)["editions"]:
                days.update(_first_and_next(_day(edition["valid_from"]), _day(edition["valid_until"])))
        for override in self._overrides:
            days.update(_first_and_next(override.valid_from, override.valid_until))
        return sorted(days)


@cache
def _curves_digest() -> str:
    return (
        sha256((TABLES / f"{_CURVES}.json").read_bytes()).hexdigest()
        if (TABLES / f"{_CURVES}.json").exists()
        else ""
    )


@cache
def table_names() -> tuple[str, ...]:
    """Names of all tables, in alphabetical order. Source: the files in `tables/`."""
    return tuple(sorted(path.stem for path in TABLES.glob("*.json") if path.stem != _CURVES))


@cache
def read_table(table: str) -> Mapping[str, Any]:
    """The whole file of a table: source, settings, editions. Source: named in the file itself.

    Raises LookupError when there is none.
    """
    path = TABLES / f"{table}.json"
    if table == _CURVES or not path.is_file():
        raise LookupError(f"No table named {table}")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def edition_on(table: str, day: date) -> Mapping[str, Any]:
    """The edition of a table that holds on a day. Source: the days that the table's file gives its editions.

    Raises LookupError when none does.
    """
    for edition in read_table(table)["editions"]:
        first, last = _day(edition["valid_from"]), _day(edition["valid_until"])
        if (first is None or first <= day) and (last is None or day <= last):
            return cast(Mapping[str, Any], edition)
    raise LookupError(f"Table {table} has no edition for {day}")


def settings() -> list[Setting]:
    """Every value that may be overridden, in the order of the tables; sentences are apart.

    Source: what the tables declare open, because their documents disagree or say nothing.
    """
    return [setting(table, name) for table in table_names() for name in read_table(table).get("settings", {})]


def sentences() -> list[Setting]:
    """Every sentence to the family that may be said otherwise, in the order of the tables.

    Source: what the tables declare open; the words are this project's.
    """
    return [setting(table, name) for table in table_names() for name in _sentence_paths(table)]


@cache
def _sentence_paths(table: str) -> Mapping[str, tuple[str | int, ...]]:
    """Paths of the sentences in the rows that the table opens to change, by name: "weight_for_age/Normal/text"."""
    rows = edition_on(table, date.max)["rows"]
    opened = read_table(table).get("sentences", ())
    paths = (path for key in opened for path, text in _leaves(rows[key], (key,)) if _is_sentence(text))
    return {"/".join(map(str, path)): path for path in paths}


def _leaves(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(inner, (*path, step))
    else:
        yield path, value


def _is_sentence(value: Any) -> bool:
    return isinstance(value, str) and " " in value and value.rstrip().endswith((".", "!", "?"))


def _sentence_refusal(original: str, text: str) -> str | None:
    """A sentence keeps the blanks that are filled in, and fits on a phone."""
    if not text.strip():
        return "Kalimatnya tidak boleh kosong."
    if len(text) > LONGEST_SENTENCE:
        return f"Paling panjang {LONGEST_SENTENCE} huruf."
    try:
        missing = _blanks(original) ^ _blanks(text)
    except ValueError:
        return "Kurung kurawal hanya untuk isian, misalnya {value}."
    return f"Isian harus tetap: {', '.join(sorted(_blanks(original))) or 'tidak ada'}." if missing else None


def _blanks(text: str) -> set[str]:
    return {f"{{{name}}}" for _, name, _, _ in Formatter().parse(text) if name is not None}


def setting(table: str, name: str) -> Setting:
    """One value that may be overridden. Source: the table that declares it.

    Raises ValueError when the table does not declare it, LookupError when there is no such table.
    """
    declared = read_table(table).get("settings", {}).get(name)
    if declared is None and name in _sentence_paths(table):
        return _sentence(table, name)
    if declared is None:
        raise ValueError(f"Table {table} has no setting named {name}")
    return Setting(
        table=table,
        name=name,
        path=tuple(declared["path"]),
        label=declared["label"],
        unit=declared.get("unit", ""),
        low=_limit(declared.get("low")),
        high=_limit(declared.get("high")),
        choices=tuple(declared.get("choices", ())),
        is_whole=isinstance(value_at(edition_on(table, date.max)["rows"], declared["path"]), int),
    )


def _sentence(table: str, name: str) -> Setting:
    path = _sentence_paths(table)[name]
    text: str = value_at(edition_on(table, date.max)["rows"], path)
    return Setting(table, name, path, text, "", None, None, (), is_whole=False, sentence=text)


def value_at(rows: Any, path: Sequence[str | int]) -> Any:
    """What stands at a path of names and positions. LookupError when nothing does. Source: the rows given."""
    for step in path:
        rows = rows[step]
    return rows


def _replaced(rows: Any, path: Sequence[str | int], value: int | str) -> Any:
    """A copy of `rows` with one value changed, of the kind that stood there: whole number or text."""
    if not path:
        return int(Decimal(value)) if isinstance(rows, int) else str(value)
    copy = list(rows) if isinstance(rows, list) else dict(rows)
    copy[path[0]] = _replaced(copy[path[0]], path[1:], value)  # type: ignore[index]
    return copy


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def _first_and_next(first: date | None, last: date | None) -> set[date]:
    turns = {first} if first else set()
    return turns | {last + timedelta(days=1)} if last and last < date.max else turns


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _limit(value: int | str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


# The newest editions, nothing overridden.
CURRENT = Rules(date.max)
