"""Which kader looks after which RT or family, from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import User
from registry.models.household import Household
from registry.models.org import Posyandu
from registry.scoping import ScopedQuerySet


class WorkAreaQuerySet(ScopedQuerySet["WorkArea"]):
    def on(self, day: date) -> Self:
        """Assignments in force on a day, both ends included."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class WorkArea(models.Model):
    """A kader's families: one household, or every household of a dusun/RW/RT (empty = all of that level).

    Where a household has its own row, that one counts; else the narrowest place it lies in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posyandu = models.ForeignKey(Posyandu, models.CASCADE, related_name="work_areas", verbose_name="Posyandu")
    kader = models.ForeignKey(User, models.CASCADE, related_name="work_areas", verbose_name="kader")
    household = models.ForeignKey(
        Household, models.CASCADE, null=True, blank=True, related_name="work_areas", verbose_name="keluarga"
    )
    dusun = models.CharField("dusun/lingkungan", max_length=80, blank=True)
    rw = models.CharField("RW", max_length=5, blank=True)
    rt = models.CharField("RT", max_length=5, blank=True)
    valid_from = models.DateField("sejak", default=timezone.localdate)
    valid_until = models.DateField("sampai", null=True, blank=True)

    objects = WorkAreaQuerySet.as_manager()

    class Meta:
        verbose_name = "wilayah binaan"
        verbose_name_plural = "wilayah binaan"
        ordering = ["posyandu", "dusun", "rw", "rt", "kader"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="work_area_ends_after_it_starts",
                violation_error_message="Tanggal sampai tidak boleh sebelum tanggal sejak.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kader}: {self.household or self.rt or self.rw or self.dusun or self.posyandu}"
