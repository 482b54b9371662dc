"""Whether two rows of a register may be one person: points for and against, added up to a score from 0 to 100.

Reasons and points: registry.rules.duplicate_reasons. A score says "look at these two", never "they are the same".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from registry.rules.background import BirthDateKnown
from registry.rules.duplicate_reasons import POINTS, Reason, reasons_of
from registry.rules.life_stage import Sex
from registry.rules.names import COMMON_FIRST, ORDER, SAME, likeness, search_key, sounds_of

__all__ = ["POINTS", "Likeness", "Person", "Reason", "compare", "is_unnamed", "reasons_of"]

# From here on a pair is worth a person's time.
SHOWN_FROM = 52
# From here on it is hardly anybody else.
SURE_FROM = 90


# A birthday that offices fill in when nobody knows it is shared by many.
DEFAULT_BIRTHDAYS = frozenset({(1, 1), (1, 7), (31, 12)})
DEFAULT_BIRTHDAY_POINTS, DEFAULT_BIRTHDAY_BEFORE = 22, 1990
NAME_BASE, NAME_FOR_EACH_WORD, NAME_WORDS, COMMON_WORD = 8, 12, 2.5, 0.5
# What names cost that are alike by half only.
NAME_FALL = 40
# Name and date both miswritten: rarer than either, and many people are that near to each other.
BOTH_MISWRITTEN = 6
# A mother of one word shares it with many.
MOTHER_OF_ONE_WORD = 8
MOTHER_LIKE_FROM, MOTHER_OTHER_BELOW = 0.8, 0.55
NEAR_DAYS, ROUGH_DAYS, YEAR_ONLY_YEARS = 3, 366, 1
TWIN_DAYS = 1
GENERATION_DAYS = 15 * 366
_UNNAMED = re.compile(r"(bayi|by)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """What two rows are compared by; None or an empty text is unknown. Numbers come as hashes."""

    id: Any
    name: str
    sex: Sex | None
    birth_date: date
    birth_date_known: str = BirthDateKnown.EXACT.value
    nik: str | None = None
    nik_tail: str = ""
    mother_id: Any = None
    mother_name: str = ""
    household: Any = None
    posyandu: int | None = None
    dusun: str = ""
    rw: str = ""
    rt: str = ""
    # All numbers by which the person is reached; which of them is the person's own.
    phones: frozenset[str] = frozenset()
    own_phone: str = ""
    birth_order: int | None = None
    # The recorded birth of several babies that this one was born at.
    born_at: Any = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two rows look like one person (0-100), and why."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The reasons in words for the screen, what speaks against them last."""
        return tuple(reason.label for reason in self.reasons)


def compare(first: Person, second: Person) -> Likeness | None:
    """How alike two rows are; None where nothing says that they are one person.

    Source: points in the manner of Fellegi and Sunter (1969).
    """
    if _are_of_one_birth(first, second):
        return None
    same_nik = first.nik is not None and first.nik == second.nik
    # The date first: it is quick, and few dates are alike.
    born = _birth_date(first, second)
    if born is None and not same_nik and not _are_namesakes_at_home(first, second):
        return None
    name = _name(first, second)
    if not same_nik and (name is None or _are_twins(first, second, name[2])):
        return None
    reasons = [Reason.NIK] if same_nik else []
    points = float(POINTS[Reason.NIK] if same_nik else 0)
    if name is not None:
        reasons.append(name[0])
        points += name[1]
    reasons.append(born or Reason.OTHER_DATE)
    points += _points_of_date(reasons[-1], first.birth_date, second.birth_date)
    around = _surroundings(first, second)
    reasons += around
    points += sum(POINTS[reason] for reason in around)
    if Reason.NAME_LIKE in reasons and Reason.DATE not in reasons:
        points -= BOTH_MISWRITTEN
    if Reason.MOTHER in reasons and _mother_has_one_word(first, second):
        points -= MOTHER_OF_ONE_WORD
    return Likeness(min(max(round(points), 0), 100), tuple(reasons)) if points > 0 else None


def _name(first: Person, second: Person) -> tuple[Reason, float, float] | None:
    """The reason, its points, and the likeness from 0 to 1."""
    alike = likeness(first.name, second.name)
    if alike < ORDER and (is_unnamed(first.name) or is_unnamed(second.name)):
        return Reason.UNNAMED, POINTS[Reason.UNNAMED], SAME
    if alike == 0:
        return None
    # One word that is two joined words is worth two.
    shorter, longer = sorted(
        (sounds_of(first.name), sounds_of(second.name)), key=lambda sounds: (len(sounds), sounds)
    )
    points = _worth(longer if alike >= ORDER else shorter) - NAME_FALL * (1 - alike)
    if alike < ORDER:
        return Reason.NAME_LIKE, points, alike
    written = search_key(first.name) == search_key(second.name)
    return (Reason.NAME if written else Reason.NAME_SOUND), points, alike


@lru_cache(maxsize=1 << 17)
def is_unnamed(name: str) -> bool:
    """Whether a row is called after the mother because the baby had no name yet: Bayi Ny. Siti.

    Source: the usage of kaders.
    """
    return bool(_UNNAMED.match(name))


@lru_cache(maxsize=1 << 16)
def _worth(sounds: tuple[str, ...]) -> float:
    words = sum(COMMON_WORD if word in COMMON_FIRST else min(len(word), 3) / 3 for word in sounds)
    return NAME_BASE + NAME_FOR_EACH_WORD * min(words, NAME_WORDS)


