"""Step 4 from school age on."""

from __future__ import annotations

from visits.columns.column import ELDERLY_YEARS, Column, Home, Kind, never
from visits.columns.people import is_adult, is_after_birth, is_fertile, is_girl, is_grown, may_use_method
from visits.models import MethodChoice, ServiceGiven
from visits.rules.eligibility import Screening
from visits.rules.senses import SenseResult


def _sense(name: str, label: str, group: str, screening: Screening) -> Column:
    choices = tuple((value.value, value.value) for value in SenseResult)
    return Column(
        name,
        label,
        4,
        Kind.CHOICE,
        is_grown,
        asked=lambda who: not who.is_mother and who.owes(screening),
        choices=choices,
        group=group,
    )


BODY_SERVICES = (
    Column(
        "glucose_mg_dl",
        "Gula darah sewaktu",
        4,
        Kind.WHOLE,
        is_grown,
        asked=lambda who: not who.is_mother,
        unit="mg/dL",
    ),
    Column(
        "cholesterol_mg_dl",
        "Kolesterol",
        4,
        Kind.WHOLE,
        is_adult,
        asked=lambda who: who.years >= ELDERLY_YEARS,
        unit="mg/dL",
    ),
    Column("haemoglobin_g_dl", "Hb (hemoglobin)", 4, Kind.DECIMAL, is_girl, unit="g/dL", places=1),
    _sense("eye_right", "Mata kanan", "Tes hitung jari", Screening.EYES),
    _sense("eye_left", "Mata kiri", "Tes hitung jari", Screening.EYES),
    _sense("ear_right", "Telinga kanan", "Tes berbisik", Screening.EYES),
    _sense("ear_left", "Telinga kiri", "Tes berbisik", Screening.EYES),
    Column(
        "contraception",
        lambda who: (
            "Mengikuti KB pascapersalinan" if is_after_birth(who) else "Memakai alat kontrasepsi (KB)"
        ),
        4,
        Kind.ANSWER,
        may_use_method,
        asked=lambda who: is_after_birth(who) or is_fertile(who),
    ),
    Column(
        "contraception_method",
        "Alat kontrasepsi",
        4,
        Kind.CHOICE,
        may_use_method,
        asked=lambda who: is_after_birth(who) or is_fertile(who),
        choices=tuple(MethodChoice.choices),
        before="contraception",
    ),
    Column(
        "contraception_given",
        "Pil atau kondom diberikan",
        4,
        Kind.WHOLE,
        may_use_method,
        Home.SERVICE,
        asked=never,
        unit="strip/buah",
        most=100,
        service=ServiceGiven.Kind.CONTRACEPTION,
    ),
    Column(
        "covid_vaccinated",
        "Sudah imunisasi Covid-19",
        4,
        Kind.ANSWER,
        lambda who: is_adult(who) and who.years >= ELDERLY_YEARS,
    ),
)
