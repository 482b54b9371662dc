"""The invitation list on paper: names by RT or by kader, what is due, and nothing that a stranger should read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from registry.models import User, WorkArea
from tests.conftest import OPENING_DAY, Village, make_resident
from visits import schedule_services as services

LogIn = Callable[[User], Client]
RT_02 = {"dusun": "Krajan", "rt": "02", "rw": "01"}
RT_03 = RT_02 | {"rt": "03"}


@pytest.fixture
def url(village: Village) -> str:
    """The paper of Melati's next day."""
    services.add_day(
        posyandu=village.melati, day=OPENING_DAY, starts_at=time(8), place="balai desa", reason="percobaan"
    )
    return reverse("invitation_pdf", args=[village.melati.pk, str(OPENING_DAY)])


def pages_of(client: Client, url: str, **query: str) -> list[str]:
    answer = client.get(url, query)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.content)).pages]


def test_names_by_rt_with_age_mother_and_what_is_due(village: Village, url: str, client_of: LogIn) -> None:
    make_resident(village.melati, "Zahra", mother_name="Siti", home=RT_02, nik="3320085607259901")
    make_resident(village.mawar, "Bagas")

    (page,) = pages_of(client_of(village.kader), url)
    for words in (
        "POSYANDU MELATI 1",
        "Senin, 12 Oktober 2026, pukul 08.00",
        "balai desa",
        "Krajan RT 02 RW 01 1 orang",
        "Zahra ibu Siti",
        "1 tahun 3 bulan",
        "Timbang dan ukur",
    ):
        assert words in page
    assert "Bagas" not in page
    assert "9901" not in page


def test_each_kader_gets_pages_of_her_own(village: Village, url: str, client_of: LogIn) -> None:
    for name, home in (("Zahra", RT_02), ("Bunga", RT_03)):
        make_resident(village.melati, name, home=home)
    WorkArea.objects.create(
        posyandu=village.melati, kader=village.kader, rt="02", valid_from=date(2026, 1, 1)
    )

    hers, nobodys = pages_of(client_of(village.kader), url, menurut="kader")
    assert ("Zahra" in hers, "Bunga" in hers, "Sri Wahyuni" in hers) == (True, False, True)
    assert "Belum ada kader 1 orang" in nobodys


def test_the_paper_shows_what_the_page_shows(village: Village, url: str, client_of: LogIn) -> None:
    make_resident(village.melati, "Zahra")
    make_resident(village.melati, "Mbah Sarmi", born=date(1950, 1, 1))

    (page,) = pages_of(client_of(village.officer), url, kelompok="lansia")
    assert ("Zahra" in page, "Mbah Sarmi" in page) == (False, True)


def test_a_list_without_anybody_says_so(village: Village, url: str, client_of: LogIn) -> None:
    assert "Tidak ada yang jatuh tempo" in pages_of(client_of(village.kader), url)[0]


def test_nobody_elsewhere_and_no_other_day(village: Village, url: str, client_of: LogIn) -> None:
    assert client_of(village.neighbour).get(url).status_code == 404
    assert client_of(village.dinkes).get(url).status_code == 403
    for day in ("2026-10-13", "2026-02-31", "9999-12-31"):
        other = reverse("invitation_pdf", args=[village.melati.pk, day])
        assert client_of(village.kader).get(other).status_code == 404
