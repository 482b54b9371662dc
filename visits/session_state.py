"""What tells whether anything at a session changed, and at which step somebody serves there."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db.models import F, Func, IntegerField, Q, QuerySet, Subquery

from registry.models import Residency, User
from visits.columns.column import STEPS
from visits.models import Duty, Guest, Immunisation, Session, Visit

_WHY = "counted only, of a session whose caller was checked"


def version_of(session: Session, *more: object) -> str:
    """A mark that is another one after every save, arrival, guest, dose or closing; `more` is what a page adds.

    One query. Whatever else a row shows (a corrected name) comes with the next of these.
    """
    here = {"posyandu": session.posyandu_id}
    visits = Visit.objects.unscoped(_WHY).filter(date=session.date)
    visits = visits.filter(Q(**here) | Q(home_posyandu=session.posyandu_id))
    doses = Immunisation.objects.unscoped(_WHY).filter(
        visit__date=session.date, visit__posyandu=session.posyandu_id
    )
    rows = Session.objects.unscoped(_WHY).filter(pk=session.pk)
    state = rows.annotate(
        stored=_over(visits, "COUNT"),
        saved=_over(visits, "SUM", "revision"),
        let_in=_over(Guest.objects.unscoped(_WHY).filter(session=session), "COUNT"),
        given=_over(doses, "COUNT"),
        living=_over(Residency.objects.unscoped(_WHY).covering(session.date).filter(**here), "COUNT"),
    ).values_list("closed_at", "place", "stored", "saved", "let_in", "given", "living")
    return sha256(repr((state.get(), more)).encode()).hexdigest()[:20]


def _over(rows: QuerySet[Any, Any], function: str, column: str = "pk") -> Subquery:
    """One figure over some rows, without grouping them."""
    figure = Func(F(column), function=function, output_field=IntegerField())
    return Subquery(rows.order_by().annotate(figure=figure).values("figure"))


def duty_step(session: Session, user: User) -> int | None:
    """The step at which somebody serves on the day, the first one where there are several; None where none is noted."""
    duties = Duty.objects.unscoped(_WHY).filter(posyandu=session.posyandu_id, date=session.date, user=user)
    return duties.order_by("step").values_list("step", flat=True).first()


def read_step(text: str) -> int | None:
    """The step in what a page sent; None for anything else."""
    return int(text) if text in {str(step) for step in STEPS} else None
