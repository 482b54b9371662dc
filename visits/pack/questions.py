"""What is asked of whom: every column once, and the people who are asked the same share one profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from registry.rules.life_stage import Sex, age_on, latest_birth_with_months, life_stage_on
from visits.columns import STEPS, Column, Home, Who, columns_for, topic_choices
from visits.education import TOPICS
from visits.fields import COLUMNS
from visits.models import CARD_OF_STAGE
from visits.pack.questionnaires import forms_at, questions_of
from visits.phone import card_name
from visits.rules.book import Rules
from visits.rules.eligibility import due_screenings

Values = dict[str, Any]
# Newborns are told apart by the day, young children by the month, all others by the year.
_BY_DAY, _BY_MONTH, _OLDEST = 62, 84, 130 * 12
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Profile:
    """The questions of a card: names of columns by step, those folded away, and labels that depend on the person."""

    card: str
    mother: str
    steps: tuple[tuple[int, tuple[str, ...]], ...]
    folded: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The columns in the order of the day."""
        return [name for _, names in self.steps for name in names]

    def content(self) -> Values:
        """The profile as it is sent."""
        folded = set(self.folded)
        sections = [
            {
                "step": step,
                "columns": list(names),
                "folded": [name for name in names if name in folded],
            }
            for step, names in self.steps
        ]
        return {
            "card": self.card,
            "mother": self.mother,
            "sections": sections,
            "labels": dict(self.labels),
            "topics": list(self.topics),
        }


class Profiles:
    """The distinct profiles of a package, in the order they were met."""

    def __init__(self) -> None:
        self._places: dict[Profile, int] = {}

    def place_of(self, profile: Profile) -> int:
        """The number under which a profile is sent."""
        return self._places.setdefault(profile, len(self._places))

    def content(self) -> list[Values]:
        """All of them as they are sent."""
        return [profile.content() for profile in self._places]


@dataclass(frozen=True, slots=True)
class Newcomers:
    """What somebody is asked who is registered on the day: born from `first` (None: however long ago) to `last`."""

    sex: Sex
    first: date | None
    last: date
    profile: Profile
    forms: tuple[str, ...]


def profile_of(who: Who) -> Profile:
    """The questions of one person, while nothing is filled yet."""
    columns = columns_for(who)
    steps = [(step, tuple(each.name for each in columns if each.step == step)) for step in STEPS]
    return Profile(
        card=card_name(who.card),
        mother=who.mother,
        steps=tuple((step, names) for step, names in steps if names),
        folded=tuple(each.name for each in columns if not each.asked(who)),
        labels=tuple((each.name, each.label_for(who)) for each in columns if not isinstance(each.label, str)),
        topics=tuple(code for code, _ in topic_choices(who)),
    )


@lru_cache(maxsize=16)
def newcomers(day: date, rules: Rules) -> tuple[Newcomers, ...]:
    """Profiles and questionnaires for whoever has no history yet, by sex and birth date; mothers are not among them."""
    return tuple(found for sex in Sex for found in _newcomers(sex, day, rules))


def _newcomers(sex: Sex, day: date, rules: Rules) -> Iterator[Newcomers]:
    births = _turns(day)
    asked = [(birth, _asked_of(sex, birth, day, rules)) for birth in births]
    blocks = [
        (found, [birth for birth, _ in same]) for found, same in groupby(asked, key=lambda each: each[1])
    ]
    for number, ((profile, forms), same) in enumerate(blocks):
        following = blocks[number + 1][1][0] if number + 1 < len(blocks) else None
        first = following + timedelta(days=1) if following else None
        yield Newcomers(sex, first, same[0], profile, forms)


def _turns(day: date) -> list[date]:
    """Birth dates at which another age begins, the youngest first."""
    months = [*range(_BY_MONTH), *range(_BY_MONTH, _OLDEST, _YEAR)]
    days = {day - timedelta(days=number) for number in range(_BY_DAY)}
    found = days | {min(latest_birth_with_months(number, day), day) for number in months}
    return sorted(found, reverse=True)


def _asked_of(sex: Sex, birth: date, day: date, rules: Rules) -> tuple[Profile, tuple[str, ...]]:
    age = age_on(birth, day)
    stage = life_stage_on(birth, day)
    due = due_screenings(age.years, {}, day, rules=rules)
    who = Who(
        card=CARD_OF_STAGE[stage],
        sex=sex,
        age=age,
        birth_date=birth,
        day=day,
        due=frozenset(due),
        rules=rules,
    )
    return profile_of(who), forms_at(birth, day, rules)


@lru_cache(maxsize=16)
def questionnaires(day: date, rules: Rules) -> Mapping[str, Values]:
    """The questions of every form that is asked of anybody of any age on the day, by the key of the form."""
    births = {key: each.last for each in newcomers(day, rules) for key in each.forms}
    return {key: questions_of(key, birth, day, rules) for key, birth in births.items()}


def newcomers_content(found: Newcomers, profiles: Profiles) -> Values:
    """A row of the defaults as it is sent."""
    return {
        "sex": found.sex.value,
        "born_from": found.first.isoformat() if found.first else None,
        "born_to": found.last.isoformat(),
        "profile": profiles.place_of(found.profile),
        "forms": list(found.forms),
    }


@cache
def catalogue() -> Mapping[str, Values]:
    """Every column by name, in the order of the day; what is empty is left out."""
    return {name: _declared(column) for name, column in COLUMNS.items()}


@cache
def topics() -> Mapping[str, str]:
    """The words of each topic of education by its code."""
    return {topic.code: topic.label for topic in TOPICS}


def _declared(column: Column) -> Values:
    found = {
        "label": column.label if isinstance(column.label, str) else "",
        "kind": column.kind.value,
        "step": column.step,
        "home": column.home.value,
        "unit": column.unit,
        "places": column.places,
        "choices": [list(choice) for choice in column.choices],
        "most": column.most,
        "help": column.help,
        "before": column.before,
        "group": column.group,
    }
    if (column.yes, column.no) != ("Ya", "Tidak"):
        found |= {"yes": column.yes, "no": column.no}
    if column.home is Home.SERVICE:
        found |= {"service": str(column.service), "part": column.part}
    return {key: value for key, value in found.items() if value}
