"""Pregnancies and deliveries: dated episodes of a woman's life, each ended by an event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import User
from registry.models.deaths import Death
from registry.models.people import Resident
from registry.rules.episodes import (
    BREASTFEEDING_MONTHS,
    GESTATION_WEEKS,
    NIFAS_DAYS,
    PREGNANCY_DAYS,
    weeks_pregnant,
)
from registry.rules.life_stage import latest_birth_with_months
from registry.scoping import ScopedQuerySet


class PregnancyQuerySet(ScopedQuerySet["Pregnancy"]):
    posyandu_lookup = "resident__posyandu"

    def open_on(self, day: date) -> Self:
        """Pregnancies known on a day and not yet ended then; one recorded by mistake never was."""
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
            ~Q(outcome=Pregnancy.Outcome.ERROR),
            known_from__lte=day,
            resident__merged_into__isnull=True,
        )


class Pregnancy(models.Model):
    """From the first record to birth or loss. Dated by the last period (HPHT), or by an ultrasound that corrects it."""

    class Outcome(models.TextChoices):
        BIRTH = "lahir", "Bersalin"
        MISCARRIAGE = "keguguran", "Keguguran"
        DIED = "meninggal", "Ibu meninggal"
        ERROR = "salah", "Salah catat, tidak hamil"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="pregnancies", verbose_name="ibu")
    known_from = models.DateField("tercatat hamil sejak", default=timezone.localdate)
    last_period = models.DateField("HPHT", null=True, blank=True)
    due_date_by_usg = models.DateField("taksiran persalinan menurut USG", null=True, blank=True)
    gravida = models.PositiveSmallIntegerField(
        "hamil anak ke", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    living_children = models.PositiveSmallIntegerField(
        "jumlah anak hidup", null=True, blank=True, validators=[MaxValueValidator(20)]
    )
    spacing_months = models.PositiveSmallIntegerField(
        "jarak dengan anak sebelumnya (bulan)", null=True, blank=True, validators=[MaxValueValidator(400)]
    )
    start_weight_kg = models.DecimalField(
        "berat badan awal (kg)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    height_cm = models.DecimalField(
        "tinggi badan (cm)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    ended_on = models.DateField("berakhir", null=True, blank=True)
    outcome = models.CharField("akhir kehamilan", max_length=9, choices=Outcome, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)

    objects = PregnancyQuerySet.as_manager()

    class Meta:
        verbose_name = "kehamilan"
        verbose_name_plural = "kehamilan"
        ordering = ["-known_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "resident",
                condition=Q(ended_on__isnull=True),
                name="pregnancy_one_open_for_each_woman",
                violation_error_message="Ibu ini sudah tercatat hamil.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="") | (Q(ended_on__isnull=False) & ~Q(outcome="")),
                name="pregnancy_end_has_an_outcome",
                violation_error_message="Kehamilan yang berakhir perlu tanggal dan hasilnya.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(last_period__isnull=True)
                | Q(ended_on__gte=F("last_period")),
                name="pregnancy_ends_after_it_began",
                violation_error_message="Kehamilan tidak dapat berakhir sebelum HPHT.",
            ),
            models.CheckConstraint(
                condition=Q(start_weight_kg__isnull=True)
                | Q(start_weight_kg__gte=25, start_weight_kg__lte=200),
                name="pregnancy_start_weight_is_possible",
                violation_error_message="Berat badan awal antara 25 dan 200 kg.",
            ),
            models.CheckConstraint(
                condition=Q(height_cm__isnull=True) | Q(height_cm__gte=100, height_cm__lte=220),
                name="pregnancy_height_is_possible",
                violation_error_message="Tinggi badan antara 100 dan 220 cm.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kehamilan {self.resident} sejak {self.known_from}"

    def get_absolute_url(self) -> str:
        return reverse("pregnancy_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    @property
    def counted_from(self) -> date | None:
        """The day from which weeks are counted: by ultrasound where there was one, else HPHT (HML-02)."""
        if self.due_date_by_usg:
            return self.due_date_by_usg - timedelta(days=PREGNANCY_DAYS)
        return self.last_period

    @property
    def due_date(self) -> date | None:
        """The expected day of birth (HML-01)."""
        start = self.counted_from
        return start + timedelta(days=PREGNANCY_DAYS) if start else None

    def weeks_on(self, day: date) -> int | None:
        """Completed weeks on a day; None where nothing is known to count from, or the date cannot be right."""
        return weeks_pregnant(self.counted_from, day)


class DeliveryQuerySet(ScopedQuerySet["Delivery"]):
    posyandu_lookup = "resident__posyandu"

    def in_nifas_on(self, day: date) -> Self:
        """Deliveries 0 to 42 days before a day."""
        return self._of_people().filter(self._nifas(day), on__lte=day)

    def breastfeeding_on(self, day: date) -> Self:
        """Deliveries whose baby lives and is still breastfed: an event ends it, at the latest the programme's limit."""
        return self._counting_the_dead(day).filter(self._fed(day), on__lte=day)

    def deciding_on(self, day: date) -> Self:
        """Deliveries by which a mother stands in the mothers' register: in nifas or breastfeeding."""
        return self._counting_the_dead(day).filter(self._nifas(day) | self._fed(day), on__lte=day)

    def _of_people(self) -> Self:
        return self.filter(resident__merged_into__isnull=True)

    def _counting_the_dead(self, day: date) -> Self:
        dead = (
            Death.objects.unscoped("babies of deliveries in scope")
            .filter(resident__born_at=OuterRef("pk"), resident__merged_into__isnull=True, on__lte=day)
            .order_by()
            .values("resident__born_at")
            .annotate(count=Count("pk"))
        )
        return self._of_people().annotate(dead=Coalesce(Subquery(dead.values("count")), 0))

    @staticmethod
    def _nifas(day: date) -> Q:
        return Q(on__gte=day - timedelta(days=NIFAS_DAYS))

    @staticmethod
    def _fed(day: date) -> Q:
        return Q(
            Q(breastfeeding_ended_on__isnull=True) | Q(breastfeeding_ended_on__gt=day),
            on__gt=latest_birth_with_months(BREASTFEEDING_MONTHS, day),
            live_births__gt=F("dead"),
        )


