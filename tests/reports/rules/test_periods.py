"""Months in addresses, and the twelve months of a trend."""

from datetime import date

import pytest

from reports.rules.periods import month_before, read_month, trend_months, written

TODAY = date(2026, 10, 20)
OCTOBER = date(2026, 10, 1)


def test_a_month_in_the_address_is_read() -> None:
    assert read_month("2026-07", TODAY) == date(2026, 7, 1)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-00", "0000-01", "9999-12", "2026-11", "kemarin", "2026-10-01", "١٢٣٤-٠١"],
)
def test_no_month_or_a_later_one_gives_the_current_month(text: str) -> None:
    assert read_month(text, TODAY) == OCTOBER


def test_a_trend_is_twelve_months_with_this_one_last() -> None:
    months = trend_months(OCTOBER)
    assert months[0] == date(2025, 11, 1)
    assert months[-1] == OCTOBER
    assert len(months) == 12


def test_months_are_counted_across_new_year() -> None:
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert month_before(date(2025, 12, 1), -1) == date(2026, 1, 1)
    assert month_before(date(2026, 10, 1), 12) == date(2025, 10, 1)


def test_a_month_is_written_as_it_is_read() -> None:
    assert read_month(written(OCTOBER), TODAY) == OCTOBER
