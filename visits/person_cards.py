"""Cards for the purse with a QR that opens the person: name, year of birth, Posyandu, and nothing about health."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone

from registry.models import Resident, User
from registry.permissions import Action
from registry.rules.background import BirthDateKnown
from registry.templatetags.ilp import PAPER_FONT
from visits.models import Guest, Session

# Credit card size in mm; two columns of five stand on A4.
CARD_WIDTH, CARD_HEIGHT = 85.6, 54.0
COLUMNS, ROWS = 2, 5
CARDS_A_PAGE = COLUMNS * ROWS
# Dots for each module: sharp at 30 mm, and less than 1 kB.
_SCALE = 4
_QUIET_MODULES = 2
# Any mask can be read; trying all eight takes five times as long.
_MASK = 3


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What stands on one card; `qr` is a picture as a data address."""

    name: str
    born: str
    posyandu: str
    village: str
    qr: str


def cards_of(people: Iterable[Resident], address: Callable[[UUID], str]) -> list[PersonCard]:
    """A card for each one, whose Posyandu, unit and desa are loaded; `address` gives the whole address of the card."""
    return [
        PersonCard(
            name=person.name,
            born=_born(person),
            posyandu=str(person.posyandu),
            village=str(person.posyandu.unit.parent or ""),
            qr=qr_picture(address(person.pk)),
        )
        for person in people
    ]


def qr_picture(address: str) -> str:
    """The QR of an address as PNG in a data address. Level M survives a crease of the card."""
    code = segno.make_qr(address, error="m", mask=_MASK, boost_error=False)
    return str(code.png_data_uri(scale=_SCALE, border=_QUIET_MODULES))


def draw_cards(cards: list[PersonCard], title: str) -> bytes:
    """The cards as PDF, ten on a page with cut marks."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    font = finders.find(PAPER_FONT)
    context = {
        "document_title": title,
        "font": Path(font).as_uri() if font else "",
        "pages": [cards[at : at + CARDS_A_PAGE] for at in range(0, len(cards), CARDS_A_PAGE)],
        "places": [
            (left, top) for top in _edges(ROWS, CARD_HEIGHT)[:-1] for left in _edges(COLUMNS, CARD_WIDTH)[:-1]
        ],
        "across": _edges(ROWS, CARD_HEIGHT),
        "down": _edges(COLUMNS, CARD_WIDTH),
    }
    html = render_to_string("pdf/person_cards.html", context)
    # The font is a file and the pictures are in the document; nothing is fetched.
    paper = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"file", "data"}))
    content: bytes = paper.write_pdf()
    return content


def _edges(cards: int, size_mm: float) -> list[str]:
    """Where cards begin and the last one ends, in mm from the edge of the first; with a point, as style sheets want."""
    return [f"{line * size_mm:.1f}" for line in range(cards + 1)]


def session_for(user: User, resident: Resident) -> Session | None:
    """Today's open session in which the user may record the person: where they are a guest, or at home."""
    guests = Guest.objects.unscoped("narrowed to the user's sessions below").filter(resident=resident)
    today = Session.objects.visible_to(user, Action.RECORD)
    today = today.filter(date=timezone.localdate(), closed_at__isnull=True)
    as_guest = today.filter(pk__in=guests.values("session")).first()
    if as_guest is not None:
        return as_guest
    at_home = today.filter(posyandu=resident.posyandu_id).select_related("posyandu").first()
    if at_home is None:
        return None
    people = Resident.objects.unscoped("the person in question").living_at(at_home.posyandu, at_home.date)
    return at_home if people.contains(resident) else None


def _born(person: Resident) -> str:
    about = "" if person.birth_date_known == BirthDateKnown.EXACT else "sekitar "
    return f"Lahir {about}{person.birth_date.year}"
