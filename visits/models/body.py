"""What the cards of school age and of adults have in common."""

from __future__ import annotations

from typing import Any

from django.db import models

from visits.models.measures import answer, category, measure
from visits.models.tuberculosis import TuberculosisSigns
from visits.rules.anaemia import AnaemiaClass
from visits.rules.body_mass import BmiClass
from visits.rules.card_code import CardCode
from visits.rules.contraception import Method
from visits.rules.laboratory import CholesterolClass
from visits.rules.senses import SenseResult

# What is measured; a card's ranges name the same fields.
MEASURES = (
    "weight_kg",
    "height_cm",
    "waist_cm",
    "muac_cm",
    "systolic",
    "diastolic",
    "glucose_mg_dl",
    "haemoglobin_g_dl",
    "cholesterol_mg_dl",
)


def _sense(label: str) -> models.CharField[Any, Any]:
    """An eye or an ear as it was tested; empty where it was not."""
    choices = [(value.value, value.value) for value in SenseResult]
    return models.CharField(label, max_length=8, choices=choices, blank=True)


class MethodChoice(models.TextChoices):
    """Contraceptive methods in the words of the cards and of the home-visit sheets."""

    PILL = Method.PILL.value, "Pil"
    CONDOM = Method.CONDOM.value, "Kondom"
    INJECTION = Method.INJECTION.value, "Suntik"
    IMPLANT = Method.IMPLANT.value, "Implan/susuk"
    IUD = Method.IUD.value, "IUD (spiral)"
    FEMALE_STERILISATION = Method.FEMALE_STERILISATION.value, "Tubektomi (MOW)"
    MALE_STERILISATION = Method.MALE_STERILISATION.value, "Vasektomi (MOP)"
    LACTATION = Method.LACTATION.value, "MAL (menyusui)"
    TRADITIONAL = Method.TRADITIONAL.value, "Cara tradisional"


class BodyCheck(TuberculosisSigns):
    """What is measured and asked from school age on, with its results; a mother's own columns are in MotherCheck."""

    weight_kg = measure("berat badan (kg)", max_digits=5, decimal_places=2)
    height_cm = measure("tinggi badan (cm)")
    waist_cm = measure("lingkar perut (cm)")
    systolic = models.PositiveSmallIntegerField("sistole (mmHg)", null=True, blank=True)
    diastolic = models.PositiveSmallIntegerField("diastole (mmHg)", null=True, blank=True)
    muac_cm = measure("LiLA (cm)")
    glucose_mg_dl = models.PositiveSmallIntegerField("gula darah sewaktu (mg/dL)", null=True, blank=True)
    haemoglobin_g_dl = measure("Hb (g/dL)")
    cholesterol_mg_dl = models.PositiveSmallIntegerField("kolesterol (mg/dL)", null=True, blank=True)
    eye_right = _sense("mata kanan")
    eye_left = _sense("mata kiri")
    ear_right = _sense("telinga kanan")
    ear_left = _sense("telinga kiri")
    contraception = answer("memakai alat kontrasepsi")
    contraception_method = models.CharField(
        "alat kontrasepsi", max_length=11, choices=MethodChoice, blank=True
    )

    # Derived by visits.assess. The limits of a mother are others than those of any adult.
    pregnant = models.BooleanField("hamil", default=False, editable=False)
    bmi = models.DecimalField("IMT", max_digits=4, decimal_places=1, null=True, editable=False)
    bmi_class = category("IMT", BmiClass)
    central_obesity = models.BooleanField("obesitas sentral", null=True, editable=False)
    blood_pressure = category("tekanan darah", CardCode)
    glucose = category("gula darah", CardCode)
    cholesterol = category("kolesterol", CholesterolClass)
    anaemia = category("anemia", AnaemiaClass)
    # The last value of a month is the one that counts.
    last_bmi = models.BooleanField(default=False, editable=False)
    last_waist = models.BooleanField(default=False, editable=False)
    last_blood_pressure = models.BooleanField(default=False, editable=False)
    last_glucose = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True
