"""Where people belong: ending a residency, moving to another Posyandu."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from registry import months
from registry.models import Posyandu, Residency, Resident


@transaction.atomic
def end_residency(*, resident: Resident, on: date, reason: str) -> Residency | None:
    """Close the open residency on its last day; from the month after, the person is no sasaran. Repeatable."""
    residency = resident.residencies.filter(valid_until__isnull=True).first()
    if residency is None:
        return None
    residency.valid_until, residency.end_reason = max(on, residency.valid_from), reason
    residency.save()
    months.mark_due([(residency.posyandu_id, residency.valid_until)], and_later=True)
    months.people_changed([resident])
    return residency


@transaction.atomic
def move_resident(*, resident: Resident, to: Posyandu, on: date) -> Residency:
    """Make the resident belong to another Posyandu from the day `on`; the old residency ends the day before."""
    end_residency(resident=resident, on=on - timedelta(days=1), reason=Residency.EndReason.MOVED)
    residency = Residency.objects.create(resident=resident, posyandu=to, valid_from=on)
    resident.posyandu = to
    resident.save(update_fields=["posyandu"])
    months.mark_due([(to.pk, on)], and_later=True)
    months.people_changed([resident])
    return residency
