"""Cards for the purse: what stands on them, what the QR says, and how they lie on the paper."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import segno
from django.utils import timezone
from pypdf import PdfReader

from registry.models import Resident
from tests.conftest import Village, make_resident, make_session
from visits.models import Guest
from visits.person_cards import cards_of, draw_cards, session_for

NIK = "3320086507259901"
LONGEST = "Muhammad Rizky Alfiansyah Putra Kusuma Wardhana"
CARD_MM = (85.6, 54)
POINTS_PER_MM = 72 / 25.4


def address(resident_id: object) -> str:
    return f"https://posyandu.example/k/{resident_id}/"


def drawn(*people: Resident) -> PdfReader:
    return PdfReader(BytesIO(draw_cards(cards_of(people, address), "Kartu")))


def words(reader: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def test_a_card_says_who_and_where_and_nothing_about_health(village: Village) -> None:
    girl = make_resident(village.melati, "Aisyah Putri", nik=NIK, phone="081390007701", own_history=[])
    said = words(drawn(girl))
    for expected in ("Aisyah Putri", "Lahir 2025", "Posyandu Melati 1", "Desa Jerukwangi"):
        assert expected in said
    assert [secret for secret in (NIK, NIK[-4:], "0813", "Juli", str(girl.pk)) if secret in said] == []


def test_a_guessed_year_is_said_to_be_guessed(village: Village) -> None:
    old = make_resident(village.melati, "Sarmi", born=date(1955, 7, 1), birth_date_known="tahun")
    assert "Lahir sekitar 1955" in words(drawn(old))


def test_the_code_holds_the_address_of_the_card(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    girl = make_resident(village.melati)
    written: list[str] = []
    make_qr = segno.make_qr

    def remember(content: str, **options: Any) -> segno.QRCode:
        written.append(content)
        return make_qr(content, **options)

    monkeypatch.setattr(segno, "make_qr", remember)
    card = cards_of([girl], address)[0]
    assert written == [f"https://posyandu.example/k/{girl.pk}/"]
    assert card.qr.startswith("data:image/png;base64,")


def test_ten_cards_lie_on_a_page(village: Village) -> None:
    people = [make_resident(village.melati, f"Warga Kartu {number}") for number in range(11)]
    reader = drawn(*people)
    assert len(reader.pages) == 2
    assert [page.extract_text().count("Warga Kartu") for page in reader.pages] == [10, 1]
    width, height = (float(side) / POINTS_PER_MM for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    assert (2 * CARD_MM[0] < width, 5 * CARD_MM[1] < height) == (True, True)


def test_the_longest_name_stays_whole(village: Village) -> None:
    assert LONGEST in words(drawn(make_resident(village.melati, LONGEST)))


def test_each_page_holds_as_many_pictures_as_people(village: Village) -> None:
    people = [make_resident(village.melati) for _ in range(3)]
    assert [len(page.images) for page in drawn(*people).pages] == [3]


# Where a card leads to


def test_a_card_leads_to_todays_open_session_of_the_persons_posyandu(village: Village) -> None:
    girl, today = make_resident(village.melati), timezone.localdate()
    assert session_for(village.kader, girl) is None
    make_session(village.melati, today - timedelta(days=1))
    make_session(village.mawar, today)
    assert session_for(village.kader, girl) is None
    session = make_session(village.melati, today)
    assert session_for(village.kader, girl) == session
    assert session_for(village.neighbour, girl) is None

    session.closed_at = timezone.now()
    session.save()
    assert session_for(village.kader, girl) is None


def test_a_guests_card_leads_to_the_session_she_is_a_guest_of(village: Village) -> None:
    girl, session = make_resident(village.mawar), make_session(village.melati, timezone.localdate())
    make_session(village.mawar, timezone.localdate())
    Guest.objects.create(session=session, resident=girl)
    assert session_for(village.officer, girl) == session
    assert session_for(village.kader, girl) == session


def test_a_card_of_somebody_who_left_leads_to_no_session(village: Village) -> None:
    girl = make_resident(village.melati)
    make_session(village.melati, timezone.localdate())
    girl.residencies.update(valid_until=timezone.localdate() - timedelta(days=1), end_reason="pindah")
    assert session_for(village.kader, girl) is None
