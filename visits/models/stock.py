"""What a Posyandu has in its cupboard: what came, what went; what was given to people is counted from their visits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.ids import new_id
from registry.models import Posyandu, User
from registry.scoping import ScopedQuerySet


class StockMovement(models.Model):
    """Something that came into the cupboard or left it otherwise than to a person on the roster.

    `item` is a code of visits.stock.ITEMS; `change` is in the item's unit, above zero for what came.
    """

    class Reason(models.TextChoices):
        RECEIVED = "terima", "Diterima"
        RETURNED = "kembali", "Dikembalikan"
        SPOILED = "rusak", "Rusak atau kedaluwarsa"
        COUNTED = "hitung", "Hasil hitung ulang"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posyandu = models.ForeignKey(
        Posyandu, models.PROTECT, related_name="stock_movements", verbose_name="Posyandu"
    )
    item = models.CharField("barang", max_length=20)
    on = models.DateField("tanggal", default=timezone.localdate)
    change = models.IntegerField("perubahan")
    reason = models.CharField("alasan", max_length=7, choices=Reason, default=Reason.RECEIVED)
    batch = models.CharField("nomor batch", max_length=30, blank=True)
    expires_on = models.DateField("kedaluwarsa", null=True, blank=True)
    note = models.CharField("keterangan", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )
    recorded_at = models.DateTimeField("dicatat pada", default=timezone.now)

    objects = ScopedQuerySet["StockMovement"].as_manager()

    class Meta:
        verbose_name = "persediaan"
        verbose_name_plural = "persediaan"
        ordering = ["-on", "-recorded_at"]
        indexes = [models.Index("posyandu", "item", name="stock_posyandu_item")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(change=0) & Q(change__gte=-10000) & Q(change__lte=10000),
                name="stock_change_is_possible",
                violation_error_message="Isi jumlah 1 sampai 10.000.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.change:+d}"
