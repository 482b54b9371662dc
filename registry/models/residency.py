"""Where people belonged, from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from registry.ids import new_id
from registry.models.org import Posyandu
from registry.scoping import ScopedQuerySet


class ResidencyQuerySet(ScopedQuerySet["Residency"]):
    """Periods; those of a person merged into another one count for nobody."""

    def of_people(self) -> Self:
        """Without the periods of people merged into others."""
        return self.filter(resident__merged_into__isnull=True)

    def covering(self, day: date) -> Self:
        """Residencies in force on a day, both ends included; those noted by mistake never were."""
        in_force = self.of_people().exclude(end_reason=Residency.EndReason.ERROR)
        return in_force.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class Residency(models.Model):
    """Where a resident belonged, from a day to a day: last month's sasaran stays last month's."""

    class EndReason(models.TextChoices):
        MOVED = "pindah", "Pindah"
        DIED = "meninggal", "Meninggal"
        ERROR = "salah", "Salah catat"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey("registry.Resident", models.CASCADE, related_name="residencies")
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="residencies")
    valid_from = models.DateField("sejak")
    valid_until = models.DateField("sampai", null=True, blank=True)
    end_reason = models.CharField("sebab berakhir", max_length=9, choices=EndReason, blank=True)
    came_from = models.CharField("datang dari", max_length=120, blank=True)
    went_to = models.CharField("pindah ke", max_length=120, blank=True)

    objects = ResidencyQuerySet.as_manager()

    class Meta:
        verbose_name = "tempat tinggal"
        verbose_name_plural = "tempat tinggal"
        ordering = ["resident", "valid_from"]
        indexes = [models.Index("posyandu", "valid_from", "valid_until", name="residency_posyandu_dates")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="residency_ends_after_it_starts",
                violation_error_message="Tanggal pindah tidak boleh sebelum tanggal datang.",
            ),
            models.UniqueConstraint(
                "resident",
                condition=Q(valid_until__isnull=True),
                name="residency_one_open_for_each_resident",
                violation_error_message="Warga ini sudah terdaftar di satu Posyandu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} di {self.posyandu_id} sejak {self.valid_from}"
