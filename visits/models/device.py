"""Phones that keep visits until they are sent, and what each item they sent became."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.models import Membership, Posyandu, User
from registry.models.fields import EncryptedTextField
from registry.permissions import Action
from registry.scoping import ScopedQuerySet, under

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class DeviceQuerySet(models.QuerySet["Device"]):
    """A phone is seen by its own user, and by those who look after the users of a unit."""

    def of(self, user: User) -> Self:
        """The user's own phones."""
        return self.filter(user=user)

    def manageable_by(self, user: User | AnonymousUser) -> Self:
        """Phones of people who work at or below a unit where one of the user's roles may revoke them."""
        if not user.is_authenticated or not (paths := user.paths_for(Action.REVOKE_DEVICES)):
            return self.none()
        people = Membership.objects.filter(under(paths, "unit__path")).values("user")
        return self.filter(user__in=people)


class Device(models.Model):
    """One browser of one user. The id is made there; another user of the same phone is another device."""

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="devices", verbose_name="pengguna")
    name = models.CharField("nama", max_length=80, blank=True)
    app_version = models.CharField("versi aplikasi", max_length=20, blank=True)
    added_at = models.DateTimeField("ditambahkan pada", default=timezone.now)
    seen_at = models.DateTimeField("terakhir terhubung", default=timezone.now)
    # As the phone told at its last contact.
    unsent = models.PositiveIntegerField("belum terkirim", default=0)
    clock_ahead_s = models.IntegerField("jam lebih cepat (detik)", default=0)
    revoked_at = models.DateTimeField("dicabut pada", null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoke_reason = models.CharField("alasan dicabut", max_length=200, blank=True)
    wiped_at = models.DateTimeField("dikosongkan pada", null=True, blank=True)
    # Opens the phone when its PIN is forgotten, and the queue it wrote into a file; made there, never kept there.
    recovery = EncryptedTextField("kunci cadangan", blank=True, default="")

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = "perangkat"
        verbose_name_plural = "perangkat"
        ordering = ["-seen_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoke_reason=""),
                name="device_revoked_for_a_reason",
                violation_error_message="Tulis alasan mencabut.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or 'Perangkat'} ({self.user})"

    @property
    def is_revoked(self) -> bool:
        """Whether the phone is to forget everything at its next contact."""
        return self.revoked_at is not None


class SyncItemQuerySet(ScopedQuerySet["SyncItem"]):
    """An item is seen by those who see the people of the Posyandu it was sent for."""


class SyncItem(models.Model):
    """What one item of a phone's queue became. The row is written with the data it stored, or not at all."""

    class State(models.TextChoices):
        STORED = "tersimpan", "Tersimpan"
        REFUSED = "ditolak", "Perlu diperbaiki"
        CONFLICT = "bentrok", "Bentrok"
        DISCARDED = "dibuang", "Dibuang"

    # Made on the phone: the same item sent again has the same id.
    id = models.UUIDField(primary_key=True, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="items")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="pengirim")
    posyandu = models.ForeignKey(Posyandu, models.PROTECT, null=True, related_name="+")
    kind = models.CharField("jenis", max_length=16)
    # The person by the id the phone knows; whether such a person exists is another question.
    person_id = models.UUIDField("orang", null=True, db_index=True)
    # Keyed hash of the content, so that one id never stands for two contents.
    digest = models.CharField("sidik isi", max_length=64)
    state = models.CharField("keadaan", max_length=10, choices=State)
    code = models.PositiveSmallIntegerField("kode", default=0)
    answer = models.JSONField("jawaban", default=dict)
    # What was not stored, sealed, until it is: the phone may be lost before somebody has mended it.
    content = EncryptedTextField("isi yang belum tersimpan", blank=True)
    # By the phone's clock, set right by the server's.
    entered_at = models.DateTimeField("diisi pada")
    received_at = models.DateTimeField("diterima pada", default=timezone.now)
    settled_at = models.DateTimeField("dijawab pada", default=timezone.now)
    attempts = models.PositiveIntegerField("kali dikirim", default=1)

    objects = SyncItemQuerySet.as_manager()

    class Meta:
        verbose_name = "kiriman perangkat"
        verbose_name_plural = "kiriman perangkat"
        ordering = ["received_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}, {self.get_state_display()}"
