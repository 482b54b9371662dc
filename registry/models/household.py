"""Families: the family card (KK), where it lives, what its house has, and how it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import User
from registry.models.fields import EncryptedTextField, keyed_hash, phone_hash, tail_hash
from registry.models.org import Posyandu
from registry.rules.nik import mask
from registry.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from registry.models.people import Resident


class HouseholdQuerySet(ScopedQuerySet["Household"]):
    def without_secrets(self) -> Self:
        """Leave what is encrypted in the database."""
        return self.defer("kk", "phone")

    def for_list(self) -> Self:
        """With what a list of families shows, by place."""
        return (
            self.without_secrets()
            .select_related("posyandu__unit", "head")
            .defer("head__nik", "head__phone")
            .order_by("dusun", "rw", "rt", "address", "pk")
        )


class Household(models.Model):
    """A family card (KK) and where it lives; the questions are those of Data Keluarga, None = not asked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="households", verbose_name="Posyandu")
    kk = EncryptedTextField("nomor KK", blank=True, default="")
    kk_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    kk_tail_hash = models.CharField(max_length=16, blank=True, default="", editable=False, db_index=True)
    head = models.ForeignKey(
        "registry.Resident",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name="kepala keluarga",
    )
    phone = EncryptedTextField("nomor HP keluarga", blank=True, default="")
    phone_hash = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    address = models.CharField("alamat", max_length=200, blank=True)
    dusun = models.CharField("dusun/lingkungan", max_length=80, blank=True)
    rw = models.CharField("RW", max_length=5, blank=True)
    rt = models.CharField("RT", max_length=5, blank=True)

    # Data Keluarga, items 3 to 7.
    surveyed_on = models.DateField("tanggal pengumpulan data", null=True, blank=True)
    has_insurance = models.BooleanField("JKN/Jamkesda/Askes", null=True, blank=True)
    has_clean_water = models.BooleanField("sarana air bersih", null=True, blank=True)
    water_is_protected = models.BooleanField("sumber airnya terlindung", null=True, blank=True)
    has_latrine = models.BooleanField("jamban keluarga", null=True, blank=True)
    latrine_is_sanitary = models.BooleanField("jambannya saniter", null=True, blank=True)
    is_ventilated = models.BooleanField("ventilasi cukup", null=True, blank=True)
    has_mental_disorder = models.BooleanField("anggota dengan gangguan jiwa (ODGJ)", null=True, blank=True)
    has_tuberculosis = models.BooleanField("anggota terdiagnosis TBC", null=True, blank=True)
    has_hypertension = models.BooleanField("anggota terdiagnosis hipertensi", null=True, blank=True)
    has_diabetes = models.BooleanField("anggota terdiagnosis diabetes melitus", null=True, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "keluarga"
        verbose_name_plural = "keluarga"
        constraints = [
            models.CheckConstraint(
                condition=Q(has_clean_water=True) | ~Q(water_is_protected=True),
                name="household_protected_water_is_water",
                violation_error_message="Sumber air terlindung hanya bila ada sarana air bersih.",
            ),
            models.CheckConstraint(
                condition=Q(has_latrine=True) | ~Q(latrine_is_sanitary=True),
                name="household_sanitary_latrine_is_a_latrine",
                violation_error_message="Jamban saniter hanya bila ada jamban keluarga.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "phone_hash"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("household_detail", args=[self.pk])

    @property
    def title(self) -> str:
        """What a family is called: by its head, else by its place."""
        return f"Keluarga {self.head.name}" if self.head else (self.address or self.place or "Keluarga")

    @property
    def place(self) -> str:
        """Where the household lives in one line: "Dukuh Krajan RT 02 RW 01"."""
        parts = (self.dusun, f"RT {self.rt}" if self.rt else "", f"RW {self.rw}" if self.rw else "")
        return " ".join(part for part in parts if part) or self.address

    @property
    def masked_kk(self) -> str:
        """The KK number with its middle hidden; empty where none is known."""
        return mask(self.kk) if self.kk else ""

    def set_kk(self, kk: str) -> None:
        """Keep a KK number, encrypted and with its hashes; an empty text removes it."""
        self.kk, self.kk_hash = kk, keyed_hash(kk) if kk else None
        self.kk_tail_hash = tail_hash(kk)

    def derive_keys(self) -> None:
        """Fill what is derived; whoever stores in bulk calls it."""
        if "phone" not in self.get_deferred_fields():
            self.phone_hash = phone_hash(self.phone)


class PastKkQuerySet(ScopedQuerySet["PastKk"]):
    """An earlier number is seen by those who see the household."""

    posyandu_lookup = "household__posyandu"


class PastKk(models.Model):
    """A KK number that a household had before."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="past_kks")
    kk = EncryptedTextField("nomor KK")
    kk_hash = models.CharField(max_length=64, editable=False, db_index=True)
    valid_until = models.DateField("sampai", default=timezone.localdate)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")

    objects = PastKkQuerySet.as_manager()

    class Meta:
        verbose_name = "nomor KK lama"
        verbose_name_plural = "nomor KK lama"
        ordering = ["-valid_until", "-pk"]

    def __str__(self) -> str:
        return f"{mask(self.kk)} sampai {self.valid_until}"


class HouseholdChangeQuerySet(ScopedQuerySet["HouseholdChange"]):
    posyandu_lookup = "resident__posyandu"


class HouseholdChange(models.Model):
    """One person who came to a household or left it, and why; the newest is first."""

    class Reason(models.TextChoices):
        REGISTERED = "daftar", "Didaftarkan"
        SPLIT = "pecah", "Pecah KK"
        MERGED = "gabung", "Gabung KK"
        JOINED = "masuk", "Masuk keluarga"
        LEFT = "keluar", "Keluar dari keluarga"
        CORRECTED = "betul", "Pembetulan"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(
        "registry.Resident", models.CASCADE, related_name="household_changes", verbose_name="warga"
    )
    from_household = models.ForeignKey(
        Household, models.SET_NULL, null=True, blank=True, related_name="departures", verbose_name="dari"
    )
    to_household = models.ForeignKey(
        Household, models.SET_NULL, null=True, blank=True, related_name="arrivals", verbose_name="ke"
    )
    on = models.DateField("tanggal", default=timezone.localdate)
    reason = models.CharField("sebab", max_length=7, choices=Reason)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)

    objects = HouseholdChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "perubahan keluarga"
        verbose_name_plural = "perubahan keluarga"
        ordering = ["-on", "-recorded_at"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.on}"


def members_first(household: Household) -> list[Resident]:
    """The living members of a household, head first, then by age from old to young."""
    members = household.members.present().select_related("posyandu__unit").order_by("birth_date", "name_key")
    return sorted(members, key=lambda member: member.pk != household.head_id)
