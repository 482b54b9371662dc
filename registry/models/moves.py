"""Moves between two Posyandu that one side asked for and the other side has to accept."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models.access import User
from registry.models.household import whole_address
from registry.models.org import Posyandu
from registry.models.people import Resident
from registry.permissions import Action
from registry.scoping import ScopedQuerySet

ADDRESS = ("dusun", "rt", "rw", "address")


class MoveQuerySet(ScopedQuerySet["MoveRequest"]):
    """A request is seen from both ends."""

    posyandu_lookup = ("from_posyandu", "to_posyandu")

    def waiting(self) -> MoveQuerySet:
        """Requests nobody has answered."""
        return self.filter(state=MoveRequest.State.ASKED, resident__merged_into__isnull=True)

    def answerable_by(self, user: User) -> MoveQuerySet:
        """Waiting requests this user may accept or refuse: those of the side that was asked, and the Puskesmas officer
        of where the person lives, who knows them anyway. Nobody answers what they asked for themselves.
        """
        here = Posyandu.objects.visible_to(user, Action.REGISTER).values("pk")
        decides = Posyandu.objects.visible_to(user, Action.ACCEPT_MOVES).values("pk")
        asked_here = Q(asked_by_new_side=True, from_posyandu__in=here) | Q(
            asked_by_new_side=False, to_posyandu__in=here
        )
        return self.waiting().filter(asked_here | Q(from_posyandu__in=decides)).exclude(asked_by=user)

    def for_list(self) -> MoveQuerySet:
        """With what a list of requests shows."""
        rows = self.select_related(
            "resident__mother",
            "from_posyandu__unit__parent",
            "to_posyandu__unit__parent",
            "asked_by",
            "answered_by",
        )
        return rows.defer(
            "resident__nik", "resident__phone", "resident__mother__nik", "resident__mother__phone"
        )


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
    # Where they will live; the family moves there with those who are accepted.
    dusun = models.CharField("dusun/lingkungan", max_length=80, blank=True)
    rt = models.CharField("RT", max_length=5, blank=True)
    rw = models.CharField("RW", max_length=5, blank=True)
    address = models.CharField("alamat", max_length=200, blank=True)
    # Asked by where the person goes to: those there do not see the person before it is accepted.
    asked_by_new_side = models.BooleanField("diajukan Posyandu tujuan", default=False)
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

    def get_absolute_url(self) -> str:
        return reverse("move_answer", args=[self.pk])

    def is_known_to(self, places: set[int]) -> bool:
        """Whether those who see the people of these Posyandu may be told whom it is about: the side that asked by NIK
        learns it when the old side has accepted.
        """
        return not self.asked_by_new_side or not places.isdisjoint(
            {self.from_posyandu_id, self.resident.posyandu_id}
        )

    @property
    def address_given(self) -> dict[str, str]:
        """The new address by the field names of Household; empty texts where nobody wrote it."""
        return {name: getattr(self, name) for name in ADDRESS}

    @property
    def has_address(self) -> bool:
        """Whether anything of the new address is known."""
        return any(self.address_given.values())

    @property
    def place(self) -> str:
        """The new address in one line."""
        return whole_address(**self.address_given)

    def set_address(self, home: dict[str, str] | None) -> None:
        """Write the new address; None leaves what is known."""
        for name, text in (home or {}).items():
            setattr(self, name, text)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.ASKED
