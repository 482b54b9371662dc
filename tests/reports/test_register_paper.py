"""The registers of the Posyandu on paper: official columns, ticks, and hadir/sasaran under each month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from registry.models import Delivery, Pregnancy, User
from registry.rules.target_groups import Register
from reports.register_pdf import COLUMNS
from tests.conftest import Village, make_resident, make_visit

LogIn = Callable[[User], Client]
URL = reverse("sasaran_pdf")


def printed(client: Client, **query: str | int) -> str:
    answer = client.get(URL, query)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    return " ".join(" ".join(pages).split())


def test_the_columns_are_those_of_the_official_registers() -> None:
    child = ("Nama", "Jenis kelamin", "Tanggal lahir", "Nama ibu", "Nama ayah")
    assert {
        Register.MOTHERS: ("Nama ibu", "Nama suami", "Nama bayi"),
        Register.CHILDREN: child,
        Register.SCHOOL: child,
        Register.ADULTS: ("Nama", "Jenis kelamin", "Tanggal lahir"),
    } == COLUMNS


def test_a_childrens_register_names_place_parents_and_who_came(village: Village, client_of: LogIn) -> None:
    mother = make_resident(village.melati, "Siti Aminah", born=date(1998, 1, 1))
    girl = make_resident(
        village.melati, "Aisyah Putri", born=date(2024, 7, 1), mother=mother, father_name="Bambang"
    )
    make_resident(village.melati, "Zahra", born=date(2024, 7, 1))
    make_visit(girl, date(2026, 3, 12))
    text = printed(client_of(village.kader), register="anak", tahun=2026)
    for words in (
        "DATA SASARAN / KARTU REGISTER BAYI, BALITA, APRAS",
        "Tahun 2026",
        "Desa: Jerukwangi",
        "Kecamatan: Bangsri",
        "Posyandu: Melati 1",
        "1 Aisyah Putri P 1 Jul 2024 Siti Aminah Bambang",
        "2 Zahra",
        "Hadir/sasaran 0/2 0/2 1/2 0/2",
    ):
        assert words in text
    assert "Siti Aminah P" not in text


def test_a_mothers_register_names_husband_and_baby(village: Village, client_of: LogIn) -> None:
    mother = make_resident(village.melati, "Siti Aminah", born=date(1998, 1, 1), spouse_name="Bambang")
    birth = Delivery.objects.create(resident=mother, on=date(2026, 2, 3), live_births=1)
    make_resident(village.melati, "Aisyah", born=birth.on, mother=mother, born_at=birth)
    expecting = make_resident(village.melati, "Wulan", born=date(1998, 1, 1))
    Pregnancy.objects.create(resident=expecting, known_from=date(2026, 4, 1))
    text = printed(client_of(village.kader), register="ibu", tahun=2026)
    assert "1 Siti Aminah Bambang Aisyah" in text
    assert "2 Wulan" in text
    assert "0/0 0/1 0/1 0/2" in text


@pytest.mark.parametrize("register", ["sekolah", "dewasa", "anak", "ibu"])
def test_an_empty_register_is_a_form_to_fill_in(register: str, village: Village, client_of: LogIn) -> None:
    assert "Belum ada sasaran." in printed(client_of(village.kader), register=register)


def test_nonsense_in_the_address_falls_back(village: Village, client_of: LogIn) -> None:
    text = printed(client_of(village.kader), register="x", tahun="99999")
    assert f"Tahun {timezone.localdate().year}" in text
    assert "BAYI, BALITA, APRAS" in text


def test_only_those_who_see_the_people_print_them(village: Village, client_of: LogIn) -> None:
    make_resident(village.melati, "Aisyah")
    assert client_of(village.neighbour).get(URL, {"posyandu": village.melati.pk}).status_code == 404
    assert client_of(village.dinkes).get(URL, {"posyandu": village.melati.pk}).status_code == 403
    assert client_of(village.kader).get(URL, {"posyandu": "x"}).status_code == 404
    assert "Mawar 2" in printed(client_of(village.officer), posyandu=village.mawar.pk)
