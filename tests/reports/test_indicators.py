"""Every indicator is declared whole: texts for people, and counts that exist."""

import pytest

from reports.indicators import ALL, BY_CODE, COLUMNS, HEADLINE, Indicator
from reports.models import RECAPS
from reports.rollup import ACTIVE, REPORTED

EXISTING = {f"{model.__name__}.{field.name}" for model in RECAPS for field in model.count_fields()}
EACH = pytest.mark.parametrize("indicator", ALL, ids=lambda indicator: indicator.code)


@EACH
def test_every_indicator_says_what_it_means_and_where_it_comes_from(indicator: Indicator) -> None:
    texts = (
        indicator.code,
        indicator.label,
        indicator.short,
        indicator.unit,
        indicator.definition,
        indicator.source,
    )
    assert all(text.strip() for text in texts)
    assert indicator.definition.endswith(".")


@EACH
def test_every_indicator_counts_what_the_recap_has(indicator: Indicator) -> None:
    assert set(indicator.counts) <= EXISTING | {ACTIVE, REPORTED}
    assert indicator.numerator


@EACH
def test_shares_are_in_percent_and_counts_in_people(indicator: Indicator) -> None:
    assert (indicator.unit == "%") == indicator.is_share


def test_no_two_indicators_share_a_code_or_a_label() -> None:
    assert len(BY_CODE) == len(ALL)
    assert len({indicator.label for indicator in ALL}) == len(ALL)


def test_headlines_and_columns_are_indicators() -> None:
    assert set(HEADLINE) | set(COLUMNS) <= set(BY_CODE)
    assert all(BY_CODE[code].is_share for code in HEADLINE)


def test_everybody_belongs_to_exactly_one_age_group() -> None:
    groups = ("balita", "apras", "remaja", "dewasa", "lansia")
    parts = [count for group in groups for count in BY_CODE[f"sasaran_{group}"].counts]
    assert sorted(parts) == sorted(BY_CODE["sasaran"].counts)


def test_every_count_of_the_recap_is_read_by_an_indicator() -> None:
    read = {count for indicator in ALL for count in indicator.counts}
    assert EXISTING - read == set()
