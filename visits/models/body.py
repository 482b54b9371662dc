"""What the cards of school age and of adults have in common."""

from __future__ import annotations

from django.db import models

from visits.models.measures import category, measure
from visits.rules.body_mass import BmiClass
from visits.rules.card_code import CardCode

# What is measured; a card's ranges name the same fields.
MEASURES = ("weight_kg", "height_cm", "waist_cm", "systolic", "diastolic", "glucose_mg_dl")


class BodyCheck(models.Model):
    """Weight, height, waist, blood pressure and random glucose, with their results."""

    weight_kg = measure("berat badan (kg)", max_digits=5, decimal_places=2)
    height_cm = measure("tinggi badan (cm)")
    waist_cm = measure("lingkar perut (cm)")
    systolic = models.PositiveSmallIntegerField("sistole (mmHg)", null=True, blank=True)
    diastolic = models.PositiveSmallIntegerField("diastole (mmHg)", null=True, blank=True)
    glucose_mg_dl = models.PositiveSmallIntegerField("gula darah sewaktu (mg/dL)", null=True, blank=True)

    # Derived by visits.assess. The limits of a mother are others than those of any adult.
    pregnant = models.BooleanField("hamil", default=False, editable=False)
    bmi = models.DecimalField("IMT", max_digits=4, decimal_places=1, null=True, editable=False)
    bmi_class = category("IMT", BmiClass)
    central_obesity = models.BooleanField("obesitas sentral", null=True, editable=False)
    blood_pressure = category("tekanan darah", CardCode)
    glucose = category("gula darah", CardCode)
    # The last value of a month is the one that counts.
    last_bmi = models.BooleanField(default=False, editable=False)
    last_waist = models.BooleanField(default=False, editable=False)
    last_blood_pressure = models.BooleanField(default=False, editable=False)
    last_glucose = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True
