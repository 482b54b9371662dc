"""Kartu bantu pemeriksaan anak usia sekolah dan remaja."""

from __future__ import annotations

from django.db import models

from visits.models.body import MEASURES, BodyCheck
from visits.models.child import CheckQuerySet
from visits.models.measures import answer, possible, systolic_above_diastolic, z_score
from visits.models.visit import Visit
from visits.rules.plausibility import SCHOOL_RANGES


class SchoolAgeCheck(BodyCheck):
    """One row of the card for 6 to 18 years; its IMT class comes from the z-score of WHO 2007."""

    visit = models.OneToOneField(Visit, models.CASCADE, primary_key=True, related_name="school_age_check")
    iron_weekly = answer("minum TTD dalam seminggu terakhir")
    bmi_for_age_z = z_score("z IMT/U")
    height_for_age_z = z_score("z TB/U")
    bmi_for_age_implausible = models.BooleanField(default=False, editable=False)

    objects = CheckQuerySet["SchoolAgeCheck"].as_manager()

    class Meta:
        verbose_name = "pemeriksaan usia sekolah dan remaja"
        verbose_name_plural = "pemeriksaan usia sekolah dan remaja"
        constraints = [
            *possible("school_age", SCHOOL_RANGES, *MEASURES),
            systolic_above_diastolic("school_age"),
        ]

    def __str__(self) -> str:
        return f"Pemeriksaan usia sekolah {self.visit_id}"
