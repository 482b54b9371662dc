"""The right form for the age, and what its answers mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from registry.rules.life_stage import add_months
from visits.rules.book import CURRENT
from visits.rules.development import (
    ChecklistResult,
    KpspForm,
    KpspResult,
    checklist_sheet,
    judge_checklist,
    judge_kpsp,
    kpsp_form,
    kpsp_refers,
)

BIRTH = date(2025, 3, 5)


def sheet_at(months: int, days: int = 0) -> str | None:
    sheet = checklist_sheet(BIRTH, add_months(BIRTH, months) + timedelta(days=days))
    return None if sheet is None else sheet.code


def test_a_sheet_starts_on_the_birthday_of_its_month_and_ends_the_day_before_the_next() -> None:
    starts = {3: "3-6bl", 6: "6-9bl", 9: "9-12bl", 12: "12-18bl", 18: "18-24bl", 24: "2-3th", 36: "3-4th"}
    starts |= {48: "4-5th", 60: "5-6th"}
    before = "29hr-3bl"
    for months, code in starts.items():
        assert sheet_at(months, -1) == before
        assert sheet_at(months) == code
        before = code
    assert sheet_at(72, -1) == "5-6th"
    assert sheet_at(72) is None


def test_the_first_sheet_is_for_the_29th_day_on() -> None:
    assert checklist_sheet(BIRTH, BIRTH + timedelta(days=28)) is None
    assert checklist_sheet(BIRTH, BIRTH + timedelta(days=29)) is not None


def test_each_sheet_has_as_many_items_as_the_book() -> None:
    for row in CURRENT.rows("development")["sheets"]:
        assert len(row["items"]) == (row["count"] or 0)
        assert len(set(row["items"])) == len(row["items"])


def test_one_no_is_enough_for_tidak_lengkap() -> None:
    assert judge_checklist([True, True]) is ChecklistResult.COMPLETE
    assert judge_checklist([True, None, False]) is ChecklistResult.INCOMPLETE
    assert judge_checklist([True, None]) is None
    assert judge_checklist([]) is None


def test_the_preterm_child_gets_the_form_of_its_corrected_age() -> None:
    day = add_months(BIRTH, 7)
    assert kpsp_form(BIRTH, day) == KpspForm(7, 6)
    assert kpsp_form(BIRTH, day, 32 * 7) == KpspForm(5, 3)
    assert kpsp_form(BIRTH, day, 37 * 7) == KpspForm(7, 6)
    assert kpsp_form(BIRTH, BIRTH, 32 * 7) == KpspForm(0, None)


def test_there_is_no_form_after_72_completed_months() -> None:
    assert kpsp_form(BIRTH, add_months(BIRTH, 73) - timedelta(days=1)).form == 72
    assert kpsp_form(BIRTH, add_months(BIRTH, 73)).form is None


def test_a_deviation_is_sent_on_and_a_doubt_is_repeated() -> None:
    assert not kpsp_refers(judge_kpsp(9))
    assert not kpsp_refers(judge_kpsp(7))
    assert kpsp_refers(judge_kpsp(6))
    assert not kpsp_refers(None)
    assert judge_kpsp(None) is None


@pytest.mark.parametrize("yes", [-1, 11])
def test_more_answers_than_questions_are_refused(yes: int) -> None:
    with pytest.raises(ValueError, match="0 sampai 10"):
        judge_kpsp(yes)


def test_every_result_has_its_sentence() -> None:
    rows = CURRENT.rows("development")
    assert set(rows["advice"]) == {*KpspResult, *ChecklistResult}
    assert [row["result"] for row in rows["kpsp"]["results"]] == list(KpspResult)
