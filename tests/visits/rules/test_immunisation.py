"""What a child of the village is due for, when doses are late, early, missing or given elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from registry.rules.life_stage import Sex, add_months
from visits.rules.book import CURRENT, Book, Override
from visits.rules.immunisation import (
    DoseStatus,
    DoseWarning,
    check_dose,
    dose_codes,
    doses_due,
    is_interval_valid,
    missing_for_age,
    next_allowed,
    planned_doses,
    schedule,
    school_doses,
    warning_text,
)

BIRTH = date(2026, 1, 10)


def due(day: date, given: dict[str, date | None]) -> list[str]:
    return [dose.code for dose in doses_due(BIRTH, day, given)]


def given_on_time(until: date) -> dict[str, date | None]:
    return {code: day for code, day in schedule(BIRTH).items() if day < until}


def status_of(code: str, day: date, given: dict[str, date | None]) -> DoseStatus:
    return {dose.code: dose.status for dose in planned_doses(BIRTH, day, given)}[code]


def test_a_newborn_is_due_for_hepatitis_b_on_its_first_day_and_late_after_it() -> None:
    assert due(BIRTH, {}) == ["HB0"]
    assert status_of("HB0", BIRTH, {}) is DoseStatus.DUE
    assert status_of("HB0", date(2026, 1, 11), {}) is DoseStatus.OVERDUE
    assert status_of("HB0", date(2026, 1, 17), {}) is DoseStatus.OVERDUE
    assert status_of("HB0", date(2026, 1, 18), {}) is DoseStatus.TOO_OLD


def test_each_birthday_month_brings_the_doses_of_the_schedule() -> None:
    expected = {
        1: ["BCG", "OPV1"],
        2: ["DPT1", "OPV2", "PCV1", "RV1"],
        3: ["DPT2", "OPV3", "PCV2", "RV2"],
        4: ["DPT3", "OPV4", "IPV1", "RV3"],
        9: ["MR1", "IPV2"],
        12: ["PCV3"],
        18: ["DPT4", "MR2"],
    }
    for months, codes in expected.items():
        day = add_months(BIRTH, months)
        assert due(day, given_on_time(day)) == codes
        assert due(day - timedelta(days=1), given_on_time(day)) == []


def test_a_dose_is_late_a_month_after_its_day_and_the_boosters_at_24_months() -> None:
    given = given_on_time(date(2026, 3, 10))
    assert status_of("DPT1", date(2026, 4, 9), given) is DoseStatus.DUE
    assert status_of("DPT1", date(2026, 4, 10), given) is DoseStatus.OVERDUE
    given = given_on_time(date(2027, 7, 10))
    assert status_of("MR2", date(2028, 1, 9), given) is DoseStatus.DUE
    assert status_of("MR2", date(2028, 1, 10), given) is DoseStatus.OVERDUE


def test_a_late_first_dose_moves_the_next_one() -> None:
    given: dict[str, date | None] = {"DPT1": date(2026, 6, 1)}
    assert "DPT2" not in due(date(2026, 6, 28), given)
    assert status_of("DPT2", date(2026, 6, 28), given) is DoseStatus.LATER
    assert "DPT2" in due(date(2026, 6, 29), given)
    assert status_of("DPT3", date(2026, 6, 29), given) is DoseStatus.AFTER_PREVIOUS


def test_catching_up_at_eleven_months_leaves_out_what_is_too_late() -> None:
    day = date(2026, 12, 20)
    assert due(day, {}) == ["BCG", "OPV1", "DPT1", "PCV1", "IPV1", "MR1"]
    assert status_of("RV1", day, {}) is DoseStatus.TOO_OLD
    assert status_of("BCG", date(2027, 1, 9), {}) is DoseStatus.OVERDUE
    assert status_of("BCG", date(2027, 1, 10), {}) is DoseStatus.TOO_OLD


def test_catching_up_ends_at_five_years() -> None:
    assert due(date(2031, 1, 9), {}) == ["OPV1", "DPT1", "PCV1", "IPV1", "MR1"]
    assert due(date(2031, 1, 10), {}) == []


def test_a_dose_on_an_unknown_day_counts_as_given() -> None:
    assert "DPT2" in due(date(2026, 4, 10), {"DPT1": None})


def test_a_dose_of_a_later_day_does_not_count_yet() -> None:
    assert "DPT1" in due(date(2026, 3, 10), {"DPT1": date(2026, 3, 11)})


def test_the_fourth_dpt_waits_a_year_after_the_third() -> None:
    given: dict[str, date | None] = {"DPT3": date(2027, 5, 31)}
    planned = {dose.code: dose for dose in planned_doses(BIRTH, date(2027, 8, 1), given)}
    assert planned["DPT4"].earliest == date(2028, 5, 31)
    assert planned["DPT4"].scheduled == date(2027, 7, 10)
    assert planned["DPT4"].status is DoseStatus.LATER
    assert not planned["DPT4"].can_be_given


@pytest.mark.parametrize(
    ("code", "days"),
    [("DPT2", 28), ("DPT3", 28), ("OPV2", 28), ("RV3", 28), ("PCV2", 28), ("PCV3", 56)],
)
def test_intervals_in_weeks_are_kept_to_the_day(code: str, days: int) -> None:
    first = date(2026, 1, 10)
    assert next_allowed(code, first) == first + timedelta(days=days)
    assert is_interval_valid(code, first, first + timedelta(days=days))
    assert not is_interval_valid(code, first, first + timedelta(days=days - 1))


def test_an_unusual_dose_is_warned_of_and_says_why() -> None:
    given = {"DPT1": date(2026, 3, 10), "RV2": date(2026, 4, 10)}

    def warned(code: str, day: date) -> tuple[DoseWarning, ...]:
        return check_dose(code, day, birth_date=BIRTH, given=given)

    assert warned("DPT2", date(2026, 4, 7)) == ()
    assert warned("DPT2", date(2026, 4, 6)) == (DoseWarning.TOO_SOON,)
    assert warned("DPT3", date(2026, 5, 10)) == (DoseWarning.NO_PREVIOUS,)
    assert warned("MR1", date(2026, 10, 9)) == (DoseWarning.TOO_YOUNG,)
    assert warned("MR1", date(2026, 10, 10)) == ()
    assert warned("PCV3", date(2027, 1, 9)) == (DoseWarning.TOO_YOUNG, DoseWarning.NO_PREVIOUS)
    assert warned("RV3", date(2026, 9, 9)) == ()
    assert warned("RV3", date(2026, 9, 10)) == (DoseWarning.TOO_OLD,)
    assert warned("BCG", date(2026, 1, 9)) == (DoseWarning.BEFORE_BIRTH,)


def test_each_warning_is_a_sentence_with_names_that_a_kader_knows() -> None:
    assert warning_text("DPT2", DoseWarning.TOO_SOON) == (
        "DPT-HB-Hib 2: jaraknya terlalu dekat dengan DPT-HB-Hib 1. Tetap catat, bidan yang memutuskan."
    )
    for warning in DoseWarning:
        assert "{" not in warning_text("DPT2", warning)


def test_lengkap_sesuai_umur_looks_at_the_doses_whose_day_has_come() -> None:
    day = date(2026, 4, 10)
    given = given_on_time(day)
    assert missing_for_age(BIRTH, date(2026, 4, 9), given) == ()
    missing = [dose.code for dose in missing_for_age(BIRTH, day, given)]
    assert missing == ["DPT2", "OPV3", "PCV2", "RV2"]
    del given["DPT1"]
    waiting = [dose.code for dose in missing_for_age(BIRTH, day, given)]
    assert waiting == ["DPT1", "DPT2", "OPV3", "PCV2", "RV2"]


def test_je_belongs_to_the_schedule_of_endemic_areas_only() -> None:
    endemic = Book([Override("immunisation", "je_area", "ya", date(2026, 1, 1))]).on(date(2026, 11, 10))
    assert "JE" not in dose_codes()
    assert "JE" in dose_codes(rules=endemic)
    assert [dose.code for dose in doses_due(BIRTH, date(2026, 11, 10), {}, rules=endemic)][-1] == "JE"


def test_schoolchildren_get_theirs_in_august_and_november() -> None:
    assert [(dose.code, dose.month) for dose in school_doses(Sex.FEMALE, 5)] == [("HPV", 8), ("Td", 11)]
    assert [dose.code for dose in school_doses(Sex.MALE, 5)] == ["Td"]
    assert [dose.code for dose in school_doses(Sex.MALE, 1)] == ["MR", "DT"]
    assert school_doses(Sex.FEMALE, 4) == ()


def test_an_unknown_dose_is_an_error() -> None:
    with pytest.raises(LookupError):
        next_allowed("DPT9", BIRTH)


def test_the_table_names_only_doses_and_warnings_that_exist() -> None:
    rows = CURRENT.rows("immunisation")
    codes = {row["code"] for row in rows["doses"]}
    named = {row["after"] for row in rows["doses"] if "after" in row} | set(rows["booster_set"])
    assert named.union(*rows["basic_sets"].values()) <= codes
    assert set(rows["warnings"]) == set(DoseWarning)
    assert set(rows["advice"]) <= {"lengkap", *DoseStatus}
