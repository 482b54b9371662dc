"""Step 4 of ibu hamil, nifas and menyusui, and the tablets of girls."""

from __future__ import annotations

from visits.columns.column import Column, Home, Kind
from visits.columns.people import is_after_birth, is_girl, is_postpartum, is_pregnant
from visits.models import ServiceGiven

MOTHER_SERVICES = (
    Column(
        "iron_tablets",
        "Tablet tambah darah (TTD) diberikan",
        4,
        Kind.WHOLE,
        lambda who: is_pregnant(who) or is_girl(who),
        Home.SERVICE,
        unit="tablet",
        most=180,
        service=ServiceGiven.Kind.IRON,
    ),
    Column(
        "iron_daily",
        "Minum TTD",
        4,
        Kind.ANSWER,
        is_pregnant,
        Home.MOTHER,
        yes="Setiap hari",
        no="Tidak setiap hari",
    ),
    Column("iron_weekly", "Minum TTD dalam seminggu terakhir", 4, Kind.ANSWER, is_girl),
    Column(
        "pregnancy_food_portions",
        "MT bumil KEK diberikan",
        4,
        Kind.WHOLE,
        is_pregnant,
        Home.SERVICE,
        unit="porsi",
        most=120,
        service=ServiceGiven.Kind.PREGNANCY_FOOD,
        group="MT bumil KEK",
    ),
    Column(
        "pregnancy_food_note",
        "Komposisi MT bumil KEK",
        4,
        Kind.TEXT,
        is_pregnant,
        Home.SERVICE,
        most=200,
        service=ServiceGiven.Kind.PREGNANCY_FOOD,
        part="detail",
        group="MT bumil KEK",
    ),
    Column(
        "extra_food_daily",
        "Makan MT bumil KEK",
        4,
        Kind.ANSWER,
        is_pregnant,
        Home.MOTHER,
        yes="Setiap hari",
        no="Tidak setiap hari",
        group="MT bumil KEK",
    ),
    Column(
        "vitamin_a_mother",
        "Kapsul vitamin A ibu nifas diberikan",
        4,
        Kind.WHOLE,
        is_postpartum,
        Home.SERVICE,
        unit="kapsul",
        most=2,
        service=ServiceGiven.Kind.VITAMIN_A_MOTHER,
    ),
    Column("vitamin_a_taken", "Vitamin A diminum", 4, Kind.ANSWER, is_postpartum, Home.MOTHER),
    Column("breastfeeding", "Menyusui", 4, Kind.ANSWER, is_after_birth, Home.MOTHER),
)
