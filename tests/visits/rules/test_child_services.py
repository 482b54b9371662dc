"""Who is due for what: immunisation, vitamin A and deworming together, on a day."""

from __future__ import annotations

from datetime import date

import pytest

from visits.rules.book import Book, Override
from visits.rules.child_services import child_services
from visits.rules.deworming import albendazole_mg, deworming_due
from visits.rules.immunisation import schedule
from visits.rules.vitamin_a import Capsule, capsule_due, dose_iu

BIRTH = date(2025, 7, 20)
ON_TIME: dict[str, date | None] = dict(schedule(BIRTH))


def test_a_child_of_12_months_in_august_is_due_for_pcv_red_vitamin_a_and_deworming() -> None:
    given = {code: day for code, day in ON_TIME.items() if day and day < date(2026, 7, 20)}
    due = child_services(BIRTH, date(2026, 8, 12), doses=given)
    assert [dose.code for dose in due.immunisations] == ["PCV3"]
    assert due.vitamin_a is Capsule.RED
    assert due.deworming_mg == 200
    assert due.anything


def test_after_all_three_nothing_is_left_that_month() -> None:
    day = date(2026, 8, 12)
    due = child_services(BIRTH, day, doses=ON_TIME | {"PCV3": day}, vitamin_a_on=[day], dewormed_on=[day])
    assert not due.anything


def test_in_other_months_only_immunisation_is_due() -> None:
    due = child_services(BIRTH, date(2026, 9, 12), doses={})
    assert due.vitamin_a is None
    assert due.deworming_mg is None
    assert due.immunisations


def test_a_day_before_birth_is_refused() -> None:
    with pytest.raises(ValueError, match="sebelum tanggal lahir"):
        child_services(BIRTH, date(2025, 7, 19), doses={})


def test_blue_is_given_once_and_red_every_half_year() -> None:
    born = date(2025, 8, 20)
    assert capsule_due(born, date(2026, 2, 20)) is Capsule.BLUE
    assert capsule_due(born, date(2026, 2, 19)) is None
    assert capsule_due(born, date(2026, 8, 10), [date(2026, 2, 20)]) is None
    assert capsule_due(born, date(2026, 8, 10)) is Capsule.BLUE
    assert capsule_due(born, date(2026, 8, 20), [date(2026, 2, 20)]) is Capsule.RED
    assert capsule_due(born, date(2027, 2, 5), [date(2026, 8, 20)]) is Capsule.RED
    assert capsule_due(born, date(2027, 2, 20), [date(2027, 2, 5)]) is None


def test_capsules_hold_what_the_label_says() -> None:
    assert dose_iu(Capsule.BLUE) == 100_000
    assert dose_iu(Capsule.RED) == 200_000


def test_the_deworming_dose_follows_the_age() -> None:
    assert [albendazole_mg(months) for months in (11, 12, 23, 24, 59, 60)] == [None, 200, 200, 400, 400, None]


def test_deworming_comes_once_a_year_in_august() -> None:
    born = date(2024, 1, 10)
    assert deworming_due(born, date(2026, 8, 3)) == 400
    assert deworming_due(born, date(2026, 2, 3)) is None
    assert deworming_due(born, date(2026, 8, 3), [date(2026, 2, 3)]) is None
    assert deworming_due(born, date(2026, 8, 3), [date(2025, 8, 20)]) == 400


def test_a_kabupaten_may_give_it_twice_a_year() -> None:
    born = date(2024, 1, 10)
    twice = Book([Override("deworming", "times_a_year", 2, date(2026, 1, 1))]).on(date(2026, 2, 3))
    assert deworming_due(born, date(2026, 2, 3), rules=twice) == 400
    assert deworming_due(born, date(2026, 8, 3), [date(2026, 2, 3)], rules=twice) == 400
    assert deworming_due(born, date(2026, 8, 20), [date(2026, 8, 3)], rules=twice) is None
