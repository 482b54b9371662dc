"""Monthly counts."""

from reports.models.recap import RECAPS, AdultMonth, ChildMonth, MonthCount, PopulationMonth, SchoolAgeMonth

__all__ = ["RECAPS", "AdultMonth", "ChildMonth", "MonthCount", "PopulationMonth", "SchoolAgeMonth"]
