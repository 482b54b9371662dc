"""Residents, each registered once, their household, and where they lived when."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models.fields import EncryptedTextField, keyed_hash
from registry.models.org import Posyandu
from registry.rules.life_stage import Age, LifeStage, Sex, age_on, life_stage_on
from registry.rules.names import search_key
from registry.rules.nik import NikState, mask
from registry.scoping import ScopedQuerySet

ADULT_YEARS = 18


class SexChoice(models.TextChoices):
    MALE = Sex.MALE.value, "Laki-laki"
    FEMALE = Sex.FEMALE.value, "Perempuan"


class NikStateChoice(models.TextChoices):
    NONE = NikState.NONE.value, "Belum ada"
    PRESENT = NikState.PRESENT.value, "Ada"
    INVALID = NikState.INVALID.value, "Tidak valid"


class Household(models.Model):
    """A family card (KK) and where it lives."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="households")
    kk = EncryptedTextField("nomor KK", blank=True, default="")
    kk_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    address = models.CharField("alamat", max_length=200, blank=True)
    dusun = models.CharField("dusun/lingkungan", max_length=80, blank=True)
    rw = models.CharField("RW", max_length=5, blank=True)
    rt = models.CharField("RT", max_length=5, blank=True)

    objects = ScopedQuerySet["Household"].as_manager()

    class Meta:
        verbose_name = "keluarga"
        verbose_name_plural = "keluarga"

    def __str__(self) -> str:
        return self.address or "Keluarga"

    @property
    def place(self) -> str:
        """Where the household lives in one line: "Dukuh Krajan RT 02 RW 01"."""
        parts = (self.dusun, f"RT {self.rt}" if self.rt else "", f"RW {self.rw}" if self.rw else "")
        return " ".join(part for part in parts if part) or self.address

    def set_kk(self, kk: str) -> None:
        """Keep a KK number, encrypted and with its hash; an empty text removes it."""
        self.kk, self.kk_hash = kk, keyed_hash(kk) if kk else None


class ResidentQuerySet(ScopedQuerySet["Resident"]):
    def search(self, text: str) -> Self:
        """By whole NIK, or by the beginning of the name or of a later word of it."""
        digits = text.replace(" ", "")
        if digits.isdigit() and len(digits) == 16:
            return self.filter(nik_hash=keyed_hash(digits))
        words = search_key(text).split()
        found = self
        for word in words:
            found = found.filter(Q(name_key__startswith=word) | Q(name_key__contains=f" {word}"))
        return found if words else self.none()

    def for_list(self) -> Self:
        """With what a list of people shows, in the order of names."""
        rows = self.select_related("posyandu__unit", "household", "mother").order_by("name_key", "pk")
        return rows.without_secrets().defer("household__kk", "mother__nik", "mother__phone")

    def without_secrets(self) -> Self:
        """Leave what is encrypted in the database: deciphering it for a thousand rows of a list takes a while."""
        return self.defer("nik", "phone")

    def living_at(self, posyandu: Posyandu, day: date) -> Self:
        """Residents whose residency at the Posyandu covers the day."""
        covering = Residency.objects.unscoped("membership of a roster, scoped by its caller").covering(day)
        return self.filter(pk__in=covering.filter(posyandu=posyandu).values("resident"))