def _birth_date(first: Person, second: Person) -> Reason | None:
    left, right = first.birth_date, second.birth_date
    known = {first.birth_date_known, second.birth_date_known}
    if left == right:
        return Reason.DATE if known == {BirthDateKnown.EXACT.value} else Reason.DATE_ROUGH
    if BirthDateKnown.YEAR_ONLY.value in known:
        return Reason.DATE_ROUGH if abs(left.year - right.year) <= YEAR_ONLY_YEARS else None
    if BirthDateKnown.ESTIMATED.value in known:
        return Reason.DATE_ROUGH if abs((left - right).days) <= ROUGH_DAYS else None
    return _miswritten(left, right)


def _miswritten(left: date, right: date) -> Reason | None:
    """How one date may have become the other."""
    if left.year == right.year and (left.day, left.month) == (right.month, right.day):
        return Reason.DATE_SWAPPED
    if (left.day, left.month) == (right.day, right.month) and abs(left.year - right.year) == 1:
        return Reason.DATE_YEAR
    if abs((left - right).days) <= NEAR_DAYS:
        return Reason.DATE_NEAR
    one_month_off = left.day == right.day and left.year == right.year and abs(left.month - right.month) == 1
    slips = OSA.distance(_digits(left), _digits(right), score_cutoff=2)
    if slips <= 1 or one_month_off:
        return Reason.DATE_NEAR
    swapped = _digits(left)[2:4] + _digits(left)[:2] + _digits(left)[4:]
    twice = slips == 2 or OSA.distance(swapped, _digits(right), score_cutoff=1) <= 1
    return Reason.DATE_TWICE if twice else None


@lru_cache(maxsize=1 << 16)
def _digits(day: date) -> str:
    return f"{day.day:02d}{day.month:02d}{day.year:04d}"


def _points_of_date(reason: Reason, first: date, second: date) -> int:
    is_default = any(
        (day.day, day.month) in DEFAULT_BIRTHDAYS and day.year < DEFAULT_BIRTHDAY_BEFORE
        for day in (first, second)
    )
    return min(POINTS[reason], DEFAULT_BIRTHDAY_POINTS) if is_default else POINTS[reason]


def _surroundings(first: Person, second: Person) -> list[Reason]:
    found = [_mother(first, second), _place(first, second), _nik(first, second)]
    if first.household is not None and first.household == second.household:
        found.append(Reason.FAMILY)
    elif first.phones & second.phones:
        # A family has one telephone: beside the family it says nothing more.
        found.append(Reason.PHONE)
    if first.sex and second.sex and first.sex != second.sex:
        found.append(Reason.OTHER_SEX)
    if first.birth_order and second.birth_order and first.birth_order != second.birth_order:
        found.append(Reason.OTHER_ORDER)
    return [reason for reason in found if reason is not None]


def _mother(first: Person, second: Person) -> Reason | None:
    if first.mother_id is not None and first.mother_id == second.mother_id:
        return Reason.MOTHER
    if not first.mother_name or not second.mother_name:
        return None
    alike = likeness(first.mother_name, second.mother_name)
    if alike >= ORDER:
        return Reason.MOTHER
    if alike >= MOTHER_LIKE_FROM:
        return Reason.MOTHER_LIKE
    return Reason.OTHER_MOTHER if alike < MOTHER_OTHER_BELOW else None


def _mother_has_one_word(first: Person, second: Person) -> bool:
    if first.mother_id is not None and first.mother_id == second.mother_id:
        return False
    return min(len(sounds_of(first.mother_name)), len(sounds_of(second.mother_name))) == 1


def _nik(first: Person, second: Person) -> Reason | None:
    if not first.nik or not second.nik or first.nik == second.nik:
        return None
    # One wrong digit seldom is one of the last four.
    same_tail = first.nik_tail and first.nik_tail == second.nik_tail
    return Reason.NIK_NEAR if same_tail else Reason.OTHER_NIK


def _place(first: Person, second: Person) -> Reason | None:
    if first.posyandu is None or first.posyandu != second.posyandu:
        return None
    same_rt = first.rt and (first.rt, first.rw, first.dusun) == (second.rt, second.rw, second.dusun)
    return Reason.SAME_RT if same_rt else Reason.SAME_POSYANDU


def _are_namesakes_at_home(first: Person, second: Person) -> bool:
    """Of one family, one generation and one name: nobody calls two children the same, whatever the dates say."""
    if first.household is None or first.household != second.household:
        return False
    if abs((first.birth_date - second.birth_date).days) > GENERATION_DAYS:
        return False
    return likeness(first.name, second.name) >= ORDER


def _are_of_one_birth(first: Person, second: Person) -> bool:
    """Whoever recorded the birth counted both; of a birth that was recorded twice, each order comes twice."""
    same = first.born_at is not None and first.born_at == second.born_at
    return (
        same
        and None not in (first.birth_order, second.birth_order)
        and first.birth_order != second.birth_order
    )


def _are_twins(first: Person, second: Person, alike: float) -> bool:
    """Two children of one birth: their names differ where twins' names do, and something else says two.

    All that they share (mother, day, family, place) twins share too, so that only name, sex, NIK and order can tell.
    """
    if alike >= ORDER or abs((first.birth_date - second.birth_date).days) > TWIN_DAYS:
        return False
    if _mother(first, second) is not Reason.MOTHER and (
        first.household is None or first.household != second.household
    ):
        return False
    signs = (
        _nik(first, second) is Reason.OTHER_NIK,
        bool(first.sex and second.sex and first.sex != second.sex),
        bool(first.birth_order and second.birth_order and first.birth_order != second.birth_order),
    )
    return any(signs) and _other_endings(sounds_of(first.name), sounds_of(second.name))


def _other_endings(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether a word of one name has another ending in the other: Rafa and Rafi, Hasan and Hasanah."""
    return any(
        a[-1] != b[-1] and (stem := min(len(a), len(b)) - 1) > 1 and a[:stem] == b[:stem]
        for a, b in zip(first, second, strict=False)
    )
