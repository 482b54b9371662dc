"""What is unfinished at a session: said before it is closed, and never in the way of closing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from visits.columns import Home, columns_for, who_is
from visits.columns.column import STEPS
from visits.models import DeclinedProposal, Referral, ServiceGiven, Session
from visits.results import result_of
from visits.roster import Expected, everybody_at
from visits.rulebook import Shelf, shelf
from visits.rules.referral import shown_to

_WHY = "of a session whose caller was checked"
MEASURING, SERVING = 2, 4


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """One person with what is missing, in words, and the step at which it is made up for."""

    row: Expected
    words: str
    step: int


@dataclass(frozen=True, slots=True)
class OpenEnds:
    """The unfinished by kind; each list may be empty."""

    not_measured: tuple[OpenEnd, ...]
    steps_open: tuple[OpenEnd, ...]
    undecided: tuple[OpenEnd, ...]
    not_answered: tuple[OpenEnd, ...]

    def __bool__(self) -> bool:
        return any((self.not_measured, self.steps_open, self.undecided, self.not_answered))


def open_ends_of(session: Session) -> OpenEnds:
    """Who came here and lacks step 2 or others, whose proposals nobody decided on, which services nobody noted."""
    rows = [row for row in everybody_at(session) if row.came and row.visit]
    rows = [row for row in rows if row.visit and row.visit.posyandu_id == session.posyandu_id]
    rows.sort(key=lambda row: row.name_key)
    return OpenEnds(
        not_measured=tuple(
            OpenEnd(row, "belum diukur", MEASURING) for row in rows if MEASURING not in row.steps
        ),
        steps_open=tuple(_steps_open(row) for row in rows if MEASURING in row.steps and not row.is_done),
        undecided=tuple(_undecided(rows)),
        not_answered=tuple(_not_answered(rows)),
    )


def _steps_open(row: Expected) -> OpenEnd:
    left = [str(step) for step in STEPS if step not in row.steps]
    return OpenEnd(row, f"belum langkah {', '.join(left)}", row.next_step)


def _undecided(rows: list[Expected]) -> Iterable[OpenEnd]:
    """Private proposals are left out: that there is one is nobody's business here."""
    ids = [row.visit.pk for row in rows if row.visit]
    decided: dict[UUID, set[str]] = defaultdict(set)
    declined = DeclinedProposal.objects.unscoped(_WHY).filter(visit__in=ids)
    for pk, code in declined.values_list("visit", "code"):
        decided[pk].add(code)
    letters = Referral.objects.unscoped(_WHY).filter(visit__in=ids).exclude(status=Referral.Status.WITHDRAWN)
    for visit_id, reasons in letters.values_list("visit", "reasons"):
        if visit_id is not None:
            decided[visit_id] |= {str(reason.get("code", "")) for reason in reasons}
    books = shelf()
    for row in rows:
        if count := _open_proposals(row, decided, books):
            yield OpenEnd(row, f"{count} usul rujukan belum diputuskan", SERVING)


def _open_proposals(row: Expected, decided: dict[UUID, set[str]], books: Shelf) -> int:
    if row.visit is None:
        return 0
    public = shown_to(result_of(row.visit, books).proposals, sees_private=False)
    return len({str(each.code) for each in public} - decided[row.visit.pk])


def _not_answered(rows: list[Expected]) -> Iterable[OpenEnd]:
    """At step 4, the services that are asked of this person and have no answer, not even Tidak."""
    at_step = [row for row in rows if SERVING in row.steps and row.visit]
    answered: dict[UUID, set[str]] = defaultdict(set)
    stored = ServiceGiven.objects.unscoped(_WHY).filter(
        visit__in=[row.visit.pk for row in at_step if row.visit]
    )
    for pk, kind in stored.values_list("visit", "kind"):
        if pk is not None:
            answered[pk].add(kind)
    for row in at_step:
        if row.visit and (labels := _unanswered(row, answered[row.visit.pk])):
            yield OpenEnd(row, f"belum dicatat: {', '.join(labels)}", SERVING)


def _unanswered(row: Expected, answered: set[str]) -> list[str]:
    if row.visit is None:
        return []
    who = who_is(row.resident, row.visit.date, mother=row.visit.mother)
    asked = (column for column in columns_for(who, SERVING) if column.asked(who))
    services = {
        column.service.label
        for column in asked
        if column.home is Home.SERVICE and column.service and column.service not in answered
    }
    return sorted(services)
