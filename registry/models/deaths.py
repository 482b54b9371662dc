"""Deaths, with date and place; those of mothers, babies and under-fives are reported on."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import User
from registry.models.people import Resident
from registry.rules.deaths import DeathGroup
from registry.scoping import ScopedQuerySet


class DeathQuerySet(ScopedQuerySet["Death"]):
    posyandu_lookup = "resident__posyandu"


class Death(models.Model):
    """That somebody died, when, where, in which reported group. It counts where they lived: nobody moves after it."""

    class Place(models.TextChoices):
        HOME = "rumah", "Rumah"
        FACILITY = "faskes", "Fasilitas kesehatan"
        ON_THE_WAY = "jalan", "Dalam perjalanan"
        OTHER = "lain", "Tempat lain"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.OneToOneField(Resident, models.CASCADE, related_name="death", verbose_name="warga")
    on = models.DateField("tanggal meninggal")
    place = models.CharField("tempat meninggal", max_length=6, choices=Place, blank=True)
    place_name = models.CharField("nama tempat", max_length=120, blank=True)
    cause = models.CharField("sebab menurut keluarga", max_length=200, blank=True)
    # Derived when it is recorded, from age and from a pregnancy or delivery near it.
    group = models.CharField(
        "kelompok", max_length=9, choices=[(g.value, g.label) for g in DeathGroup], editable=False
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)

    objects = DeathQuerySet.as_manager()

    class Meta:
        verbose_name = "kematian"
        verbose_name_plural = "kematian"
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.resident}, {self.on}"
