"""What a kabupaten decided about the settings of the rules, and the recomputations that followed."""

from __future__ import annotations

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.ids import new_id
from registry.models import OrgUnit, User
from visits.rules import book

_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")


class RuleOverride(models.Model):
    """One setting as a kabupaten decided it, from a day on. A decision that has begun is only ended, never rewritten.

    `setting` is "table.name", as the tables of the rules declare it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="rule_overrides", verbose_name="kabupaten")
    setting = models.CharField("aturan", max_length=200)
    value = models.CharField(
        "nilai", max_length=200, help_text="Angka, salah satu pilihan aturan itu, atau kalimat penggantinya."
    )
    valid_from = models.DateField(
        "berlaku mulai", help_text="Paling cepat besok: hasil yang sudah ditunjukkan tetap seperti semula."
    )
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    reason = models.CharField("dasar keputusan", max_length=200, help_text="Nomor surat atau alasannya.")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="ditetapkan oleh"
    )
    decided_at = models.DateTimeField("ditetapkan pada", auto_now_add=True)
    changed_at = models.DateTimeField("diubah pada", auto_now=True)

    class Meta:
        verbose_name = "aturan setempat"
        verbose_name_plural = "aturan setempat"
        ordering = ["setting", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                "unit",
                "setting",
                "valid_from",
                name="rule_override_starts_once_a_day",
                violation_error_message="Aturan ini sudah punya keputusan yang mulai pada tanggal itu.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="rule_override_ends_after_it_starts",
                violation_error_message="Tanggal berakhir sebelum tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setting} = {self.value}"

    def clean(self) -> None:
        self.value = self.value.strip()
        if _DECIMAL_COMMA.fullmatch(self.value):
            self.value = self.value.replace(",", ".")
        errors = {
            "unit": self._unit_refusal(),
            **self._value_refusal(),
            **self._date_refusal(),
        }
        found = {field: text for field, text in errors.items() if text}
        if found:
            raise ValidationError(found)

    def as_override(self) -> book.Override:
        """The decision as the rules take it; whether the tables still know the setting is for them to say."""
        table, _, name = self.setting.partition(".")
        return book.Override(table, name, self.value, self.valid_from, self.valid_until)

    def _unit_refusal(self) -> str:
        if self.unit_id and self.unit.kind != OrgUnit.Kind.DISTRICT:
            return "Aturan setempat ditetapkan untuk kabupaten/kota."
        return ""

    def _value_refusal(self) -> dict[str, str]:
        table, _, name = self.setting.partition(".")
        try:
            declared = book.setting(table, name)
        except (ValueError, LookupError):
            return {"setting": "Aturan ini tidak dapat diubah."}
        return {"value": declared.refusal(self.value) or ""}

    def _date_refusal(self) -> dict[str, str]:
        """What was shown before stays what it was: nothing may change about a day that has begun."""
        today = timezone.localdate()
        before = None if self._state.adding else type(self).objects.filter(pk=self.pk).first()
        if before is not None and before.valid_from <= today:
            fixed = ("unit_id", "setting", "value", "valid_from")
            if any(getattr(before, name) != getattr(self, name) for name in fixed):
                return {
                    "valid_from": "Keputusan yang sudah berlaku hanya dapat diakhiri; buat keputusan baru."
                }
            if before.valid_until != self.valid_until and self.valid_until and self.valid_until < today:
                return {"valid_until": "Paling cepat berakhir hari ini."}
            if before.valid_until is not None and before.valid_until < today:
                return {"valid_until": "Keputusan ini sudah berakhir; buat keputusan baru."}
        elif self.valid_from and self.valid_from <= today:
            tomorrow = today + timedelta(days=1)
            return {"valid_from": f"Paling cepat besok, {tomorrow:%d-%m-%Y}."}
        return {}


class Reassessment(models.Model):
    """One run of `manage.py reassess`: how far it came, so that it goes on there after an interruption."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField("cakupan", max_length=300, help_text="Rentang, unit dan versi aturan.")
    after_posyandu = models.BigIntegerField("sesudah Posyandu", default=0)
    after_resident = models.UUIDField("sesudah warga", null=True)
    people = models.PositiveIntegerField("warga selesai", default=0)
    visits_changed = models.PositiveIntegerField("kunjungan berubah", default=0)
    started_at = models.DateTimeField("mulai", auto_now_add=True)
    finished_at = models.DateTimeField("selesai", null=True)

    class Meta:
        verbose_name = "hitung ulang"
        verbose_name_plural = "hitung ulang"
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                "scope", condition=Q(finished_at__isnull=True), name="reassessment_one_open_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope}: {self.people} warga"
