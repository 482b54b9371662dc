"""A questionnaire filled with one person on one visit: the answers sealed, the results as columns."""

from __future__ import annotations

import json
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.ids import new_id
from registry.models import User
from registry.models.fields import EncryptedTextField
from registry.scoping import ScopedQuerySet
from visits.models.visit import Visit


class ScreeningQuerySet(ScopedQuerySet["Screening"]):
    """A screening is seen by those who see its visit; its answers by fewer (visits.screenings)."""

    posyandu_lookup = "visit__resident__posyandu"


class Screening(models.Model):
    """One form of one visit. Answers are codes by item code, checked against the form's declaration of `version`.

    The columns after `answers` are what the rules said about them; of an unfinished form only what is certain. A form
    that was put off is kept with its reason and has no answers.
    """

    class Form(models.TextChoices):
        SRQ20 = "srq20", "SRQ-20"
        PUMA = "puma", "PUMA"
        HEEADSSS = "heeadsss", "HEEADSSS"
        AKS = "aks", "AKS"
        SKILAS = "skilas", "SKILAS"
        DEVELOPMENT = "development", "Checklist perkembangan"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="screenings", verbose_name="kunjungan")
    form = models.CharField("lembar", max_length=11, choices=Form)
    version = models.CharField("versi lembar", max_length=12)
    # Sealed: what somebody said about their thoughts must not be readable in a dump.
    sealed_answers = EncryptedTextField("jawaban", blank=True, default="", editable=False)
    # Filled by the person alone: then nobody at the Posyandu reads the answers, also not who handed over the phone.
    by_self = models.BooleanField("diisi sendiri", default=False)
    postponed_because = models.CharField("alasan ditunda", max_length=200, blank=True)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="ditanyakan oleh"
    )
    asked_at = models.DateTimeField("ditanyakan pada", default=timezone.now)
    revision = models.PositiveIntegerField("revisi", default=1)
    # What the rules said: whether nothing is missing, the points, the class in the form's own words or letter, what it
    # says of each part, whether it is a reason to send on, and whether somebody must act today.
    complete = models.BooleanField("lengkap", default=False, editable=False)
    score = models.PositiveSmallIntegerField("skor", null=True, editable=False)
    level = models.CharField("tingkat", max_length=20, blank=True, editable=False)
    parts = models.JSONField("bagian", default=dict, encoder=DjangoJSONEncoder, editable=False)
    refers = models.BooleanField("perlu dirujuk", null=True, editable=False)
    alarm = models.BooleanField("harus segera", default=False, editable=False)

    objects = ScreeningQuerySet.as_manager()
    # Forms whose answers are nobody's business but the person's and the nurse's (SRQ-01, REMAJA-01).
    PRIVATE: ClassVar = frozenset({Form.SRQ20.value, Form.HEEADSSS.value})

    class Meta:
        verbose_name = "skrining"
        verbose_name_plural = "skrining"
        ordering = ["visit", "form"]
        constraints = [
            models.UniqueConstraint(
                "visit",
                "form",
                name="screening_form_once_a_visit",
                violation_error_message="Lembar ini sudah diisi pada kunjungan itu.",
            ),
            models.CheckConstraint(
                condition=Q(postponed_because="") | Q(complete=False),
                name="screening_is_done_or_postponed",
                violation_error_message="Lembar yang ditunda belum selesai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.visit_id}"

    @property
    def is_private(self) -> bool:
        """Whether its answers are private."""
        return self.form in self.PRIVATE

    @property
    def is_postponed(self) -> bool:
        """Whether it was put off to another day."""
        return bool(self.postponed_because)

    @property
    def answers(self) -> dict[str, str | None]:
        """Code of each answer by item code; None where nobody answered."""
        found: dict[str, str | None] = json.loads(self.sealed_answers) if self.sealed_answers else {}
        return found

    @answers.setter
    def answers(self, values: dict[str, str | None]) -> None:
        self.sealed_answers = json.dumps(values, sort_keys=True) if values else ""
