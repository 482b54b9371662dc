"""Moves between two Posyandu that one side asked for and the other side has to accept."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import User
from registry.models.org import Posyandu
from registry.models.people import Resident
from registry.scoping import ScopedQuerySet


class MoveQuerySet(ScopedQuerySet["MoveRequest"]):
    """A request is seen from both ends."""

    posyandu_lookup = ("from_posyandu", "to_posyandu")

    def waiting(self) -> MoveQuerySet:
        """Requests nobody has answered."""
        return self.filter(state=MoveRequest.State.ASKED)


class MoveRequest(models.Model):
    """One person to be moved; those of one family that were asked for together share `group`."""

    class State(models.TextChoices):
        ASKED = "diajukan", "Menunggu jawaban"
        ACCEPTED = "diterima", "Diterima"
        REFUSED = "ditolak", "Ditolak"
        WITHDRAWN = "dibatalkan", "Dibatalkan"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group: models.UUIDField[UUID, UUID] = models.UUIDField(default=new_id, editable=False, db_index=True)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="moves", verbose_name="warga")
    from_posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="+", verbose_name="dari")
    to_posyandu = models.ForeignKey(Posyandu, models.PROTECT, related_name="+", verbose_name="ke")
    on = models.DateField("tanggal pindah", default=timezone.localdate)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.ASKED)
    note = models.CharField("catatan", max_length=200, blank=True)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="diajukan oleh"
    )
    asked_at = models.DateTimeField("diajukan", default=timezone.now)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dijawab oleh"
    )
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = "permintaan pindah"
        verbose_name_plural = "permintaan pindah"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                "resident",
                condition=Q(state="diajukan"),
                name="move_one_waiting_for_each_resident",
                violation_error_message="Permintaan pindah untuk warga ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=~Q(from_posyandu=models.F("to_posyandu")),
                name="move_goes_somewhere_else",
                violation_error_message="Warga ini sudah di Posyandu itu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident}: {self.from_posyandu} ke {self.to_posyandu}"
