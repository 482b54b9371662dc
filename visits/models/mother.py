"""Kartu bantu pemeriksaan ibu hamil/nifas/menyusui: the columns that no other card has."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from visits.models.child import CheckQuerySet
from visits.models.measures import answer, category
from visits.models.visit import Visit
from visits.rules.maternal_risk import ArmColour, MaternalPressure

# The card knows weeks 1 to 45.
LAST_WEEK = 45


class MotherCheck(models.Model):
    """One row of the mothers' card, front (hamil) or back (nifas, menyusui) by `Visit.mother`.

    Weight, arm, blood pressure and the questions about tuberculosis stand on the card of her age, so that a girl of 17
    who is pregnant has one weight and not two.
    """

    visit = models.OneToOneField(Visit, models.CASCADE, primary_key=True, related_name="mother_check")
    gestation_weeks = models.PositiveSmallIntegerField(
        "usia kehamilan (minggu)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_WEEK)],
    )
    weight_on_curve = answer("BB sesuai kurva Buku KIA")
    pressure_on_curve = answer("tekanan darah sesuai kurva Buku KIA")
    iron_daily = answer("minum TTD setiap hari")
    extra_food_daily = answer("makan MT bumil KEK setiap hari")
    mother_class = answer("mengikuti kelas ibu hamil")
    vitamin_a_taken = answer("vitamin A diminum")
    breastfeeding = answer("menyusui")
    # Derived by visits.assess.
    arm_colour = category("LiLA ibu", ArmColour)
    pressure_colour = category("tekanan darah ibu", MaternalPressure)

    objects = CheckQuerySet["MotherCheck"].as_manager()

    class Meta:
        verbose_name = "pemeriksaan ibu"
        verbose_name_plural = "pemeriksaan ibu"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gestation_weeks__isnull=True)
                | models.Q(gestation_weeks__gte=1, gestation_weeks__lte=LAST_WEEK),
                name="mother_gestation_weeks_is_possible",
                violation_error_message=f"Usia kehamilan 1 sampai {LAST_WEEK} minggu.",
            )
        ]

    def __str__(self) -> str:
        return f"Pemeriksaan ibu {self.visit_id}"
