"""Every column of every card, declared once: what it is called, who fills it at which step, and for whom it is asked.

Pages, the grid, the API, the printed cards and the sheet for a day without a phone all read this list. Source of the
columns: Kartu Bantu Pemeriksaan 2023 with the newer columns of 2025; misprints of the cards are put right (docs).
"""

from __future__ import annotations

from datetime import date

from registry.models import Resident
from registry.rules.life_stage import Sex, age_on, life_stage_on
from visits.columns.asking import EDUCATION, TUBERCULOSIS, tuberculosis
from visits.columns.bodies import BODY_SERVICES
from visits.columns.children import CHILD_SERVICES
from visits.columns.column import ADULT, CHILD, SCHOOL, STEPS, Column, Home, Kind, Who
from visits.columns.measuring import CURVES, MEASURES, REGISTRATION
from visits.columns.mothers import MOTHER_SERVICES
from visits.education import topics_for
from visits.models import CARD_OF_STAGE
from visits.rules.book import CURRENT, Rules
from visits.rules.eligibility import Screening

__all__ = [
    "ADULT",
    "ALL",
    "CHILD",
    "NAMES",
    "SCHOOL",
    "STEPS",
    "TUBERCULOSIS",
    "Column",
    "Home",
    "Kind",
    "Who",
    "columns_for",
    "topic_choices",
    "who_is",
]

# In the order of the day.
ALL: tuple[Column, ...] = (
    *REGISTRATION,
    *MEASURES,
    *CURVES,
    *MOTHER_SERVICES,
    *CHILD_SERVICES,
    *BODY_SERVICES,
    *tuberculosis(),
    *EDUCATION,
)
NAMES: tuple[str, ...] = tuple(dict.fromkeys(column.name for column in ALL))


def who_is(
    person: Resident,
    day: date,
    *,
    mother: str = "",
    due: frozenset[Screening] | None = None,
    rules: Rules = CURRENT,
    card: str = "",
) -> Who:
    """The person on a day; `card` where it is not that of the life stage. ValueError when `day` is before birth."""
    return Who(
        card=card or CARD_OF_STAGE[life_stage_on(person.birth_date, day)],
        sex=Sex(person.sex),
        age=age_on(person.birth_date, day),
        birth_date=person.birth_date,
        day=day,
        mother=mother,
        due=due,
        rules=rules,
    )


def columns_for(who: Who, step: int | None = None) -> list[Column]:
    """The columns that stand on this person's card, in the order of the day; those of one step."""
    return [column for column in ALL if (step is None or column.step == step) and column.on(who)]


def topic_choices(who: Who) -> list[tuple[str, str]]:
    """Topics of education that suit the person."""
    return topics_for(card=who.card, mother=who.is_mother)
