"""The age that a child's measures are compared at: exact days or full months, corrected or not (ANT-13, ANT-15).

Immunisation, vitamin A, minimum gain and SKDN groups always go by the age since birth.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from registry.rules.life_stage import completed_months
from visits.rules.book import CURRENT, Rules


class AgeMethod(StrEnum):
    """Which age enters WHO's tables."""

    DAYS = "harian"
    FULL_MONTHS = "bulan_penuh"


@dataclass(frozen=True, slots=True)
class GrowthAge:
    """Ages of one visit. `table_day` is where WHO's tables are opened; None while the corrected age is negative."""

    table_day: int | None
    days: int
    corrected_days: int
    method: AgeMethod


def growth_age(
    birth_date: date, day: date, gestation_days: int | None = None, *, rules: Rules = CURRENT
) -> GrowthAge:
    """Age for z-scores by the settings of the kabupaten (ANT-13, ANT-15); gestation at birth in days, if known.

    Raises ValueError when `day` is before birth.
    """
    lived = (day - birth_date).days
    if lived < 0:
        raise ValueError("Tanggal ini sebelum tanggal lahir.")
    rows = rules.rows("growth_age")
    used = gestation_days if rows["correct_preterm"] == "ya" else None
    corrected = corrected_age_days(lived, used, rules=rules)
    method = AgeMethod(rows["method"])
    if corrected < 0:
        return GrowthAge(None, lived, corrected, method)
    if method is AgeMethod.DAYS:
        return GrowthAge(corrected, lived, corrected, method)
    # The birth date moves with the correction, so that its months are counted by the calendar too.
    months = completed_months(birth_date + timedelta(days=lived - corrected), day)
    return GrowthAge(day_of_full_months(months, rules=rules), lived, corrected, method)


def day_of_full_months(months: int, *, rules: Rules = CURRENT) -> int:
    """The day of WHO's tables for completed months: months x 30.4375, half up (ANT-13)."""
    days = months * Decimal(rules.rows("growth_age")["days_per_month"])
    return int(days.to_integral_value(ROUND_HALF_UP))


def corrected_age_days(age_days: int, gestation_days: int | None, *, rules: Rules = CURRENT) -> int:
    """Days since the date of term for a child born before 37 weeks, to day 730; negative before term (ANT-15).

    Otherwise, and without a gestation (days at birth), the age itself.
    """
    rows = rules.rows("growth_age")
    if gestation_days is None or age_days > rows["corrected_to_day"]:
        return age_days
    early = rows["term_days"] - gestation_days if gestation_days < rows["preterm_before_days"] else 0
    return age_days - int(early)