class Delivery(models.Model):
    """A birth: when, where, with whose help and how; its live babies are residents, a stillborn one is a number."""

    class Place(models.TextChoices):
        PUSTU = "pustu", "Posyandu Prima/Pustu"
        PUSKESMAS = "puskesmas", "Puskesmas"
        HOSPITAL = "rs", "Rumah sakit"
        CLINIC = "klinik", "Klinik"
        MIDWIFE = "bidan", "Bidan praktik mandiri"
        HOME = "rumah", "Rumah"
        OTHER = "lain", "Lainnya"

    class Helper(models.TextChoices):
        MIDWIFE = "bidan", "Bidan"
        DOCTOR = "dokter", "Dokter umum"
        SPECIALIST = "spog", "Dokter SpOG"
        OTHER = "lain", "Lainnya"

    class Manner(models.TextChoices):
        NORMAL = "normal", "Normal"
        ASSISTED = "tindakan", "Persalinan dengan tindakan"

    class Condition(models.TextChoices):
        WELL = "sehat", "Sehat"
        ILL = "sakit", "Sakit"
        DIED = "meninggal", "Meninggal"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="deliveries", verbose_name="ibu")
    pregnancy = models.OneToOneField(
        Pregnancy, models.CASCADE, null=True, blank=True, related_name="delivery", verbose_name="kehamilan"
    )
    on = models.DateField("tanggal bersalin")
    at = models.TimeField("pukul", null=True, blank=True)
    gestation_weeks = models.PositiveSmallIntegerField(
        "usia kehamilan saat bersalin (minggu)",
        null=True,
        blank=True,
        validators=[MinValueValidator(GESTATION_WEEKS[0]), MaxValueValidator(GESTATION_WEEKS[1])],
    )
    place = models.CharField("tempat bersalin", max_length=9, choices=Place, blank=True)
    place_name = models.CharField("nama tempat", max_length=120, blank=True)
    helper = models.CharField("penolong persalinan", max_length=6, choices=Helper, blank=True)
    manner = models.CharField("cara persalinan", max_length=8, choices=Manner, blank=True)
    mother_condition = models.CharField("keadaan ibu", max_length=9, choices=Condition, blank=True)
    complaints = models.CharField("keluhan ibu", max_length=200, blank=True)
    early_breastfeeding = models.BooleanField("IMD", null=True, blank=True)
    live_births = models.PositiveSmallIntegerField("lahir hidup", default=0)
    stillbirths = models.PositiveSmallIntegerField("lahir mati", default=0)
    breastfeeding_ended_on = models.DateField("berhenti menyusui", null=True, blank=True)
    # Ids of the residents that recording this birth registered: taking it back takes them back, and nobody else.
    registered_babies = models.JSONField(default=list, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "persalinan"
        verbose_name_plural = "persalinan"
        ordering = ["-on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(live_births__lte=6) & Q(stillbirths__lte=6),
                name="delivery_births_are_possible",
                violation_error_message="Paling banyak enam bayi dalam satu persalinan.",
            ),
            models.CheckConstraint(
                condition=Q(live_births__gt=0) | Q(stillbirths__gt=0),
                name="delivery_bears_somebody",
                violation_error_message="Isi bayi yang lahir, hidup atau mati.",
            ),
            models.CheckConstraint(
                condition=Q(breastfeeding_ended_on__isnull=True) | Q(breastfeeding_ended_on__gte=F("on")),
                name="delivery_breastfeeding_ends_after_birth",
                violation_error_message="Berhenti menyusui tidak dapat sebelum bersalin.",
            ),
        ]

    def __str__(self) -> str:
        return f"Persalinan {self.resident} {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("delivery_detail", args=[self.pk])
