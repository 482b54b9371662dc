"""Cards as PDF: for one person with all visits so far, or empty with the Posyandu's head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone

from registry.models import Posyandu, User
from registry.rules.wording import short_date
from visits.columns import STEPS
from visits.models import Immunisation, ServiceGiven
from visits.papers.column import Code, Paper
from visits.papers.heads import Head, person_head, place_head
from visits.papers.layout import Side, side_of
from visits.papers.person import Records, Stack, empty_stacks, stacks_of
from visits.rules.book import CURRENT

_WHY = "services of a person the caller may see"
# Room for the doses under the back of the children's card, in millimetres.
_DOSES_ROOM = 32.0
# A further line in the head for long things to tick, such as the illnesses of the family.
_TICK_LINE, _LONG = 4.2, 40
MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class Dose:
    """A box of the immunisation list: the dose, and when and from which batch it was given."""

    label: str
    when: str
    batch: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One side as the template draws it."""

    side: Side
    place: Head
    head: Head
    doses: list[Dose]
    others: list[str]


def draw_person(paper: Paper, records: Records, user: User, day: date) -> bytes:
    """A person's card with all visits so far; the loaded resident has household, parents, spouse and units."""
    stacks = stacks_of(paper, records)
    return _draw(
        paper, [_leaf(paper, stack, records, day, last=stack is stacks[-1]) for stack in stacks], user
    )


def draw_empty(paper: Paper, posyandu: Posyandu, copies: int, user: User) -> bytes:
    """Empty cards with the Posyandu's head."""
    stacks = empty_stacks(paper)
    leaves = [
        _empty_leaf(paper, stack, posyandu, with_doses=_has_doses(paper, stack, stacks)) for stack in stacks
    ]
    return _draw(paper, leaves * min(max(copies, 1), MOST_COPIES), user)


def _empty_leaf(paper: Paper, stack: Stack, posyandu: Posyandu, *, with_doses: bool) -> Leaf:
    head = person_head(paper.code, None, stack, timezone.localdate())
    foot = _DOSES_ROOM if with_doses else 0
    return Leaf(
        side_of(paper, stack, foot + _room_of_ticks(head)),
        place_head(posyandu),
        head,
        _schedule(()) if with_doses else [],
        [],
    )


def _room_of_ticks(head: Head) -> float:
    """Millimetres that the head needs for what is to be ticked in it."""
    return _TICK_LINE * sum(len(value) > _LONG for _, value in head)


def write_pdf(html: str) -> bytes:
    """A document as PDF. The font is a file and everything else is in it: nothing is fetched."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    paper = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"file", "data"}))
    content: bytes = paper.write_pdf()
    return content


def _draw(paper: Paper, leaves: Sequence[Leaf], user: User) -> bytes:
    context = {
        "document_title": paper.name,
        "paper": paper,
        "leaves": leaves,
        "steps": list(STEPS.items()),
        "printed_by": str(user),
        "printed_at": timezone.now(),
        "source": "Kartu Bantu Pemeriksaan di Posyandu (Kemenkes, 2023) dengan kolom 2025",
    }
    return write_pdf(render_to_string("pdf/card.html", context))


def _leaf(paper: Paper, stack: Stack, records: Records, day: date, *, last: bool) -> Leaf:
    person = records.resident
    doses = paper.code == Code.CHILD and last
    head = person_head(paper.code, person, stack, day)
    foot = _DOSES_ROOM if doses else 8 if last else 0
    return Leaf(
        side_of(paper, stack, foot + _room_of_ticks(head)),
        place_head(person.posyandu, person),
        head,
        _schedule(records.doses) if doses else [],
        _others(records, with_doses=not doses) if last and not paper.form else [],
    )


def _has_doses(paper: Paper, stack: Stack, stacks: Sequence[Stack]) -> bool:
    return paper.code == Code.CHILD and stack is stacks[-1]


def _schedule(given: Sequence[Immunisation]) -> list[Dose]:
    """The children's schedule with what was given of it, and whatever else was given."""
    rows = {row.dose: row for row in given}
    planned = {str(row["code"]): str(row["label"]) for row in CURRENT.rows("immunisation")["doses"]}
    labels = planned | {row.dose: row.label for row in given if row.dose not in planned}
    return [_dose(label, rows.get(code)) for code, label in labels.items()]


def _dose(label: str, row: Immunisation | None) -> Dose:
    if row is None:
        return Dose(label, "", "")
    return Dose(label, short_date(row.given_on) if row.given_on else "sudah", row.batch)


def _others(records: Records, *, with_doses: bool) -> list[str]:
    """What has no row: services outside visits, and the doses of those whose card has no list of them."""
    services = ServiceGiven.objects.unscoped(_WHY).counting().filter(resident=records.resident, visit=None)
    found = []
    for row in services.order_by("given_on"):
        many = f" {row.quantity}" if row.quantity > 1 else ""
        detail = f" ({row.detail})" if row.detail else ""
        where = row.place_name or (row.get_place_display() if row.place else "")
        place = f", {where}" if where else ""
        found.append(f"{short_date(row.given_on)}: {row.get_kind_display()}{many}{detail}{place}")
    if with_doses:
        for dose in records.doses:
            batch = f", batch {dose.batch}" if dose.batch else ""
            when = short_date(dose.given_on) if dose.given_on else "tanggal tidak diketahui"
            found.append(f"{when}: Imunisasi {dose.label}{batch}")
    return found
