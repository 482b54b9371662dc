"""How many people there should be: dated figures for a unit, year and group, each with its source."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from registry.models.access import User
from registry.models.org import OrgUnit
from registry.permissions import Action
from registry.rules.target_groups import TargetGroup
from registry.scoping import under


class Source(models.TextChoices):
    PUSDATIN = "pusdatin", "Proyeksi Pusdatin"
    DUKCAPIL = "dukcapil", "Dukcapil"
    KADER = "kader", "Pendataan kader"
    REGISTER = "register", "Register Posyandu ILP"


class DenominatorQuerySet(models.QuerySet["Denominator"]):
    def visible_to(self, user: User, action: Action = Action.SEE_REPORTS) -> Self:
        """Figures of the units at or below those where one of the user's current roles has `action`."""
        return self.filter(under(user.paths_for(action), "unit__path"))


class Denominator(models.Model):
    """A target population. A corrected figure is a new row; the newest one of a source counts."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="denominators", verbose_name="unit")
    year = models.PositiveSmallIntegerField("tahun")
    group = models.CharField(
        "kelompok", max_length=20, choices=[(group.value, group.label) for group in TargetGroup]
    )
    source = models.CharField("sumber", max_length=8, choices=Source)
    people = models.PositiveIntegerField("jumlah")
    document = models.CharField("dokumen", max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    entered_at = models.DateTimeField("dicatat", default=timezone.now)

    objects = DenominatorQuerySet.as_manager()

    class Meta:
        verbose_name = "angka sasaran"
        verbose_name_plural = "angka sasaran"
        ordering = ["unit__path", "year", "group", "source", "-entered_at"]
        indexes = [models.Index("year", "group", "source", name="denominator_year_group")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.get_group_display()}: {self.people}"


class DenominatorChoice(models.Model):
    """Which source the reports of a kabupaten and a year use for a group; chosen once, then it stays."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="denominator_choices", verbose_name="unit")
    year = models.PositiveSmallIntegerField("tahun")
    group = models.CharField(
        "kelompok", max_length=20, choices=[(group.value, group.label) for group in TargetGroup]
    )
    source = models.CharField("sumber", max_length=8, choices=Source)
    chosen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    chosen_at = models.DateTimeField("dipilih", default=timezone.now)

    class Meta:
        verbose_name = "sumber sasaran terpilih"
        verbose_name_plural = "sumber sasaran terpilih"
        ordering = ["-year", "group"]
        constraints = [
            models.UniqueConstraint(
                "unit",
                "year",
                "group",
                name="denominator_source_is_chosen_once",
                violation_error_message="Sumber untuk kelompok dan tahun ini sudah dipilih dan berlaku setahun.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.get_group_display()}: {self.get_source_display()}"
