"""Usia dewasa dan lansia, from 19 years."""

from __future__ import annotations

from reports.indicators.base import Group
from reports.indicators.checks import Card, indicators_of

INDICATORS = indicators_of(
    Card(
        suffix="dewasa",
        who="dewasa dan lansia",
        group=Group.ADULT,
        recap="AdultMonth",
        measured="dewasa dan lansia (19 tahun ke atas)",
        bmi_limits={
            "sangat kurus": "di bawah 17,0 kg/m²",
            "kurus": "17,0–18,4 kg/m²",
            "normal": "18,5–25,0 kg/m²",
            "gemuk": "25,1–27,0 kg/m²",
            "obesitas": "lebih dari 27,0 kg/m²",
        },
        pressure_limits={
            "rendah": "di bawah 90 atau di bawah 60 mmHg",
            "normal": "tidak rendah dan tidak tinggi",
            "tinggi": "140/90 mmHg atau lebih",
        },
        bmi_source="Kartu bantu pemeriksaan dewasa dan lansia; Permenkes 41/2014",
        source="KMK HK.01.07/MENKES/2015/2023; rekapitulasi usia dewasa dan lansia",
    )
)
