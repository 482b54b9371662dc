"""Who gets which screening, and which are due (ELIG-01).

Source: KMK HK.01.07/MENKES/2015/2023, service packages by age. Ages are completed years on the day of service.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from registry.rules.life_stage import add_months
from visits.rules.book import CURRENT, Row, Rules


class Screening(StrEnum):
    """Screenings that depend on age."""

    BLOOD_PRESSURE = "tekanan_darah"
    OBESITY = "obesitas"
    EYES = "mata"
    BLOOD_SUGAR = "gula_darah"
    LUNGS = "PUMA"
    MENTAL_HEALTH = "SRQ20"
    INDEPENDENCE = "AKS"
    ELDERLY = "SKILAS"


def screenings_for(
    age_years: int, *, at_risk: bool = False, tuberculosis: bool = False, rules: Rules = CURRENT
) -> tuple[Screening, ...]:
    """The screenings of this age (ELIG-01), in the order of the card.

    `at_risk`: obese, central obesity or high blood pressure; `tuberculosis`: under treatment for it.
    """
    rows = rules.rows("eligibility")["screenings"]
    return tuple(
        Screening(row["code"])
        for row in rows
        if _is_due(row, age_years, at_risk=at_risk, tuberculosis=tuberculosis)
    )


def due_screenings(
    age_years: int,
    last_done: Mapping[Screening, date],
    day: date,
    *,
    at_risk: bool = False,
    tuberculosis: bool = False,
    rules: Rules = CURRENT,
) -> tuple[Screening, ...]:
    """The screenings of this age never done, or last done so many months ago as its interval (ELIG-01)."""
    months = {row["code"]: row["every_months"] for row in rules.rows("eligibility")["screenings"]}
    wanted = screenings_for(age_years, at_risk=at_risk, tuberculosis=tuberculosis, rules=rules)
    return tuple(
        screening
        for screening in wanted
        if screening not in last_done or add_months(last_done[screening], months[screening]) <= day
    )


def screening_label(screening: Screening, *, rules: Rules = CURRENT) -> str:
    """Words for screens, one for each screening (ELIG-01)."""
    rows = rules.rows("eligibility")["screenings"]
    return next(str(row["label"]) for row in rows if row["code"] == screening)


def _is_due(row: Row, age_years: int, *, at_risk: bool, tuberculosis: bool) -> bool:
    if age_years >= row["from"]:
        return True
    if at_risk and age_years >= row.get("from_with_risk", row["from"]):
        return True
    return tuberculosis and bool(row.get("with_tuberculosis"))
