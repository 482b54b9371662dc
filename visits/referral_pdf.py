"""The referral on paper: an A5 letter to take along, with a strip at its foot that comes back with the answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils import timezone

from registry.models import OrgUnit, User
from registry.models.people import ADULT_YEARS
from registry.rules.life_stage import age_on
from visits.education import topic_label
from visits.models import Immunisation, Referral, ServiceGiven, Visit
from visits.person_cards import qr_picture
from visits.referrals import Letter

_WHY = "of a letter the caller may read"
PRIVATE_HINT = "Ada keterangan khusus untuk petugas kesehatan: pindai kode di atas, atau hubungi pengirim."


def draw_letter(letter: Letter, user: User, address: str) -> bytes:
    """The letter as PDF, A5 upright, as `user` may read it. `address` is the whole address of its page.

    What private forms said stays off the paper, which passes through many hands; whoever may read it finds a hint. The
    person's household and mother and the units of the sending Posyandu are loaded.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    html = render_to_string("pdf/referral.html", _context(letter, user, address))
    # The font is a file and the picture is in the document; nothing is fetched.
    paper = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"file", "data"}))
    content: bytes = paper.write_pdf()
    return content


def _context(letter: Letter, user: User, address: str) -> dict[str, object]:
    referral = letter.referral
    above = _units_above(referral.posyandu.unit)
    village = above.get(OrgUnit.Kind.VILLAGE)
    region = village.region.parent if village and village.region else None
    child = age_on(referral.resident.birth_date, referral.date).years < ADULT_YEARS
    return {
        "document_title": f"Surat rujukan {referral.number}",
        "letterhead": _letterhead(above),
        "unit_name": str(referral.posyandu),
        "unit_place": ", ".join(
            part for part in (str(village or ""), f"Kecamatan {region}" if region else "") if part
        ),
        "letter": letter,
        "referral": referral,
        "resident": referral.resident,
        "address": _address(referral, village),
        "mother": referral.resident.known_mother if child else "",
        "reasons": list(dict.fromkeys(why.on_paper for why in letter.reasons)),
        "private_hint": PRIVATE_HINT if letter.is_off_paper else "",
        "measures": [row for row in letter.findings if row.label],
        "sentences": [row.words for row in letter.findings if not row.label],
        "given": list(_given(referral.visit)) if referral.visit else [],
        "visit": referral.visit,
        "qr": qr_picture(address),
        "place": village.name if village else "",
        "sender": referral.sent_by,
        "sender_role": _role(referral),
        "printed_by": str(user),
        "printed_at": timezone.now(),
        "source": "Posyandu ILP",
    }


def _units_above(unit: OrgUnit) -> dict[str, OrgUnit]:
    """The units from the root down to this one, by kind."""
    paths = [unit.path[: at + 1] for at, letter in enumerate(unit.path) if letter == "/"]
    units = OrgUnit.objects.filter(path__in=paths).select_related("region__parent")
    return {found.kind: found for found in units}


def _letterhead(above: dict[str, OrgUnit]) -> list[str]:
    district = above.get(OrgUnit.Kind.DISTRICT)
    puskesmas = above.get(OrgUnit.Kind.PUSKESMAS)
    office = (f"Pemerintah {district}" if district else "", "Dinas Kesehatan")
    lines = (", ".join(part for part in office if part), str(puskesmas or ""))
    return [line for line in lines if line]


def _address(referral: Referral, village: OrgUnit | None) -> str:
    """Dusun, RT, RW and desa; a guest's home is that of their own Posyandu."""
    home = referral.resident.household
    desa = village if referral.resident.posyandu_id == referral.posyandu_id else None
    own = desa or _units_above(referral.resident.posyandu.unit).get(OrgUnit.Kind.VILLAGE)
    return ", ".join(part for part in (home.whole_place if home else "", str(own or "")) if part)


def _given(visit: Visit) -> Iterator[str]:
    """What the person got at the visit: doses, capsules, tablets, meals, and what was told."""
    for dose in Immunisation.objects.unscoped(_WHY).filter(visit=visit):
        yield f"Imunisasi {dose.label}"
    for row in ServiceGiven.objects.unscoped(_WHY).filter(visit=visit, quantity__gt=0):
        many = f" {row.quantity}" if row.quantity > 1 else ""
        yield f"{row.get_kind_display()}{many}{f' ({row.detail})' if row.detail else ''}"
    topics = [topic_label(code) for code in visit.education_topics]
    if visit.education_note:
        topics.append(visit.education_note)
    if topics:
        yield f"Penyuluhan: {'; '.join(topics)}"


def _role(referral: Referral) -> str:
    """The sender's office where they sent from: "Kader Posyandu Melati 1"."""
    if referral.sent_by is None:
        return ""
    path = referral.posyandu.unit.path
    found = [row for row in referral.sent_by.current_memberships if path.startswith(row.unit.path)]
    # The nearest unit last: its role is the one people know the sender by.
    return f"{found[-1].get_role_display()} {found[-1].unit}" if found else ""
