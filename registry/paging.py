"""A page of people out of many thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

from registry.models import Resident
from registry.models.searching import MOST_HITS

if TYPE_CHECKING:
    from registry.models.people import ResidentQuerySet

PER_PAGE = 50


def people_page(
    people: ResidentQuerySet, number: str | None, per_page: int = PER_PAGE, *, searched: bool = False
) -> Page[Any]:
    """The page `number` of people by name, with what a list shows of each.

    Sorted by ids first: the wide rows, their families and Posyandu are read for the page alone. Hits of a search are
    listed once and counted from the list, because looking a common word up costs more than carrying its ids.
    """
    ids = people.order_by("name_key", "pk").values_list("pk", flat=True)
    page: Page[Any] = Paginator(list(ids[:MOST_HITS]) if searched else ids, per_page).get_page(number)
    rows = Resident.objects.unscoped("ids of people in scope").filter(pk__in=list(page.object_list))
    page.object_list = list(rows.for_list())
    return page