class Resident(models.Model):
    """A person, registered once, from birth to death. Life stage is computed on a date, never stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The home Posyandu of today; `Residency` holds the dated truth and services keep both in step.
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="residents")
    household = models.ForeignKey(
        Household, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name="keluarga"
    )
    name = models.CharField("nama", max_length=120)
    name_key = models.CharField(max_length=130, editable=False, db_index=True)
    sex = models.CharField("jenis kelamin", max_length=1, choices=SexChoice)
    birth_date = models.DateField("tanggal lahir", db_index=True)
    nik_state = models.CharField("NIK", max_length=11, choices=NikStateChoice, default=NikStateChoice.NONE)
    nik = EncryptedTextField("NIK", blank=True, default="")
    nik_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    mother = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name="ibu"
    )
    mother_name = models.CharField("nama ibu", max_length=120, blank=True)
    father_name = models.CharField("nama ayah", max_length=120, blank=True)
    phone = EncryptedTextField("nomor HP", blank=True, default="")
    birth_weight_kg = models.DecimalField(
        "berat lahir (kg)", max_digits=4, decimal_places=2, null=True, blank=True
    )
    birth_length_cm = models.DecimalField(
        "panjang lahir (cm)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    birth_order = models.PositiveSmallIntegerField("anak ke", null=True, blank=True)
    gestation_weeks = models.PositiveSmallIntegerField("usia kehamilan lahir (minggu)", null=True, blank=True)
    registered_at = models.DateTimeField("didaftarkan", auto_now_add=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        verbose_name = "warga"
        verbose_name_plural = "warga"
        ordering = ["name_key", "pk"]
        indexes = [models.Index("posyandu", "birth_date", name="resident_posyandu_birth")]
        constraints = [
            models.CheckConstraint(
                condition=Q(nik_state=NikStateChoice.PRESENT, nik_hash__isnull=False)
                | Q(~Q(nik_state=NikStateChoice.PRESENT), nik_hash__isnull=True),
                name="resident_nik_hash_matches_state",
                violation_error_message="NIK yang ada harus 16 angka yang sah.",
            ),
            models.CheckConstraint(
                condition=Q(birth_weight_kg__isnull=True)
                | Q(birth_weight_kg__gte="0.4", birth_weight_kg__lte=7),
                name="resident_birth_weight_is_possible",
                violation_error_message="Berat lahir antara 0,4 dan 7 kg.",
            ),
            models.CheckConstraint(
                condition=Q(birth_length_cm__isnull=True)
                | Q(birth_length_cm__gte=25, birth_length_cm__lte=65),
                name="resident_birth_length_is_possible",
                violation_error_message="Panjang lahir antara 25 dan 65 cm.",
            ),
            models.CheckConstraint(condition=Q(sex__in=SexChoice.values), name="resident_sex_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = search_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("resident_detail", args=[self.pk])

    def set_nik(self, nik: str) -> None:
        """Keep a valid NIK, encrypted and with its hash; an empty text means that there is none yet."""
        self.nik = nik
        self.nik_state = NikStateChoice.PRESENT if nik else NikStateChoice.NONE
        self.nik_hash = keyed_hash(nik) if nik else None

    @property
    def masked_nik(self) -> str:
        return mask(self.nik) if self.nik else ""

    def age_on(self, day: date) -> Age:
        return age_on(self.birth_date, day)

    def life_stage_on(self, day: date) -> LifeStage:
        return life_stage_on(self.birth_date, day)

    @property
    def known_mother(self) -> str:
        """The mother's name: how a child is told from a namesake."""
        return self.mother.name if self.mother else self.mother_name

    @property
    def mother_beside_name(self) -> str:
        """The mother's name where people are listed; nobody calls a grown-up by it."""
        return self.known_mother if age_on(self.birth_date, timezone.localdate()).years < ADULT_YEARS else ""


class ResidencyQuerySet(ScopedQuerySet["Residency"]):
    def covering(self, day: date) -> Self:
        """Residencies in force on a day, both ends included."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class Residency(models.Model):
    """Where a resident belonged, from a day to a day: last month's sasaran stays last month's."""

    class EndReason(models.TextChoices):
        MOVED = "pindah", "Pindah"
        DIED = "meninggal", "Meninggal"
        ERROR = "salah", "Salah catat"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="residencies")
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="residencies")
    valid_from = models.DateField("sejak")
    valid_until = models.DateField("sampai", null=True, blank=True)
    end_reason = models.CharField("sebab berakhir", max_length=9, choices=EndReason, blank=True)

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
