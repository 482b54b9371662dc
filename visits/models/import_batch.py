"""A file import on its way: uploaded, checked step by step, shown, then written or thrown away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Posyandu, User
from registry.models.fields import EncryptedTextField
from registry.permissions import Action
from registry.scoping import ScopedQuerySet

# An import left unfinished keeps its personal data no longer than this.
KEEP_UNFINISHED = timedelta(days=3)


class ImportBatchQuerySet(ScopedQuerySet["ImportBatch"]):
    """A batch is seen by the person who uploaded it, as long as they may import there."""

    see_action = Action.IMPORT

    def own(self, user: User) -> Self:
        return self.visible_to(user).filter(user=user).select_related("posyandu__unit")

    def unfinished(self) -> Self:
        return self.filter(state__in=[ImportBatch.State.CHECKING, ImportBatch.State.READY])

    def abandoned(self) -> Self:
        """Unfinished batches whose personal data has been kept long enough."""
        return self.unfinished().filter(created_at__lt=timezone.now() - KEEP_UNFINISHED)


class ImportBatch(models.Model):
    """One upload for one Posyandu. `rows` and `results` hold personal data and are emptied at the end."""

    class State(models.TextChoices):
        CHECKING = "periksa", "Sedang diperiksa"
        READY = "siap", "Menunggu keputusan"
        WRITTEN = "masuk", "Sudah masuk"
        CANCELLED = "batal", "Dibatalkan"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="pengunggah")
    created_at = models.DateTimeField("diunggah", auto_now_add=True)
    finished_at = models.DateTimeField("selesai", null=True, editable=False)
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.CHECKING)
    identity_name = models.CharField("berkas identitas", max_length=120, blank=True)
    measurements_name = models.CharField("berkas pengukuran", max_length=120, blank=True)
    unused_columns = models.JSONField("kolom yang belum dipakai", default=list)
    # JSON: the rows as read, and what was found about the first `position` of them.
    rows = EncryptedTextField(blank=True, default="", editable=False)
    results = EncryptedTextField(blank=True, default="", editable=False)
    total = models.PositiveIntegerField("jumlah baris", default=0)
    position = models.PositiveIntegerField("baris yang sudah diperiksa", default=0)
    counts = models.JSONField("jumlah menurut berkas dan hasil", default=dict)
    months = models.JSONField("bulan yang berubah", default=list)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "impor"
        verbose_name_plural = "impor"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(position__lte=models.F("total")), name="import_position_is_within_rows"
            )
        ]

    def __str__(self) -> str:
        return f"Impor ke {self.posyandu}"

    def get_absolute_url(self) -> str:
        return reverse("import_detail", args=[self.pk])

    @property
    def uploaded_on(self) -> date:
        return timezone.localdate(self.created_at)

    @property
    def finished_on(self) -> date | None:
        return timezone.localdate(self.finished_at) if self.finished_at else None

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.READY)
