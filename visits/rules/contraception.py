"""Contraceptive methods (KB-01).

Source: KMK HK.01.07/MENKES/2015/2023, family planning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from registry.rules.life_stage import add_months
from visits.rules.book import CURRENT, Rules

_TABLE = "contraception"


class Method(StrEnum):
    """The methods as cards and recaps call them."""

    IUD = "IUD"
    IMPLANT = "implan"
    FEMALE_STERILISATION = "MOW"
    MALE_STERILISATION = "MOP"
    PILL = "pil"
    INJECTION = "suntik"
    CONDOM = "kondom"
    LACTATION = "MAL"
    TRADITIONAL = "tradisional"


@dataclass(frozen=True, slots=True)
class Contraception:
    """A method in use. `long_acting` is MKJP; `given_at_posyandu` says that kaders may hand it out."""

    method: Method
    long_acting: bool
    modern: bool
    given_at_posyandu: bool


def read_method(name: str | None, *, rules: Rules = CURRENT) -> Contraception | None:
    """The method of a name or everyday name, capitals aside (KB-01); None for one that the table does not know."""
    row = _row(name, rules)
    if row is None:
        return None
    return Contraception(Method(row["method"]), row["long_acting"], row["modern"], row["at_posyandu"])


def is_postpartum_contraception(
    name: str | None, days_after_delivery: int | None, *, rules: Rules = CURRENT
) -> bool | None:
    """Whether a modern method was begun 0 to 42 days after delivery (KB-01); None without method or day."""
    row = _row(name, rules)
    if row is None or days_after_delivery is None:
        return None
    return bool(row["modern"] and 0 <= days_after_delivery <= rules.rows(_TABLE)["postpartum_last_day"])


def holds_until(name: str | None, begun: date | None, *, rules: Rules = CURRENT) -> date | None:
    """The day on which an IUD (10 years) or implant (3 years) must be replaced (KB-01); None for other methods."""
    row = _row(name, rules)
    if row is None or begun is None or row["holds_months"] is None:
        return None
    return add_months(begun, row["holds_months"])


def _row(name: str | None, rules: Rules) -> Mapping[str, Any] | None:
    wanted = (name or "").strip().casefold()
    methods: tuple[Mapping[str, Any], ...] = rules.rows(_TABLE)["methods"]
    return next((row for row in methods if wanted in (row["method"].casefold(), *row["also"])), None)
