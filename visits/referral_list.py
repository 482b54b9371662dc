"""The list of letters: which ones the address asks for, a page of them, and what one can choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.db.models.functions import TruncMonth

from registry.models import Posyandu, User
from registry.paging import PER_PAGE
from registry.rules.life_stage import add_months
from visits.models import Referral
from visits.models.referral import ReferralQuerySet
from visits.referrals import Letter, letter_for, readable
from visits.referrals.reading import PREFETCHED, RELATED, SECRETS

_WHY = "ids of letters in scope"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; nonsense in it counts as nothing."""

    status: str
    posyandu: int | None
    month: date | None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        status, posyandu = query.get("status", ""), query.get("posyandu", "")
        is_number = posyandu.isascii() and posyandu.isdecimal() and len(posyandu) < 10
        return cls(
            status=status if status in Referral.Status.values else "",
            posyandu=int(posyandu) if is_number else None,
            month=_month(query.get("bulan", "")),
        )

    def url(self, **changes: str) -> str:
        """The address of the same list with something else chosen."""
        values = {
            "status": self.status,
            "posyandu": str(self.posyandu or ""),
            "bulan": written(self.month) if self.month else "",
        }
        return f"?{urlencode({key: value for key, value in (values | changes).items() if value})}"


@dataclass(frozen=True, slots=True)
class Listed:
    """The page of letters with the choices above it."""

    asked: Asked
    letters: list[Letter]
    page: Page[Any]
    chips: list[dict[str, Any]]
    places: list[Posyandu]
    months: list[tuple[str, date]]


def listed(user: User, query: Mapping[str, str]) -> Listed:
    """What the list shows to a user for an address, in a constant number of queries."""
    asked = Asked.of(query)
    rows = readable(user)
    months = rows.order_by().annotate(month=TruncMonth("date")).values_list("month", flat=True).distinct()
    choices = sorted(set(months), reverse=True)
    if asked.posyandu is not None:
        rows = rows.filter(resident__posyandu=asked.posyandu)
    if asked.month is not None:
        rows = rows.filter(date__gte=asked.month, date__lt=add_months(asked.month, 1))
    counts = dict(rows.order_by().values_list("status").annotate(how_many=Count("pk")))
    page, letters = _page(rows, asked, user, query.get("page"))
    places = Posyandu.objects.visible_to(user).select_related("unit")
    return Listed(
        asked=asked,
        letters=letters,
        page=page,
        chips=_chips(asked, counts),
        places=list(places),
        months=[(written(month), month) for month in choices],
    )


def written(month: date) -> str:
    """A month as it stands in an address: 2026-11."""
    return f"{month:%Y-%m}"


def _page(
    rows: ReferralQuerySet, asked: Asked, user: User, number: str | None
) -> tuple[Page[Any], list[Letter]]:
    if asked.status:
        rows = rows.filter(status=asked.status)
    # Sorted by ids first: the wide rows are read for the page alone.
    ids = rows.order_by("-date", "-sent_at", "pk").values_list("pk", flat=True)
    page: Page[Any] = Paginator(ids, PER_PAGE).get_page(number)
    wanted = Referral.objects.unscoped(_WHY).filter(pk__in=list(page.object_list))
    found = (
        wanted.select_related(*RELATED)
        .prefetch_related(PREFETCHED)
        .defer(*SECRETS)
        .order_by("-date", "-sent_at", "pk")
    )
    letters = [letter for row in found if (letter := letter_for(row, user)) is not None]
    return page, letters


def _chips(asked: Asked, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    everything = [("", "Semua", sum(counts.values()))]
    kinds = [(status.value, status.label, counts.get(status.value, 0)) for status in Referral.Status]
    # A status that no letter has is not offered, unless it is the chosen one.
    return [
        {"url": asked.url(status=value), "label": label, "active": value == asked.status, "count": count}
        for value, label, count in everything + [kind for kind in kinds if kind[2] or kind[0] == asked.status]
    ]


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-11") else None
    except ValueError:
        return None
