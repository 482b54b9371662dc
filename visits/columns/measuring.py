"""Steps 1 to 3: registration, measuring, and what is read off the curves of the Buku KIA."""

from __future__ import annotations

from visits.columns.column import Column, Home, Kind, always
from visits.columns.people import (
    arm_is_asked,
    has_sheet,
    height_label,
    is_adult,
    is_child,
    is_grown,
    is_mother,
    is_pregnant,
    is_pressed,
)
from visits.models import MotherState, PositionChoice

MEASURES = (
    Column("weight_kg", "Berat badan", 2, Kind.DECIMAL, always, unit="kg", places=2),
    Column(
        "height_cm",
        height_label,
        2,
        Kind.DECIMAL,
        always,
        asked=lambda who: not who.is_mother,
        unit="cm",
        places=1,
    ),
    Column("position", "Cara ukur", 2, Kind.CHOICE, is_child, choices=tuple(PositionChoice.choices)),
    Column("head_cm", "Lingkar kepala", 2, Kind.DECIMAL, is_child, unit="cm", places=1),
    Column(
        "waist_cm",
        "Lingkar perut",
        2,
        Kind.DECIMAL,
        lambda who: is_grown(who) and not is_pregnant(who),
        asked=lambda who: not who.is_mother,
        unit="cm",
        places=1,
    ),
    Column(
        "muac_cm",
        "LiLA (lingkar lengan atas)",
        2,
        Kind.DECIMAL,
        lambda who: is_child(who) or is_adult(who) or who.is_mother,
        asked=lambda who: is_child(who) or arm_is_asked(who),
        unit="cm",
        places=1,
    ),
    Column(
        "systolic",
        "Sistole (angka atas)",
        2,
        Kind.WHOLE,
        is_pressed,
        asked=lambda who: is_grown(who) or who.is_mother,
        unit="mmHg",
    ),
    Column(
        "diastolic",
        "Diastole (angka bawah)",
        2,
        Kind.WHOLE,
        is_pressed,
        asked=lambda who: is_grown(who) or who.is_mother,
        unit="mmHg",
    ),
    Column("oedema", "Kedua punggung kaki bengkak", 2, Kind.TICK, is_child),
)

REGISTRATION = (
    Column(
        "development_complete",
        "Checklist perkembangan (Buku KIA)",
        1,
        Kind.ANSWER,
        has_sheet,
        yes="Lengkap",
        no="Tidak lengkap",
    ),
    Column(
        "gestation_weeks",
        "Usia kehamilan",
        1,
        Kind.WHOLE,
        is_pregnant,
        Home.MOTHER,
        unit="minggu",
        most=45,
    ),
)

CURVES = (
    Column(
        "weight_on_curve",
        "BB sesuai kurva Buku KIA",
        3,
        Kind.ANSWER,
        is_mother,
        Home.MOTHER,
        yes="Ya (hijau)",
        no="Tidak (merah)",
        asked=lambda who: who.mother != MotherState.BREASTFEEDING,
    ),
    Column(
        "pressure_on_curve",
        "Tekanan darah sesuai kurva Buku KIA",
        3,
        Kind.ANSWER,
        is_mother,
        Home.MOTHER,
        yes="Ya (hijau)",
        no="Tidak (merah)",
    ),
)
