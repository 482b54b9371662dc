"""Kartu bantu pemeriksaan bayi, balita dan apras: measures as typed, results as derived."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models

from registry.scoping import ScopedQuerySet
from visits.models.measures import answer, category, measure, possible, z_score
from visits.models.tuberculosis import TuberculosisSigns
from visits.models.visit import Visit
from visits.rules.growth import Position
from visits.rules.nutrition import (
    BmiForAge,
    HeadCircumference,
    HeightForAge,
    Muac,
    WeightForAge,
    WeightForHeight,
)
from visits.rules.plausibility import CHILD_RANGES
from visits.rules.weight_gain import GainStatus

_Check_co = TypeVar("_Check_co", bound=models.Model, covariant=True)


class CheckQuerySet(ScopedQuerySet[_Check_co]):
    """A card is seen by those who see its visit."""

    posyandu_lookup = "visit__resident__posyandu"


class PositionChoice(models.TextChoices):
    LYING = Position.LYING.value, "Terlentang"
    STANDING = Position.STANDING.value, "Berdiri"


class ChildCheck(TuberculosisSigns):
    """One row of the child's card. z-scores are WHO's; categories are Permenkes 2/2020's labels."""

    INDICES: ClassVar = (
        "weight_for_age",
        "height_for_age",
        "weight_for_height",
        "bmi_for_age",
        "head_for_age",
        "muac_for_age",
    )

    visit = models.OneToOneField(Visit, models.CASCADE, primary_key=True, related_name="child_check")
    weight_kg = measure("berat badan (kg)", max_digits=5, decimal_places=2)
    height_cm = measure("panjang/tinggi badan (cm)")
    position = models.CharField("cara ukur", max_length=10, choices=PositionChoice, blank=True)
    head_cm = measure("lingkar kepala (cm)")
    muac_cm = measure("LiLA (cm)")
    oedema = models.BooleanField("bengkak kedua punggung kaki", default=False)
    # Checklist perkembangan (KEMBANG-01): the result as the card has it; the answers, where given, are a Screening.
    development_complete = answer("checklist perkembangan lengkap")
    exclusive_breastfeeding = answer("ASI eksklusif")
    feeding_suits_age = answer("MP-ASI sesuai umur")
    immunisation_complete = answer("imunisasi lengkap sesuai umur")
    local_food_eaten = answer("MT pangan lokal dihabiskan")
    sick = answer("gejala sakit")
    sick_note = models.CharField("gejalanya", max_length=200, blank=True)

    # Derived by visits.assess.
    corrected_height_cm = models.DecimalField(max_digits=4, decimal_places=1, null=True, editable=False)
    weight_for_age_z = z_score("z BB/U")
    height_for_age_z = z_score("z PB/U atau TB/U")
    weight_for_height_z = z_score("z BB/PB atau BB/TB")
    bmi_for_age_z = z_score("z IMT/U")
    head_for_age_z = z_score("z LK/U")
    muac_for_age_z = z_score("z LiLA/U")
    weight_for_age_implausible = models.BooleanField(default=False, editable=False)
    height_for_age_implausible = models.BooleanField(default=False, editable=False)
    weight_for_height_implausible = models.BooleanField(default=False, editable=False)
    bmi_for_age_implausible = models.BooleanField(default=False, editable=False)
    head_for_age_implausible = models.BooleanField(default=False, editable=False)
    muac_for_age_implausible = models.BooleanField(default=False, editable=False)
    weight_for_age = category("BB/U", WeightForAge)
    height_for_age = category("PB/U atau TB/U", HeightForAge)
    weight_for_height = category("BB/PB atau BB/TB", WeightForHeight)
    bmi_for_age = category("IMT/U", BmiForAge)
    head_circumference = category("lingkar kepala", HeadCircumference)
    muac = category("LiLA", Muac)
    gain_status = category("naik berat badan", GainStatus)
    gain_g = models.IntegerField("kenaikan (g)", null=True, editable=False)
    minimum_gain_g = models.IntegerField("kenaikan minimum (g)", null=True, editable=False)
    not_gained_run = models.PositiveSmallIntegerField("T berturut-turut", default=0, editable=False)
    below_red_line = models.BooleanField("di bawah garis merah", default=False, editable=False)
    # The last value of a month is the one that counts; both are set together with the results.
    last_weighing = models.BooleanField(default=False, editable=False)
    last_height = models.BooleanField(default=False, editable=False)

    objects = CheckQuerySet["ChildCheck"].as_manager()

    class Meta:
        verbose_name = "pemeriksaan bayi, balita, apras"
        verbose_name_plural = "pemeriksaan bayi, balita, apras"
        constraints = possible("child", CHILD_RANGES, "weight_kg", "height_cm", "head_cm", "muac_cm")

    def __str__(self) -> str:
        return f"Pemeriksaan anak {self.visit_id}"
