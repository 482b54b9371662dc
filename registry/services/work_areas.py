"""Giving families to a kader, and taking them back, each from a day on."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from registry.models import Household, Posyandu, User, WorkArea
from registry.rules.work_place import Place, tidy_number


@transaction.atomic
def assign_kader(
    *,
    posyandu: Posyandu,
    kader: User,
    since: date,
    place: Place | None = None,
    household: Household | None = None,
) -> WorkArea:
    """Let a kader look after one family, or all of a place (none given: the whole Posyandu), from a day on.

    Safe to repeat: an assignment that is in force already stays as it is.
    """
    Posyandu.objects.select_for_update().get(pk=posyandu.pk)
    dusun, rw, rt = place or Place()
    where = {"dusun": dusun, "rw": tidy_number(rw), "rt": tidy_number(rt)} if household is None else {}
    areas = WorkArea.objects.unscoped("the caller's scope led to the Posyandu")
    again = areas.filter(
        posyandu=posyandu, kader=kader, household=household, valid_until__isnull=True, **where
    )
    known = again.first()
    if known is not None:
        if since < known.valid_from:
            known.valid_from = since
            known.save(update_fields=["valid_from"])
        return known
    return WorkArea.objects.create(
        posyandu=posyandu, kader=kader, household=household, valid_from=since, **where
    )


@transaction.atomic
def end_assignment(*, area: WorkArea, on: date) -> None:
    """From the day `on` the kader is in charge no more; what had not begun by then never was. Safe to repeat."""
    stored = (
        WorkArea.objects.unscoped("the caller's scope led here")
        .select_for_update()
        .filter(pk=area.pk)
        .first()
    )
    if stored is None or (stored.valid_until is not None and stored.valid_until < on):
        return
    if stored.valid_from >= on:
        stored.delete()
        return
    stored.valid_until = on - timedelta(days=1)
    stored.save(update_fields=["valid_until"])
