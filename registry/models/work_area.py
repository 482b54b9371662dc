"""Which kader looks after which RT or family, from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import Membership, User
from registry.models.household import Household
from registry.models.org import Posyandu
from registry.permissions import Role
from registry.scoping import ScopedQuerySet


class WorkAreaQuerySet(ScopedQuerySet["WorkArea"]):
    def on(self, day: date) -> Self:
        """Assignments in force on a day, both ends included."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)

    def in_charge(self, day: date) -> Self:
        """Those in force whose kader still works at the Posyandu: one who stopped leaves families without a kader."""
        roles = Membership.objects.on(day).filter(user=OuterRef("kader"), role=Role.KADER)
        there = roles.alias(
            place=models.ExpressionWrapper(OuterRef("posyandu__unit__path"), models.CharField())
        )
        return self.on(day).filter(
            Exists(there.filter(place__startswith=F("unit__path"))), kader__is_active=True
        )


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
        return f"{self.kader}: {self.household or self.place}"

    @property
    def place(self) -> str:
        """The place in words, from the widest to the narrowest: "Dukuh Krajan RW 01 RT 02"."""
        parts = (self.dusun, f"RW {self.rw}" if self.rw else "", f"RT {self.rt}" if self.rt else "")
        return " ".join(part for part in parts if part) or "Seluruh wilayah Posyandu"
