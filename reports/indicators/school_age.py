"""Usia sekolah dan remaja, 6 to 18 years."""

from __future__ import annotations

from reports.indicators.base import Group
from reports.indicators.checks import Card, indicators_of

INDICATORS = indicators_of(
    Card(
        suffix="remaja",
        who="usia sekolah dan remaja",
        group=Group.SCHOOL_AGE,
        recap="SchoolAgeMonth",
        measured="usia sekolah dan remaja (6–18 tahun)",
        bmi_limits={
            "sangat kurus": "IMT/U di bawah -3 SD",
            "kurus": "IMT/U -3 SD sampai kurang dari -2 SD",
            "normal": "IMT/U -2 SD sampai +1 SD",
            "gemuk": "IMT/U lebih dari +1 SD sampai +2 SD",
            "obesitas": "IMT/U lebih dari +2 SD",
        },
        pressure_limits={
            "rendah": "di bawah 90 atau di bawah 60 mmHg",
            "normal": "tidak rendah dan tidak tinggi",
            "tinggi": "130/80 mmHg atau lebih; usia 18 tahun 140/90 mmHg atau lebih",
        },
        bmi_source="Permenkes 2/2020; usia 18 tahun memakai batas dewasa",
        source="KMK HK.01.07/MENKES/2015/2023; rekapitulasi usia sekolah dan remaja",
    )
)
