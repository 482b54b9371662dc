"""The pattern of a Posyandu as days: "Senin pekan kedua" in every month, and what single days became."""

from __future__ import annotations

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from visits.rules.calendar import Change, DayKind, Pattern, PlannedDay, day_in_month, planned_days

TWELFTH = Pattern(day_of_month=12, starts_at=time(8), place="rumah Bu Kasun")
OCTOBER, OCTOBER_END = date(2026, 10, 1), date(2026, 10, 31)


def october(*changes: Change, pattern: Pattern = TWELFTH) -> list[PlannedDay]:
    return planned_days([pattern], changes, OCTOBER, OCTOBER_END)


def days(found: list[PlannedDay]) -> list[tuple[int, str]]:
    return [(one.day.day, one.kind.value) for one in found]


def test_the_second_monday_of_each_month() -> None:
    found = planned_days([Pattern(week=2, weekday=0)], [], date(2026, 9, 1), date(2026, 12, 31))

    assert [one.day for one in found] == [
        date(2026, 9, 14),
        date(2026, 10, 12),
        date(2026, 11, 9),
        date(2026, 12, 14),
    ]


def test_the_last_friday_is_the_fourth_or_the_fifth() -> None:
    pattern = Pattern(week=-1, weekday=4)

    assert [day_in_month(pattern, date(2026, month, 3)).day for month in (10, 11)] == [30, 27]


def test_a_fixed_day_that_the_month_does_not_have_is_its_last_one() -> None:
    pattern = Pattern(day_of_month=31)

    assert [day_in_month(pattern, date(2028, month, 1)).day for month in (1, 2, 4)] == [31, 29, 30]


def test_a_pattern_holds_only_within_its_days() -> None:
    former = Pattern(day_of_month=5, valid_until=date(2026, 10, 9))
    later = Pattern(day_of_month=20, valid_from=date(2026, 10, 10))

    found = planned_days([former, later], [], date(2026, 9, 1), date(2026, 11, 30))
    assert [(one.day.month, one.day.day) for one in found] == [(9, 5), (10, 5), (10, 20), (11, 20)]


def test_a_moved_day_stands_at_its_new_date_with_the_usual_hour() -> None:
    moved = Change(date(2026, 10, 12), date(2026, 10, 15), place="balai desa", reason="pemilihan")

    assert october(moved) == [
        PlannedDay(
            date(2026, 10, 15),
            DayKind.MOVED,
            date(2026, 10, 12),
            date(2026, 10, 15),
            time(8),
            "balai desa",
            "pemilihan",
        )
    ]


def test_a_day_moved_into_another_month_is_named_in_both() -> None:
    moved = Change(date(2026, 10, 12), date(2026, 11, 3))

    assert days(october(moved)) == [(12, "dipindah")]
    november = planned_days([TWELFTH], [moved], date(2026, 11, 1), date(2026, 11, 30))
    assert days(november) == [(3, "pindahan"), (12, "menurut jadwal")]


def test_a_cancelled_day_stays_in_the_list_and_is_no_open_day() -> None:
    found = october(Change(date(2026, 10, 12), None, reason="libur"))

    assert [(one.kind, one.kind.is_open, one.reason) for one in found] == [
        (DayKind.CANCELLED, False, "libur")
    ]


def test_another_hour_on_the_same_day() -> None:
    found = october(Change(date(2026, 10, 12), date(2026, 10, 12), starts_at=time(13)))

    assert [(one.kind, one.starts_at, one.place) for one in found] == [
        (DayKind.ELSEWHERE, time(13), "rumah Bu Kasun")
    ]


def test_an_extra_day_beside_the_pattern() -> None:
    assert days(october(Change(None, date(2026, 10, 3)))) == [(3, "tambahan"), (12, "menurut jadwal")]


def test_an_extra_day_on_a_planned_one_is_the_planned_one() -> None:
    assert days(october(Change(None, date(2026, 10, 12)))) == [(12, "menurut jadwal")]


def test_a_change_of_a_day_that_no_pattern_gives_any_more_counts_for_nothing() -> None:
    assert days(october(Change(date(2026, 10, 20), date(2026, 10, 22)))) == [(12, "menurut jadwal")]


def test_the_last_month_there_is_does_not_overflow() -> None:
    assert len(planned_days([TWELFTH], [], date(9999, 12, 1), date.max)) == 1


@given(st.integers(1, 4), st.integers(0, 6), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_weekday_of_a_week_lies_in_its_week_of_the_month(week: int, weekday: int, month: date) -> None:
    day = day_in_month(Pattern(week=week, weekday=weekday), month)

    assert (day.year, day.month, day.weekday(), (day.day - 1) // 7 + 1) == (
        month.year,
        month.month,
        weekday,
        week,
    )
