"""People served at a session away from their own Posyandu."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from registry.models import Resident, User
from registry.scoping import ScopedQuerySet
from visits.models.session import Session


class GuestQuerySet(ScopedQuerySet["Guest"]):
    """A guest of a session is seen by those who work at that session."""

    posyandu_lookup = "session__posyandu"


class Guest(models.Model):
    """Somebody of another Posyandu who came to this session; lets its workers record that one day, and nothing else.

    Made by whoever knew the person's NIK, or name and birth date; the row says who looked and when.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="guests", verbose_name="hari buka")
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="guest_visits", verbose_name="warga")
    added_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="dicari oleh"
    )
    added_at = models.DateTimeField("dicari pada", default=timezone.now)

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = "tamu"
        verbose_name_plural = "tamu"
        constraints = [models.UniqueConstraint("session", "resident", name="guest_once_a_session")]

    def __str__(self) -> str:
        return f"{self.resident_id} di {self.session_id}"
