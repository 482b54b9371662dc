"""Shares are rounded once, halves up; where nobody was counted there is no share."""

from decimal import Decimal

import pytest

from reports.rules.arithmetic import change, share


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        (42, 689, "6.1"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),  # 6.25
        (1, 2000, "0.1"),  # 0.05
        (1, 2001, "0.0"),
        (689, 689, "100.0"),
        (0, 61, "0.0"),
        (2, 3, "66.7"),
    ],
)
def test_a_share_has_one_decimal_and_halves_go_up(numerator: int, denominator: int, printed: str) -> None:
    assert str(share(numerator, denominator)) == printed


def test_nobody_counted_means_no_share() -> None:
    assert share(0, 0) is None


def test_a_change_is_what_a_reader_would_subtract() -> None:
    assert change(Decimal("83.3"), Decimal("81.2")) == Decimal("2.1")


def test_without_last_month_there_is_no_change() -> None:
    assert change(Decimal("83.3"), None) is None
    assert change(None, Decimal("83.3")) is None
