"""All services a person was given, with what the cards say of whether they were taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from registry.models import Resident
from registry.rules.life_stage import Sex
from registry.rules.wording import short_date
from visits.models import ServiceGiven, Visit
from visits.services_given.wording import place_words, service_words

_WHY = "of a person the caller may see"
Kind = ServiceGiven.Kind
# Which column of which card says whether it was taken, its words for Ya and Tidak, and whether the question is about
# what was handed out at an earlier visit.
_TAKEN: Mapping[str, tuple[tuple[str, str, str, str, bool], ...]] = {
    Kind.IRON: (
        ("mother_check", "iron_daily", "Diminum tiap hari", "Tidak diminum tiap hari", True),
        ("school_age_check", "iron_weekly", "Diminum seminggu terakhir", "Tidak diminum", True),
    ),
    Kind.PREGNANCY_FOOD: (
        ("mother_check", "extra_food_daily", "Dimakan tiap hari", "Tidak dimakan tiap hari", True),
    ),
    Kind.VITAMIN_A_MOTHER: (("mother_check", "vitamin_a_taken", "Diminum", "Tidak diminum", False),),
    Kind.LOCAL_FOOD: (("child_check", "local_food_eaten", "Dimakan", "Tidak dimakan", False),),
}


class Ages(NamedTuple):
    """Completed years within which a service makes sense, or did within the last years; some for women alone."""

    first: int
    last: int
    women: bool = False


AGES: Mapping[Kind, Ages] = {
    Kind.VITAMIN_A: Ages(0, 5),
    Kind.DEWORMING: Ages(1, 18),
    Kind.LOCAL_FOOD: Ages(0, 5),
    Kind.IRON: Ages(10, 49, women=True),
    Kind.PREGNANCY_FOOD: Ages(15, 49, women=True),
    Kind.VITAMIN_A_MOTHER: Ages(15, 49, women=True),
    Kind.CONTRACEPTION: Ages(15, 59),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What was said about taking it: a word, how loud, and when it was asked."""

    level: str
    word: str
    asked_on: date | None = None

    @property
    def words(self) -> str:
        """The word with the day on which it was said, where that is another one."""
        return f"{self.word} ({short_date(self.asked_on)})" if self.asked_on else self.word


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One service as a person's page shows it."""

    row: ServiceGiven
    words: str
    where: str
    taken: Taken

    @property
    def is_of_visit(self) -> bool:
        """Whether it is corrected on its visit rather than here."""
        return self.row.visit_id is not None


def services_of(resident: Resident) -> list[ServiceGiven]:
    """What was really given to a person, newest first, with its places loaded."""
    rows = ServiceGiven.objects.unscoped(_WHY).counting().filter(resident=resident)
    related = rows.select_related("posyandu__unit", "visit__posyandu__unit", "recorded_by")
    return list(related.order_by("-given_on", "kind", "pk"))


def history_of(resident: Resident) -> list[GivenLine]:
    """Given on, what, how much, where, by whom, and whether it was taken; newest first. Two queries."""
    rows = services_of(resident)
    visits = Visit.objects.unscoped(_WHY).active().filter(resident=resident).with_cards()
    answers = _answers(visits.order_by("date"))
    return [GivenLine(row, service_words(row), place_words(row), _taken(row, answers)) for row in rows]


def _answers(visits: Iterable[Visit]) -> dict[str, list[tuple[date, bool, str, bool]]]:
    """By kind of service every answer about taking it: day, answer, words, and whether it looks back."""
    found: dict[str, list[tuple[date, bool, str, bool]]] = {kind: [] for kind in _TAKEN}
    for visit in visits:
        for kind, columns in _TAKEN.items():
            for card, name, yes, no, looks_back in columns:
                answer = getattr(getattr(visit, card, None), name, None)
                if answer is not None:
                    found[kind].append((visit.date, answer, yes if answer else no, looks_back))
    return found


def _taken(row: ServiceGiven, answers: Mapping[str, list[tuple[date, bool, str, bool]]]) -> Taken:
    """The first answer after it was given; of the same day only where the question is about that day."""
    for on, answer, words, looks_back in answers.get(row.kind, ()):
        if on > row.given_on or (on == row.given_on and not looks_back):
            asked = on if on != row.given_on else None
            return Taken("baik" if answer else "perhatian", words, asked)
    return Taken("kosong", "Belum ditanyakan" if row.kind in _TAKEN else "")


def kinds_for(resident: Resident, day: date) -> list[str]:
    """The services that make sense for a person of this age and sex, or did within the last years."""
    years, female = resident.age_on(day).years, resident.sex == Sex.FEMALE
    return [
        str(kind)
        for kind, ages in AGES.items()
        if ages.first <= years <= ages.last and (female or not ages.women)
    ]
