"""Pregnancy, nifas and breastfeeding on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from registry.rules.episodes import (
    BirthSpan,
    PregnancySpan,
    episode_words,
    group_on,
    is_breastfeeding,
    is_postpartum,
    is_pregnant,
    weeks_pregnant,
)
from registry.rules.target_groups import TargetGroup

HPHT = date(2025, 11, 1)
BORN = date(2026, 2, 28)


@pytest.mark.parametrize(("days", "weeks"), [(-1, None), (0, 0), (84, 12), (280, 40), (308, 44), (309, None)])
def test_weeks_are_completed_ones_and_end_at_forty_four(days: int, weeks: int | None) -> None:
    assert weeks_pregnant(HPHT, HPHT + timedelta(days=days)) == weeks


def test_without_a_date_there_are_no_weeks() -> None:
    assert weeks_pregnant(None, HPHT) is None


def test_pregnant_from_the_record_until_the_day_it_ends() -> None:
    span = PregnancySpan(date(2026, 1, 10), ended_on=date(2026, 3, 1))
    days = (date(2026, 1, 9), date(2026, 1, 10), date(2026, 2, 28), date(2026, 3, 1))
    assert [is_pregnant([span], day) for day in days] == [False, True, True, False]
    assert is_pregnant([PregnancySpan(date(2026, 1, 10), by_mistake=True)], date(2026, 2, 1)) is False


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (42, True), (43, False)])
def test_nifas_lasts_from_the_birth_to_day_forty_two(days: int, expected: bool) -> None:
    assert is_postpartum([BirthSpan(BORN, live_births=0)], BORN + timedelta(days=days)) is expected


def test_breastfeeding_ends_by_an_event_or_after_two_years() -> None:
    plain, stopped = BirthSpan(BORN, 1), BirthSpan(BORN, 1, stopped_on=date(2026, 8, 1))
    assert [is_breastfeeding([plain], day) for day in (date(2028, 2, 27), date(2028, 2, 29))] == [True, False]
    assert [is_breastfeeding([stopped], day) for day in (date(2026, 7, 31), date(2026, 8, 1))] == [
        True,
        False,
    ]


def test_no_living_baby_no_breastfeeding() -> None:
    day = date(2026, 6, 1)
    assert is_breastfeeding([BirthSpan(BORN, 0)], day) is False
    assert is_breastfeeding([BirthSpan(BORN, 1, deaths=(day,))], day) is False
    assert is_breastfeeding([BirthSpan(BORN, 2, deaths=(day,))], day) is True


def test_a_pregnancy_comes_before_breastfeeding_and_the_age_comes_last() -> None:
    woman, birth = date(1998, 1, 1), BirthSpan(BORN, 1)
    again = PregnancySpan(date(2026, 12, 1))
    groups = [group_on(woman, day, [again], [birth]) for day in (BORN, date(2026, 6, 1), date(2026, 12, 1))]
    assert groups == [TargetGroup.POSTPARTUM, TargetGroup.BREASTFEEDING, TargetGroup.PREGNANT]
    assert group_on(woman, BORN - timedelta(days=1), [again], [birth]) == TargetGroup.ADULT


@pytest.mark.parametrize(
    ("group", "since", "words"),
    [
        (TargetGroup.PREGNANT, date(2026, 5, 16), "hamil 24 minggu"),
        (TargetGroup.PREGNANT, None, "hamil"),
        (TargetGroup.PREGNANT, date(2025, 1, 1), "hamil"),
        (TargetGroup.POSTPARTUM, date(2026, 10, 31), "nifas hari ke-0"),
        (TargetGroup.BREASTFEEDING, date(2026, 1, 1), "menyusui"),
        (TargetGroup.ADULT, None, ""),
    ],
)
def test_a_mark_says_it_in_two_words(group: TargetGroup, since: date | None, words: str) -> None:
    assert episode_words(group, since, date(2026, 10, 31)) == words
