"""Step 4 of bayi, balita and apras."""

from __future__ import annotations

from visits.columns.column import BREAST_MONTHS, Column, Home, Kind, never
from visits.columns.people import (
    capsule_month,
    eats,
    food_label,
    is_child,
    tablet_month,
    takes_capsules,
    takes_tablet,
)
from visits.models import ServiceGiven

CHILD_SERVICES = (
    Column(
        "exclusive_breastfeeding",
        "ASI eksklusif",
        4,
        Kind.ANSWER,
        lambda who: is_child(who) and who.age.months < BREAST_MONTHS,
    ),
    Column("feeding_suits_age", food_label, 4, Kind.ANSWER, eats, yes="Sesuai", no="Tidak sesuai"),
    Column(
        "immunisation_complete",
        "Imunisasi lengkap sesuai umur",
        4,
        Kind.ANSWER,
        is_child,
        help="Dosisnya dicatat di lembar imunisasi.",
    ),
    Column(
        "vitamin_a",
        "Vitamin A diberikan hari ini",
        4,
        Kind.ANSWER,
        takes_capsules,
        Home.SERVICE,
        asked=capsule_month,
        service=ServiceGiven.Kind.VITAMIN_A,
    ),
    Column(
        "deworming",
        "Obat cacing diberikan hari ini",
        4,
        Kind.ANSWER,
        takes_tablet,
        Home.SERVICE,
        asked=tablet_month,
        service=ServiceGiven.Kind.DEWORMING,
    ),
    Column(
        "local_food_portions",
        "MT pangan lokal diberikan",
        4,
        Kind.WHOLE,
        is_child,
        Home.SERVICE,
        asked=never,
        unit="porsi",
        most=120,
        service=ServiceGiven.Kind.LOCAL_FOOD,
        group="MT pangan lokal untuk pemulihan",
    ),
    Column(
        "local_food_note",
        "Komposisi MT pangan lokal",
        4,
        Kind.TEXT,
        is_child,
        Home.SERVICE,
        asked=never,
        most=200,
        service=ServiceGiven.Kind.LOCAL_FOOD,
        part="detail",
        group="MT pangan lokal untuk pemulihan",
    ),
    Column(
        "local_food_eaten",
        "MT pangan lokal dihabiskan (konsumsi patuh)",
        4,
        Kind.ANSWER,
        is_child,
        asked=never,
        group="MT pangan lokal untuk pemulihan",
    ),
    Column("sick", "Gejala sakit", 4, Kind.ANSWER, is_child),
    Column("sick_note", "Gejala sakit, sebutkan", 4, Kind.TEXT, is_child, most=200, before="sick"),
)
