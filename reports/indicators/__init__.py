"""Every indicator of the reports, one file a programme."""

from reports.indicators import adult, attendance, growth, life_events, school_age
from reports.indicators.base import Better, Group, Indicator

ALL: tuple[Indicator, ...] = (
    *attendance.INDICATORS,
    *life_events.INDICATORS,
    *growth.INDICATORS,
    *school_age.INDICATORS,
    *adult.INDICATORS,
)
BY_CODE: dict[str, Indicator] = {indicator.code: indicator for indicator in ALL}

# The six that a unit is judged by at a glance, and the columns of the table of units.
HEADLINE: tuple[str, ...] = ("kunjungan", "d_s", "n_d_aksen", "stunting", "wasting", "td_tinggi_dewasa")
COLUMNS: tuple[str, ...] = (
    "posyandu_melapor",
    "sasaran",
    "kunjungan",
    "d_s",
    "n_d_aksen",
    "bgm_d",
    "stunting",
    "wasting",
    "td_tinggi_dewasa",
)

__all__ = ["ALL", "BY_CODE", "COLUMNS", "HEADLINE", "Better", "Group", "Indicator"]
