"""How far a pregnancy is, when it ends, and which contacts it has had (HML-01 to HML-03).

Sources: KMK HK.01.07/MENKES/2015/2023 (trimesters, contacts, class for mothers); Buku KIA 2024 (due date).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from visits.rules.book import CURRENT, Rules

_TABLE = "pregnancy"
_WEEK = 7


class ContactGoal(StrEnum):
    """What the contacts with a health worker have reached."""

    FIRST = "K1"
    FIRST_IN_TIME = "K1_murni"
    FOUR = "K4"
    SIX = "K6"


@dataclass(frozen=True, slots=True)
class Gestation:
    """Age of a pregnancy in exact days, and its trimester (1 to 3)."""

    days: int
    trimester: int

    @property
    def weeks(self) -> int:
        """Completed weeks."""
        return self.days // _WEEK

    @property
    def days_part(self) -> int:
        """Days beyond the completed weeks."""
        return self.days % _WEEK


@dataclass(frozen=True, slots=True)
class Contact:
    """One antenatal contact: in which trimester, and whether by a doctor."""

    trimester: int
    by_doctor: bool = False


def due_date(last_period: date | None, *, rules: Rules = CURRENT) -> date | None:
    """The expected day of birth: the first day of the last period (HPHT) + 280 days (HML-01, D17)."""
    if last_period is None:
        return None
    days: int = rules.rows(_TABLE)["dating"]["pregnancy_days"]
    return last_period + timedelta(days=days)


def gestation(
    day: date | None,
    *,
    last_period: date | None = None,
    corrected_due_date: date | None = None,
    rules: Rules = CURRENT,
) -> Gestation | None:
    """Age of the pregnancy on `day` (HML-02); a due date corrected by USG counts before the last period.

    None without a date to count from. Raises ValueError, in words for the screen, before the pregnancy began or
    after 44 weeks.
    """
    rows = rules.rows(_TABLE)
    dating = rows["dating"]
    start = last_period
    if corrected_due_date is not None:
        start = corrected_due_date - timedelta(days=dating["pregnancy_days"])
    if day is None or start is None:
        return None
    days = (day - start).days
    if days < 0:
        raise ValueError(dating["errors"]["before"])
    if days > dating["last_day"]:
        raise ValueError(dating["errors"]["after"])
    trimester = next(row["trimester"] for row in rows["trimesters"] if days <= row["last_day"])
    return Gestation(days, trimester)


def goals_reached(contacts: Sequence[Contact], *, rules: Rules = CURRENT) -> frozenset[ContactGoal]:
    """Which of K1, K1 murni, K4 and K6 the contacts of one pregnancy have reached, in any order (HML-03).

    K6 wants a doctor at K1 and at K5: once in the first trimester and once in the third.
    """
    return frozenset(
        ContactGoal(pattern["goal"]) for pattern in rules.rows(_TABLE)["contacts"] if _fits(pattern, contacts)
    )


def contacts_missed(
    contacts: Sequence[Contact], trimester: int | None, *, rules: Rules = CURRENT
) -> int | None:
    """How many contacts of the trimesters that are over did not take place (HML-03); None without a trimester."""
    if trimester is None:
        return None
    expected: Sequence[int] = rules.rows(_TABLE)["contacts_expected"]
    held = _counts(contacts, doctor_only=False)
    return sum(max(0, wanted - held[place]) for place, wanted in enumerate(expected[: trimester - 1]))


def class_is_complete(
    meetings: int | None, with_husband: int | None, *, rules: Rules = CURRENT
) -> bool | None:
    """Whether the class for mothers was followed 4 times, once with the husband (HML-03); None when not asked."""
    if meetings is None:
        return None
    wanted = rules.rows(_TABLE)["class"]
    return bool(meetings >= wanted["meetings"] and (with_husband or 0) >= wanted["with_husband"])


def _fits(pattern: Mapping[str, Any], contacts: Sequence[Contact]) -> bool:
    held, by_doctor = _counts(contacts, doctor_only=False), _counts(contacts, doctor_only=True)
    return (
        len(contacts) >= pattern["contacts"]
        and all(had >= wanted for had, wanted in zip(held, pattern["by_trimester"], strict=True))
        and all(had >= wanted for had, wanted in zip(by_doctor, pattern["by_doctor"], strict=True))
    )


def _counts(contacts: Sequence[Contact], *, doctor_only: bool) -> list[int]:
    """Contacts of the first, second and third trimester."""
    counted = [contact.trimester for contact in contacts if contact.by_doctor or not doctor_only]
    return [counted.count(trimester) for trimester in (1, 2, 3)]
