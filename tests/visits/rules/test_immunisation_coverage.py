"""IDL and IBL of a child, by the set that the kabupaten counts."""

from __future__ import annotations

from datetime import date

from visits.rules.book import Book, Override
from visits.rules.immunisation import schedule
from visits.rules.immunisation_coverage import basic_coverage, basic_set_names, booster_coverage

BIRTH = date(2025, 1, 15)
ON_TIME: dict[str, date | None] = dict(schedule(BIRTH))


def test_a_child_with_all_doses_on_their_day_has_idl_and_ibl_in_time() -> None:
    assert basic_coverage(ON_TIME, BIRTH).is_complete
    assert basic_coverage(ON_TIME, BIRTH).in_time
    assert booster_coverage(ON_TIME, BIRTH).is_complete
    assert booster_coverage(ON_TIME, BIRTH).in_time


def test_the_first_birthday_is_too_late_for_idl_in_time() -> None:
    assert basic_coverage(ON_TIME | {"MR1": date(2026, 1, 14)}, BIRTH).in_time is True
    late = basic_coverage(ON_TIME | {"MR1": date(2026, 1, 15)}, BIRTH)
    assert late.is_complete
    assert late.in_time is False


def test_boosters_are_in_time_before_24_months() -> None:
    assert booster_coverage(ON_TIME | {"MR2": date(2027, 1, 14)}, BIRTH).in_time is True
    assert booster_coverage(ON_TIME | {"MR2": date(2027, 1, 15)}, BIRTH).in_time is False


def test_an_unknown_day_leaves_in_time_open_unless_another_dose_was_late() -> None:
    assert basic_coverage(ON_TIME | {"BCG": None}, BIRTH).in_time is None
    assert basic_coverage(ON_TIME | {"BCG": None, "MR1": date(2026, 2, 1)}, BIRTH).in_time is False
    assert basic_coverage(ON_TIME).in_time is None


def test_missing_doses_are_named_in_the_order_of_the_set() -> None:
    without = {code: day for code, day in ON_TIME.items() if code not in {"IPV2", "OPV1", "DPT4"}}
    assert basic_coverage(without, BIRTH).missing == ("OPV1", "IPV2")
    assert basic_coverage(without, BIRTH).in_time is False
    assert booster_coverage(without, BIRTH).missing == ("DPT4",)


def test_nothing_given_is_not_started() -> None:
    assert not booster_coverage({}).started
    assert booster_coverage({"PCV3": None}).started


def test_the_kabupaten_chooses_the_set_from_a_day_on() -> None:
    old = {code: ON_TIME[code] for code in ("HB0", "BCG", "OPV1", "OPV2", "OPV3", "OPV4", "DPT1", "DPT2")}
    old |= {code: ON_TIME[code] for code in ("DPT3", "IPV1", "MR1")}
    book = Book([Override("immunisation", "basic_set", "11 dosis", date(2026, 3, 1))])
    assert basic_coverage(old, rules=book.on(date(2026, 3, 1))).is_complete
    assert not basic_coverage(old, rules=book.on(date(2026, 2, 28))).is_complete
    assert basic_set_names() == ("17 dosis", "11 dosis")
