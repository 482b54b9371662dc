"""Development: the KPSP of nakes and the checklist of the Buku KIA (KPSP-01, KPSP-02, KEMBANG-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from registry.rules.life_stage import age_on
from visits.rules.book import CURRENT, Row, Rules
from visits.rules.growth_age import corrected_age_days


class KpspResult(StrEnum):
    """What the number of "Ya" on a KPSP form means."""

    ON_TRACK = "Sesuai"
    DOUBTFUL = "Meragukan"
    DEVIATING = "Penyimpangan"


class ChecklistResult(StrEnum):
    """The card's word for a filled checklist; Tidak Lengkap is a referral."""

    COMPLETE = "Lengkap"
    INCOMPLETE = "Tidak Lengkap"


@dataclass(frozen=True, slots=True)
class KpspForm:
    """The age in rounded months, and the form for it: its age in months, None when there is no form."""

    rounded_months: int
    form: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the checklist. `items` is empty where the sheet is only in the book."""

    code: str
    label: str
    items: tuple[str, ...]


def kpsp_form(
    birth_date: date, day: date, gestation_days: int | None = None, *, rules: Rules = CURRENT
) -> KpspForm:
    """The KPSP form on `day`: 16 days make a month, then the form of that age or the next younger one (KPSP-01).

    The age of a child born before 37 weeks (gestation in days) is corrected to 24 months. No form under 3 months,
    before term, or after 72 completed months. Raises ValueError when `day` is before birth.
    """
    lived = age_on(birth_date, day).days
    corrected = corrected_age_days(lived, gestation_days, rules=rules)
    if corrected < 0:
        return KpspForm(0, None)
    age = age_on(birth_date + timedelta(days=lived - corrected), day)
    rows = rules.rows("development")["kpsp"]
    rounded = age.months + (age.days_part >= rows["round_up_from_days"])
    fitting = [form for form in rows["forms"] if form <= rounded and age.months <= rows["to_month"]]
    return KpspForm(rounded, max(fitting, default=None))


def judge_kpsp(yes: int | None, *, rules: Rules = CURRENT) -> KpspResult | None:
    """Result for the number of "Ya" of 10 (KPSP-02). None in, None out. Raises ValueError outside 0 to 10."""
    if yes is None:
        return None
    rows = rules.rows("development")["kpsp"]
    if not 0 <= yes <= rows["questions"]:
        raise ValueError(f"Jumlah jawaban Ya harus 0 sampai {rows['questions']}.")
    return KpspResult(next(row for row in rows["results"] if yes >= row["from"])["result"])


def kpsp_refers(result: KpspResult | None, *, rules: Rules = CURRENT) -> bool:
    """Whether a KPSP result is a referral at once; a doubtful one is repeated first (KPSP-02)."""
    rows = rules.rows("development")["kpsp"]["results"]
    return any(row["result"] == result and row["refer"] for row in rows)


def checklist_sheet(birth_date: date, day: date, *, rules: Rules = CURRENT) -> Sheet | None:
    """The sheet of the Buku KIA for the age on `day`; None under 29 days and from 72 completed months (KEMBANG-01).

    Raises ValueError when `day` is before birth.
    """
    age = age_on(birth_date, day)
    for row in rules.rows("development")["sheets"]:
        if age.days >= row.get("from_day", 0) and row.get("from_month", 0) <= age.months <= row["to_month"]:
            return _sheet(row)
    return None


def judge_checklist(answers: Sequence[bool | None]) -> ChecklistResult | None:
    """One "Tidak" makes the sheet Tidak Lengkap, all "Ya" make it Lengkap (KEMBANG-01).

    None while questions are open (None) or when there are none.
    """
    if any(answer is False for answer in answers):
        return ChecklistResult.INCOMPLETE
    return ChecklistResult.COMPLETE if answers and None not in answers else None


def _sheet(row: Row) -> Sheet:
    return Sheet(row["sheet"], row["label"], row["items"])
