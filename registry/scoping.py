"""The one gate: rows are read through `visible_to(user)`, or `unscoped(why)` where no person asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from registry.permissions import Action

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from registry.models import User

_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


def under(paths: list[str], lookup: str) -> Q:
    """Rows whose unit path, reached by `lookup`, lies at or below one of `paths`; none for an empty list."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{lookup}__startswith": path})
    return condition


class ScopedQuerySet(models.QuerySet[_Row_co]):
    """Base of every queryset over data that belongs to a unit.

    `posyandu_lookup` leads from the row to the unit it belongs to, or several of them do where a row has two ends;
    `see_action` is what a role needs to read it.
    """

    posyandu_lookup: str | tuple[str, ...] = "posyandu"
    see_action = Action.SEE_PEOPLE

    def visible_to(self, user: User | AnonymousUser, action: Action | None = None) -> Self:
        """The rows in the units where one of the user's current roles has `action`."""
        from registry.models import Posyandu

        if not user.is_authenticated:
            return self.none()
        paths = user.paths_for(action or self.see_action)
        # A subquery over some thousand units, so that the row table needs no join and no LIKE.
        units = Posyandu.objects.filter(under(paths, "unit__path")).values("pk")
        lookup = self.posyandu_lookup
        condition = Q()
        for end in (lookup,) if isinstance(lookup, str) else lookup:
            condition |= Q(**{f"{end}__in": units})
        return self.filter(condition) if paths else self.none()

    def unscoped(self, why: str) -> Self:
        """All rows; `why` says which work has no person whose view would limit it."""
        if not why:
            raise ValueError("unscoped() needs a reason")
        return self.all()
