"""Papers: a person's cards, empty cards and the sheet of the day as PDF, and the pages that lead to them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from registry.http import AuthedRequest
from registry.models import Posyandu, Resident
from registry.permissions import Action, requires
from registry.rules.target_groups import Register
from visits.models import Session
from visits.papers.catalogue import ALL, PAPERS
from visits.papers.column import Code, Paper
from visits.papers.drawing import MOST_COPIES, draw_empty, draw_person
from visits.papers.person import records_of, stacks_of
from visits.papers.sheet_pdf import draw_sheet
from visits.person_actions import link
from visits.schedule import next_days

# "?hanya=pernah": those who were measured before.
KNOWN = "pernah"
_UNITS = "posyandu__unit__parent__region__parent"
_PEOPLE = (_UNITS, "posyandu__unit__region__parent", "household", "mother", "father", "spouse")


@require_safe
@requires(Action.SEE_PEOPLE)
def person_papers(request: AuthedRequest, resident_id: UUID) -> HttpResponse:
    """Which cards somebody has, to print."""
    resident = _resident(request, resident_id)
    records = records_of(resident, request.user, timezone.localdate())
    rows = [
        (PAPERS[code], sum(len(stack.rows) for stack in stacks_of(PAPERS[code], records)))
        for code in records.codes
    ]
    return render(request, "visits/papers/person.html", {"resident": resident, "rows": rows})


@require_safe
@requires(Action.SEE_PEOPLE)
def person_paper(request: AuthedRequest, resident_id: UUID, card: str) -> HttpResponse:
    """One card of somebody, with all visits so far."""
    paper, today = _paper(card), timezone.localdate()
    resident = _resident(request, resident_id)
    records = records_of(resident, request.user, today)
    if paper.code not in records.codes:
        raise Http404
    return _pdf(draw_person(paper, records, request.user, today), f"{paper.name} {resident.name}")


@require_safe
@requires(Action.SEE_PEOPLE)
def empty_paper(request: AuthedRequest, unit_id: int, card: str) -> HttpResponse:
    """Empty cards with the Posyandu's head, 1 to 20 copies (`?jumlah=`)."""
    paper, posyandu = _paper(card), _posyandu(request, unit_id)
    wanted = request.GET.get("jumlah", "")
    copies = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 4 else 1
    return _pdf(draw_empty(paper, posyandu, copies, request.user), f"{paper.name} kosong")


@require_safe
@requires(Action.SEE_PEOPLE)
def posyandu_papers(request: AuthedRequest, unit_id: int) -> HttpResponse:
    """Everything that this Posyandu may want on paper."""
    posyandu, today = _posyandu(request, unit_id), timezone.localdate()
    sessions = Session.objects.visible_to(request.user, Action.SEE_PEOPLE).filter(posyandu=posyandu)
    planned = [row.day for row in next_days([posyandu], today) if row.day]
    context = {
        "posyandu": posyandu,
        "papers": ALL,
        "most": MOST_COPIES,
        "days": sorted({*planned, today})[:2],
        "session": sessions.filter(date=today).first(),
        "registers": list(Register),
        "register_url": link("sasaran_pdf", query=f"?posyandu={posyandu.pk}&tahun={today.year}"),
        "cards_url": link("posyandu_cards", posyandu.pk),
    }
    return render(request, "visits/papers/posyandu.html", context)


@require_safe
@requires(Action.SEE_PEOPLE)
def session_sheet(request: AuthedRequest, session_id: UUID) -> HttpResponse:
    """The sheet of an opened day."""
    sessions = Session.objects.visible_to(request.user, Action.SEE_PEOPLE)
    session = get_object_or_404(sessions.select_related(_UNITS), pk=session_id)
    return _sheet(request, session.posyandu, session.date, session.place)


@require_safe
@requires(Action.SEE_PEOPLE)
def planned_sheet(request: AuthedRequest, unit_id: int, day: str) -> HttpResponse:
    """The sheet of a day that is not opened yet."""
    posyandu = _posyandu(request, unit_id)
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    # A day that was opened meanwhile, or planned elsewhere, is held there.
    session = Session.objects.visible_to(request.user, Action.SEE_PEOPLE).filter(posyandu=posyandu, date=on)
    opened = session.values_list("place", flat=True).first()
    return _sheet(request, posyandu, on, opened or posyandu.place)


def _sheet(request: AuthedRequest, posyandu: Posyandu, day: date, place: str) -> HttpResponse:
    wanted = request.GET.get("kelompok", "")
    register = Register(wanted) if wanted in list(Register) else None
    known = request.GET.get("hanya", "") == KNOWN
    content = draw_sheet(posyandu, day, place, request.user, register, only_known=known)
    return _pdf(content, f"lembar {posyandu.unit.name} {day.isoformat()}")


def _paper(card: str) -> Paper:
    if card not in list(Code):
        raise Http404
    return PAPERS[Code(card)]


def _resident(request: AuthedRequest, resident_id: UUID) -> Resident:
    people = Resident.objects.visible_to(request.user).select_related(*_PEOPLE)
    return get_object_or_404(people, pk=resident_id)


def _posyandu(request: AuthedRequest, unit_id: int) -> Posyandu:
    places = Posyandu.objects.visible_to(request.user)
    return get_object_or_404(places.select_related("unit__parent__region__parent"), pk=unit_id)


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{slugify(name)}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
