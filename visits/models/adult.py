"""Kartu bantu pemeriksaan usia dewasa dan lansia, muka depan."""

from __future__ import annotations

from django.db import models

from visits.models.body import MEASURES, BodyCheck
from visits.models.child import CheckQuerySet
from visits.models.measures import answer, possible, systolic_above_diastolic
from visits.models.visit import Visit
from visits.rules.plausibility import ADULT_RANGES


class AdultCheck(BodyCheck):
    """One row of the card from 19 years on."""

    visit = models.OneToOneField(Visit, models.CASCADE, primary_key=True, related_name="adult_check")

    covid_vaccinated = answer("imunisasi Covid-19")

    objects = CheckQuerySet["AdultCheck"].as_manager()

    class Meta:
        verbose_name = "pemeriksaan dewasa dan lansia"
        verbose_name_plural = "pemeriksaan dewasa dan lansia"
        constraints = [
            *possible("adult", ADULT_RANGES, *MEASURES),
            systolic_above_diastolic("adult"),
        ]

    def __str__(self) -> str:
        return f"Pemeriksaan dewasa {self.visit_id}"
