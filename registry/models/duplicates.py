"""Pairs of rows that may be one person, what was decided about them, and merges that can be undone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import User
from registry.models.fields import EncryptedTextField
from registry.models.org import Posyandu
from registry.models.people import Resident
from registry.rules.duplicates import reasons_of
from registry.scoping import ScopedQuerySet


class DuplicateQuerySet(ScopedQuerySet["DuplicatePair"]):
    """A pair is seen where either person lives; acting on it needs both."""

    posyandu_lookup = ("first__posyandu", "second__posyandu")

    def open(self) -> DuplicateQuerySet:
        """Pairs nobody has decided about."""
        return self.filter(state=DuplicatePair.State.OPEN)

    def in_state(self, state: str) -> DuplicateQuerySet:
        """Pairs of a state as the work list shows them: only between people who are still two, unless merged; and
        none that somebody only put side by side by hand (score 0).
        """
        pairs = self.filter(state=state, score__gt=0)
        if state == DuplicatePair.State.MERGED:
            return pairs
        return pairs.filter(first__merged_into__isnull=True, second__merged_into__isnull=True)

    def below(self, path: str) -> DuplicateQuerySet:
        """Pairs of which somebody lives at or below a unit."""
        here = Posyandu.objects.filter(unit__path__startswith=path).values("pk")
        return self.filter(Q(first__posyandu__in=here) | Q(second__posyandu__in=here))

    def after(self, pair: DuplicatePair) -> DuplicateQuerySet:
        """Pairs that stand behind this one in the work list."""
        return self.filter(Q(score__lt=pair.score) | Q(score=pair.score, pk__gt=pair.pk))

    def for_list(self) -> DuplicateQuerySet:
        """With what the work list shows of both people, the likeliest first."""
        people = [f"{end}__{name}" for end in ("first", "second") for name in ("posyandu__unit", "mother")]
        secrets = [
            f"{end}__{name}"
            for end in ("first", "second")
            for name in ("nik", "phone", "mother__nik", "mother__phone")
        ]
        return self.select_related(*people).defer(*secrets).order_by("-score", "pk")


class DuplicatePair(models.Model):
    """Two residents that look alike; `first` is the one with the smaller id, so that a pair is stored once."""

    class State(models.TextChoices):
        OPEN = "terbuka", "Perlu dilihat"
        DIFFERENT = "beda", "Bukan orang yang sama"
        MERGED = "gabung", "Sudah digabung"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Resident, models.CASCADE, related_name="+", verbose_name="warga")
    second = models.ForeignKey(Resident, models.CASCADE, related_name="+", verbose_name="warga kedua")
    score = models.PositiveSmallIntegerField("kemiripan (0-100)")
    # Codes of the reasons; the words are in registry.rules.duplicates.
    reasons = models.JSONField("alasan", default=list)
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.OPEN)
    found_at = models.DateTimeField("ditemukan", default=timezone.now)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diputuskan oleh"
    )
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = "kemungkinan ganda"
        verbose_name_plural = "kemungkinan ganda"
        ordering = ["-score", "-found_at"]
        indexes = [models.Index(fields=["state", "-score"], name="duplicate_state_score")]
        constraints = [
            models.UniqueConstraint("first", "second", name="duplicate_pair_is_stored_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_is_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second} ({self.score})"

    def get_absolute_url(self) -> str:
        return reverse("duplicate_pair", args=[self.pk])

    @property
    def reasons_in_words(self) -> list[str]:
        """What speaks for one person."""
        return [reason.label for reason in reasons_of(self.reasons) if not reason.speaks_against]

    @property
    def doubts_in_words(self) -> list[str]:
        """What speaks for two people."""
        return [reason.label for reason in reasons_of(self.reasons) if reason.speaks_against]


class MergeQuerySet(ScopedQuerySet["Merge"]):
    posyandu_lookup = "kept__posyandu"


class Merge(models.Model):
    """That `absorbed` was found to be `kept`, with every changed value as it was, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Resident, models.CASCADE, related_name="merges", verbose_name="tetap")
    absorbed = models.ForeignKey(Resident, models.CASCADE, related_name="+", verbose_name="digabung")
    # JSON: rows changed by the merge and their fields before it; personal, so encrypted.
    before = EncryptedTextField(blank=True, default="", editable=False)
    # [label of the model, id] of what was sent for the absorbed person after the merge; an undo gives it back.
    arrived_later = models.JSONField("datang sesudahnya", default=list)
    # Sentences: what else the merge did, or, once undone, what could not be given back.
    remarks = models.JSONField("catatan", default=list)
    merged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    merged_at = models.DateTimeField("digabung", default=timezone.now)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dibatalkan oleh"
    )
    undone_at = models.DateTimeField("dibatalkan", null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "penggabungan"
        verbose_name_plural = "penggabungan"
        ordering = ["-merged_at"]
        constraints = [
            models.UniqueConstraint(
                "absorbed", condition=Q(undone_at__isnull=True), name="merge_once_for_each_absorbed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} ke {self.kept}"

    def get_absolute_url(self) -> str:
        return reverse("merge_detail", args=[self.pk])
