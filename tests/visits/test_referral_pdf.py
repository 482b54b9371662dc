"""The letter on A5 paper: what the Puskesmas needs, and nothing that a private form said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from registry.models import User
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from tests.visits.referring import BORN_1970, BOTH, NEUTRAL, PRIVATE, second_kader, visit_of_dying
from visits.models import Immunisation, Referral, ServiceGiven, Visit
from visits.referrals import refer

LogIn = Callable[[User], Client]
HINT = "keterangan khusus untuk petugas kesehatan"


@pytest.fixture
def colleague(village: Village) -> User:
    return second_kader(village)


@pytest.fixture
def of_dying(village: Village) -> Visit:
    return visit_of_dying(village)


def printed(client: Client, letter: Referral) -> str:
    answer = client.get(reverse("referral_letter", args=[letter.pk]))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200, "application/pdf", "no-store",
    )  # fmt: skip
    reader = PdfReader(BytesIO(answer.content))
    width, height = (round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == (148, 210)
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_letter_tells_all_that_the_puskesmas_needs_and_no_nik(village: Village, client_of: LogIn) -> None:
    home = {"dusun": "Krajan", "rt": "02", "rw": "01"}
    girl = make_resident(
        village.melati, "Aisyah Putri", mother_name="Siti Aminah", nik="3320084107259901", home=home
    )
    visit = make_visit(girl, by=village.kader, weight_kg="6.5", height_cm="75.7", muac_cm="11.3")
    Immunisation.objects.create(resident=girl, dose="MR1", given_on=OPENING_DAY, visit=visit)
    ServiceGiven.objects.create(
        resident=girl, visit=visit, kind="vitamin_a", given_on=OPENING_DAY, detail="biru"
    )
    Visit.objects.filter(pk=visit.pk).update(education_topics=["mpasi"], education_note="Tambah telur")
    letter = refer(visit=visit, codes=["BB/TB"], user=village.kader, on=date(2026, 10, 13), note="Lemas")
    text = printed(client_of(village.kader), letter)
    for words in (
        "Pemerintah Kabupaten Jepara",
        "Dinas Kesehatan",
        "Puskesmas Bangsri I",
        "Posyandu Melati 1",
        "Desa Jerukwangi, Kecamatan Bangsri",
        "Nomor 0001/RJ/MELATI-1/X/2026",
        "Segera: diperiksa hari ini",
        "Aisyah Putri",
        "1 tahun 3 bulan",
        "Siti Aminah",
        "Krajan RT 02 RW 01, Desa Jerukwangi",
        "Gizi buruk",
        "6,5 kg",
        "Keterangan: Lemas",
        "Imunisasi",
        "Vitamin A balita (biru)",
        "Penyuluhan: MP-ASI kaya protein hewani; Tambah telur",
        "Jerukwangi, 13 Oktober 2026",
        "Kader Posyandu Melati 1",
        "Sri Wahyuni",
        "rujuk balik",
    ):
        assert words.lower() in text.lower(), words
    assert "332008" not in text


def test_a_grown_ups_letter_names_no_mother_and_fits_one_page(village: Village, client_of: LogIn) -> None:
    person = make_resident(
        village.melati, "Muhammad Rizky Alfiansyah Putra Kusuma Wardhana", sex="L", born=BORN_1970,
        mother_name="Painem",
    )  # fmt: skip
    visit = make_visit(person, by=village.kader, weight_kg="92", height_cm="160", waist_cm="110", **BOTH)
    letter = refer(visit=visit, codes=["TD", "gula darah"], own_reason="Luka di kaki", user=village.bidan)
    text = printed(client_of(village.bidan), letter)
    assert "Painem" not in text
    assert "1/1" in text
    assert "Bidan Desa Jerukwangi" in text


@pytest.mark.parametrize("confirmed", [[PRIVATE], ["SRQ-20"], [PRIVATE, "SRQ-20"]])
def test_private_reasons_stay_off_the_paper_and_out_of_other_hands(
    village: Village, client_of: LogIn, of_dying: Visit, colleague: User, confirmed: list[str]
) -> None:
    letter = refer(visit=of_dying, codes=confirmed, user=village.bidan, note="Jangan sendiri.")
    bidan, kader = client_of(village.bidan), client_of(colleague)

    whole, part = printed(bidan, letter), printed(kader, letter)
    for paper in (whole, part):
        assert ("hidup" in paper, "Skor" in paper, NEUTRAL in paper) == (False, False, True)
    assert (HINT in whole, HINT in part) == (True, False)
    # Whatever the form said, whoever carries the letter reads that it is for today.
    assert ("Segera" in part, "Jangan sendiri" in part) == (True, False)
    page = bidan.get(letter.get_absolute_url()).content.decode()
    assert ("mengakhiri hidup" in page) is (PRIVATE in confirmed)
    assert ("Skor SRQ-20 6" in page) is ("SRQ-20" in confirmed)
    shown = [letter.get_absolute_url(), reverse("referral_list"), of_dying.get_absolute_url()]
    shown += [of_dying.resident.get_absolute_url(), f"/api/v1/referrals/{letter.pk}/", "/api/v1/referrals/"]
    for address in shown:
        answer = kader.get(address)
        assert (answer.status_code, NEUTRAL in answer.content.decode()) == (200, True), address
        for words in ("hidup", "nomor 17", "Skor SRQ", "Jangan sendiri", HINT):
            assert words not in answer.content.decode(), (address, words)
    withdrawal = reverse("referral_withdraw", args=[letter.pk])
    assert kader.post(withdrawal, {"reason": "x"})["Location"] == letter.get_absolute_url()
    letter.refresh_from_db()
    assert letter.status == "dirujuk"
