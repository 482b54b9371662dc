"""Who a column is asked of, and what a column is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.rules.life_stage import Age, Sex
from visits.models import MotherState, ServiceGiven
from visits.rules.book import CURRENT, Rules
from visits.rules.eligibility import Screening

CHILD, SCHOOL, ADULT = "child_check", "school_age_check", "adult_check"
STEPS = {
    1: "Pendaftaran",
    2: "Penimbangan & pengukuran",
    3: "Pencatatan",
    4: "Pelayanan kesehatan",
    5: "Penyuluhan",
}
# Columns of 15 years and over (forms 3.4); from 7 years a blood pressure may be written (TD-04).
GROWN_YEARS = 15
PRESSURE_YEARS = 7
ELDERLY_YEARS = 60
FERTILE_YEARS = range(15, 50)
GIRL_YEARS = range(10, 19)
BREAST_MONTHS, WEANED_MONTHS = 6, 24


class Kind(StrEnum):
    """How a value is typed and read."""

    DECIMAL = "decimal"
    WHOLE = "whole"
    ANSWER = "answer"
    TICK = "tick"
    CHOICE = "choice"
    TEXT = "text"
    TOPICS = "topics"


class Home(StrEnum):
    """Where the value is kept (visits.fields)."""

    CARD = "card"
    MOTHER = "mother"
    VISIT = "visit"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Who:
    """The person on the day of the visit, as far as it decides which columns are asked."""

    card: str
    sex: Sex
    age: Age
    birth_date: date
    day: date
    mother: str = ""
    # Yearly screenings that are due; None where nobody looked.
    due: frozenset[Screening] | None = None
    rules: Rules = CURRENT

    @property
    def is_mother(self) -> bool:
        """Whether the mothers' card is filled."""
        return bool(self.mother)

    @property
    def mother_label(self) -> str:
        """The side of the mothers' card in words."""
        return MotherState(self.mother).label if self.mother else ""

    @property
    def years(self) -> int:
        """Completed years."""
        return self.age.years

    def owes(self, screening: Screening) -> bool:
        """Whether a yearly screening is due, or might be."""
        return self.due is None or screening in self.due


Test = Callable[[Who], bool]


def always(_who: Who) -> bool:
    return True


def never(_who: Who) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `on` says on whose card it stands, `asked` whether it is asked today; the others are folded away.

    `label` may depend on the person. `before` is the column whose Ya makes this one worth asking.
    """

    name: str
    label: str | Callable[[Who], str]
    step: int
    kind: Kind
    on: Test
    home: Home = Home.CARD
    asked: Test = always
    unit: str = ""
    places: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    yes: str = "Ya"
    no: str = "Tidak"
    most: int = 0
    service: ServiceGiven.Kind | None = None
    # Which part of the service it is: "quantity" or "detail".
    part: str = "quantity"
    help: str = ""
    before: str = ""
    group: str = ""

    def label_for(self, who: Who) -> str:
        """The label on the card of this person."""
        return self.label if isinstance(self.label, str) else self.label(who)
