"""Before the day: when a Posyandu opens, who serves at which step, and whether the equipment is ready."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.models import Posyandu, User
from registry.scoping import ScopedQuerySet


class Schedule(models.Model):
    """The monthly pattern of a Posyandu from a day on: "Senin pekan kedua", or "tanggal 12"."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Senin"
        TUESDAY = 1, "Selasa"
        WEDNESDAY = 2, "Rabu"
        THURSDAY = 3, "Kamis"
        FRIDAY = 4, "Jumat"
        SATURDAY = 5, "Sabtu"
        SUNDAY = 6, "Minggu"

    class Week(models.IntegerChoices):
        FIRST = 1, "pertama"
        SECOND = 2, "kedua"
        THIRD = 3, "ketiga"
        FOURTH = 4, "keempat"
        LAST = -1, "terakhir"

    posyandu = models.ForeignKey(Posyandu, models.CASCADE, related_name="schedules", verbose_name="Posyandu")
    day_of_month = models.PositiveSmallIntegerField(
        "tanggal", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    week = models.SmallIntegerField("pekan", null=True, blank=True, choices=Week)
    weekday = models.SmallIntegerField("hari", null=True, blank=True, choices=Weekday)
    starts_at = models.TimeField("mulai pukul", null=True, blank=True)
    place = models.CharField("tempat", max_length=120, blank=True)
    valid_from = models.DateField("berlaku mulai", default=timezone.localdate)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    objects = ScopedQuerySet["Schedule"].as_manager()

    class Meta:
        verbose_name = "jadwal"
        verbose_name_plural = "jadwal"
        ordering = ["posyandu", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(day_of_month__isnull=False, week__isnull=True, weekday__isnull=True)
                | Q(day_of_month__isnull=True, week__isnull=False, weekday__isnull=False),
                name="schedule_is_a_date_or_a_weekday",
                violation_error_message="Pilih tanggal tetap, atau hari dan pekannya.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="schedule_ends_after_it_starts",
                violation_error_message="Tanggal berakhir sebelum tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        if self.day_of_month:
            return f"setiap tanggal {self.day_of_month}"
        return f"{self.get_weekday_display()} pekan {self.get_week_display()}"


class ScheduleChange(models.Model):
    """One planned day that is another one, elsewhere, or not at all; or an extra day (`planned` empty)."""

    posyandu = models.ForeignKey(
        Posyandu, models.CASCADE, related_name="schedule_changes", verbose_name="Posyandu"
    )
    planned = models.DateField("tanggal menurut jadwal", null=True, blank=True)
    moved_to = models.DateField("menjadi tanggal", null=True, blank=True)
    starts_at = models.TimeField("mulai pukul", null=True, blank=True)
    place = models.CharField("tempat", max_length=120, blank=True)
    reason = models.CharField("alasan", max_length=200, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet["ScheduleChange"].as_manager()

    class Meta:
        verbose_name = "perubahan jadwal"
        verbose_name_plural = "perubahan jadwal"
        ordering = ["posyandu", "planned"]
        constraints = [
            models.UniqueConstraint(
                "posyandu",
                "planned",
                condition=Q(planned__isnull=False),
                name="schedule_change_once_a_day",
                violation_error_message="Hari ini sudah diubah.",
            ),
            models.CheckConstraint(
                condition=Q(planned__isnull=False) | Q(moved_to__isnull=False),
                name="schedule_change_names_a_day",
                violation_error_message="Isi tanggalnya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.planned or 'tambahan'} -> {self.moved_to or 'libur'}"


class Duty(models.Model):
    """Who serves at which of the five steps on a day. Several may share a step, one may serve several."""

    posyandu = models.ForeignKey(Posyandu, models.CASCADE, related_name="duties", verbose_name="Posyandu")
    date = models.DateField("tanggal")
    step = models.PositiveSmallIntegerField(
        "langkah", validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="duties", verbose_name="petugas")

    objects = ScopedQuerySet["Duty"].as_manager()

    class Meta:
        verbose_name = "tugas"
        verbose_name_plural = "tugas"
        ordering = ["date", "step"]
        constraints = [
            models.UniqueConstraint("posyandu", "date", "step", "user", name="duty_once"),
            models.CheckConstraint(
                condition=Q(step__gte=1) & Q(step__lte=5),
                name="duty_step_is_one_of_five",
                violation_error_message="Langkah 1 sampai 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, langkah {self.step}"


class EquipmentCheck(models.Model):
    """What was found of the equipment before a day: code of visits.rules' list -> "baik", "rusak" or "tidak ada"."""

    posyandu = models.ForeignKey(
        Posyandu, models.CASCADE, related_name="equipment_checks", verbose_name="Posyandu"
    )
    date = models.DateField("untuk hari buka")
    items = models.JSONField("alat", default=dict)
    note = models.CharField("catatan", max_length=300, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet["EquipmentCheck"].as_manager()

    class Meta:
        verbose_name = "pemeriksaan alat"
        verbose_name_plural = "pemeriksaan alat"
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(
                "posyandu",
                "date",
                name="equipment_check_once_a_day",
                violation_error_message="Sudah diperiksa.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.posyandu_id} {self.date}"
