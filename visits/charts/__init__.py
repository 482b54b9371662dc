"""Charts on a person's page: the curves of the Buku KIA for a child, blood pressure for everyone older."""

from __future__ import annotations

from collections.abc import Sequence

from registry.models import Resident
from visits.charts.growth import KINDS, growth_chart
from visits.charts.pressure import pressure_chart
from visits.charts.readings import Chart, ChartRow
from visits.models import ChildCheck, Visit

__all__ = ["Chart", "ChartRow", "growth_charts"]


def growth_charts(resident: Resident, visits: Sequence[Visit]) -> list[Chart]:
    """Charts for the person's page, by the newest card: growth under six years, blood pressure from there.

    `visits` are the person's active ones with their cards, in any order. No values, no chart.
    """
    ordered = sorted((visit for visit in visits if visit.card is not None), key=lambda visit: visit.date)
    if not ordered:
        return []
    if isinstance(ordered[-1].card, ChildCheck):
        cards = [(visit.date, visit.card) for visit in ordered if isinstance(visit.card, ChildCheck)]
        charts = [growth_chart(kind, resident, cards) for kind in KINDS]
    else:
        charts = [pressure_chart(resident, ordered)]
    return [chart for chart in charts if chart is not None]
