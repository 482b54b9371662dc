"""When two people become one: nothing they both were given may count twice, and undoing finds all as it was."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from registry.models import Resident
from registry.rules.wording import long_date
from visits.models import Immunisation, ServiceGiven, Visit
from visits.services_given.doses import noted, write

_WHY = "of people the caller may merge"


def settle_merge(kept: Resident, absorbed: Resident) -> None:
    """Before two people become one: of a dose that both got, what only the second one knows is known of the first.

    The second one's own row has no room and stays where it was, so that undoing the merge finds it.
    """
    rows = Immunisation.objects.unscoped("of people the caller may merge")
    others = {row.dose: row for row in rows.filter(resident=absorbed)}
    for row in rows.filter(resident=kept, dose__in=others):
        mine, theirs = noted(row), noted(others[row.dose])
        best = replace(
            mine,
            given_on=mine.given_on or theirs.given_on,
            place=mine.place or theirs.place,
            place_name=mine.place_name or theirs.place_name,
            batch=mine.batch or theirs.batch,
            site=mine.site or theirs.site,
            given_by=mine.given_by or theirs.given_by,
            posyandu=mine.posyandu or theirs.posyandu,
        )
        if best != mine:
            write(row, best)


def join_visits(stays: Visit, goes: Visit) -> None:
    """Before the poorer one of two visits of a day is cancelled: what was given there is known of the other one.

    A service that both have keeps what was really given.
    """
    rows = ServiceGiven.objects.unscoped(_WHY)
    own = {row.kind: row for row in rows.filter(visit=stays)}
    for other in rows.filter(visit=goes):
        mine = own.get(other.kind)
        if mine is None:
            other.visit = stays
            other.save(update_fields=["visit"])
        elif mine.quantity == 0 and other.quantity:
            for name in ("quantity", "detail", "place", "place_name", "batch", "posyandu_id"):
                setattr(mine, name, getattr(other, name))
            mine.save()


def join_services(kept: Resident, absorbed: Resident) -> list[str]:
    """The same service of the same day counts once; the other note of it counts as none. What was done, in sentences.

    The visits of one day were joined before.
    """
    same: dict[tuple[str, date], list[ServiceGiven]] = defaultdict(list)
    rows = ServiceGiven.objects.unscoped(_WHY).counting().filter(resident__in=[kept, absorbed])
    for row in rows.order_by("given_on", "kind", "pk"):
        same[row.kind, row.given_on].append(row)
    said = []
    for (kind, on), twice in same.items():
        if len({row.resident_id for row in twice}) == 1:
            continue
        _, *others = sorted(twice, key=lambda row: _rank(row, kept))
        for other in others:
            other.quantity = 0
            other.save(update_fields=["quantity"])
        label = ServiceGiven.Kind(kind).label
        said.append(f"{label} {long_date(on)} tercatat dua kali; dihitung sekali.")
    return said


def _rank(row: ServiceGiven, kept: Resident) -> tuple[bool, bool, bool]:
    """What stands on a visit stays, then what came from a Posyandu's stock, then what the one who stays had."""
    return row.visit_id is None, row.posyandu_id is None, row.resident_id != kept.pk
