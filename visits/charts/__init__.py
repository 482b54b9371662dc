"""Charts on a person's page: the curves of WHO for a child, blood pressure for everyone older."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from registry.models import Resident
from visits.charts.growth import growth_chart
from visits.charts.kinds import (
    BMI_FOR_AGE,
    HEAD_FOR_AGE,
    MAIN,
    SCHOOL,
    WEIGHT_FOR_HEIGHT,
    WEIGHT_FOR_LENGTH,
    Card,
    GrowthKind,
)
from visits.charts.pressure import pressure_chart
from visits.charts.readings import Chart, ChartRow
from visits.models import AdultCheck, ChildCheck, SchoolAgeCheck, Visit
from visits.rulebook import Shelf, shelf
from visits.rules.book import Rules
from visits.rules.growth import LAST_DAY_2006

__all__ = ["Chart", "ChartRow", "PersonCharts", "growth_charts", "person_charts"]

Cards = Sequence[tuple[date, Card]]


class PersonCharts(NamedTuple):
    """The charts of one person: those shown at once, and those that are folded away below them."""

    shown: list[Chart]
    folded: list[Chart]


def person_charts(resident: Resident, visits: Sequence[Visit], books: Shelf | None = None) -> PersonCharts:
    """Charts for the person's page, by the newest card and age. No values, no chart.

    Under five weight and height for age are shown, the others folded; from five years height and BMI of 5 to 19
    years; from the card of school age on blood pressure too. `visits` are the person's active ones with their cards,
    in any order; whoever has the `books` of rules open passes them on, which saves a look-up.
    """
    ordered = sorted((visit for visit in visits if visit.card is not None), key=lambda visit: visit.date)
    if not ordered:
        return PersonCharts([], [])
    newest = ordered[-1]
    book = (books or shelf()).book_for(resident.posyandu_id)
    pressure = [chart for chart in [pressure_chart(resident, ordered, book)] if chart is not None]
    if isinstance(newest.card, AdultCheck):
        return PersonCharts(pressure, [])
    cards = [
        (visit.date, visit.card) for visit in ordered if isinstance(visit.card, ChildCheck | SchoolAgeCheck)
    ]
    rules = book.on(newest.date)
    school_age = _drawn(SCHOOL, resident, cards, rules)
    if not isinstance(newest.card, ChildCheck):
        return PersonCharts(school_age + pressure, [])
    under_five, further = _drawn(MAIN, resident, cards, rules), _further(resident, cards, rules)
    if school_age and (newest.date - resident.birth_date).days > LAST_DAY_2006:
        return PersonCharts(school_age, under_five + further)
    return PersonCharts(under_five, further)


def growth_charts(resident: Resident, visits: Sequence[Visit]) -> list[Chart]:
    """The charts shown at once."""
    return person_charts(resident, visits).shown


def _further(resident: Resident, cards: Cards, rules: Rules) -> list[Chart]:
    """Weight for height (lying under two years, where nothing newer is known), BMI and head for age."""
    for_height = _drawn((WEIGHT_FOR_HEIGHT, WEIGHT_FOR_LENGTH), resident, cards, rules)
    return for_height[:1] + _drawn((BMI_FOR_AGE, HEAD_FOR_AGE), resident, cards, rules)


def _drawn(kinds: Iterable[GrowthKind], resident: Resident, cards: Cards, rules: Rules) -> list[Chart]:
    charts = (growth_chart(kind, resident, cards, rules) for kind in kinds)
    return [chart for chart in charts if chart is not None]
