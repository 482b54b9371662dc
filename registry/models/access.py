"""Who works here: users, and the dated roles they have in units."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from registry.models.org import OrgUnit
from registry.permissions import ROLE_ACTIONS, Action, Role


class User(AbstractUser):
    """A person who logs in. What they may do comes from memberships alone, never from flags on the user."""

    full_name = models.CharField("nama lengkap", max_length=120, blank=True)

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """Today's memberships, widest unit first; read once for each request."""
        return list(
            self.memberships.on(timezone.localdate()).select_related("unit").order_by("unit__path", "role")
        )

    def paths_for(self, action: Action) -> list[str]:
        """Paths of the units at and below which this user may do `action` today."""
        if not self.is_active:
            return []
        return sorted({m.unit.path for m in self.current_memberships if action in ROLE_ACTIONS[m.role]})

    def may(self, action: Action, unit: OrgUnit | None = None) -> bool:
        """Whether the user may do `action` anywhere, or, with a unit, there."""
        paths = self.paths_for(action)
        return bool(paths) if unit is None else any(unit.path.startswith(path) for path in paths)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: object) -> MembershipQuerySet:
        """Memberships in force on a day, both ends included."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class Membership(models.Model):
    """A role in a unit and all below it, from a day to a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="pengguna")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="memberships", verbose_name="unit")
    role = models.CharField("peran", max_length=10, choices=Role)
    valid_from = models.DateField("sejak", default=timezone.localdate)
    valid_until = models.DateField("sampai", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "peran di unit"
        verbose_name_plural = "peran di unit"
        ordering = ["user", "unit"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_starts",
                violation_error_message="Tanggal sampai tidak boleh sebelum tanggal sejak.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} di {self.unit}"
