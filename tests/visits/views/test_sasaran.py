"""The list of sasaran of a Posyandu and month."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.models import Pregnancy, WorkArea
from registry.rules.life_stage import add_months
from tests.conftest import Village, make_resident, make_visit

Browser = Callable[..., Client]
URL = reverse("sasaran")
TODAY = timezone.localdate()


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


def test_the_list_shows_ones_own_people_with_counts_by_group(village: Village, client_of: Browser) -> None:
    make_visit(make_resident(village.melati, "Aisyah", born=date(2024, 7, 1)), date(2026, 10, 12))
    make_resident(village.melati, "Zahra", born=date(2024, 7, 1))
    make_resident(village.melati, "Darsono", sex="L", born=date(1950, 1, 1))
    make_resident(village.mawar, "Bagas", sex="L", born=date(2024, 7, 1))
    page = client_of(village.kader).get(URL, {"bulan": "2026-10"}).content.decode()
    assert names(page) == ["Aisyah", "Darsono", "Zahra"]
    assert "datang 1 dari 3 sasaran" in page
    assert re.search(r'Balita <span class="chip-count">1/2</span>', page)
    assert re.search(r'Lansia <span class="chip-count">0/1</span>', page)


def test_the_address_narrows_by_register_group_and_attendance(village: Village, client_of: Browser) -> None:
    make_visit(make_resident(village.melati, "Aisyah", born=date(2024, 7, 1)), date(2026, 10, 12))
    make_resident(village.melati, "Zahra", born=date(2024, 7, 1))
    make_resident(village.melati, "Bayu", sex="L", born=date(2026, 3, 1))
    mother = make_resident(village.melati, "Siti", born=date(1995, 1, 1), spouse_name="Bambang")
    Pregnancy.objects.create(resident=mother, known_from=date(2026, 6, 1))
    client = client_of(village.kader)

    def shown(**query: str) -> list[str]:
        return names(client.get(URL, {"bulan": "2026-10"} | query).content.decode())

    assert shown(register="anak") == ["Aisyah", "Bayu", "Zahra"]
    assert shown(register="anak", kelompok="balita") == ["Aisyah", "Zahra"]
    assert shown(register="anak", hadir="belum") == ["Bayu", "Zahra"]
    assert shown(kelompok="ibu_hamil") == ["Siti"]
    assert shown(register="dewasa") == []
    assert shown(register="tidak-ada", kelompok="x", hadir="y", bulan="2026-99") == shown(bulan="x")
    assert "Bambang" in client.get(URL, {"bulan": "2026-10", "register": "ibu"}).content.decode()


def test_last_months_sasaran_stays_last_months(village: Village, client_of: Browser) -> None:
    make_resident(village.melati, "Aisyah", born=date(2024, 7, 1), since=date(2026, 9, 10))
    client = client_of(village.kader)
    found = {
        month: names(client.get(URL, {"bulan": month}).content.decode()) for month in ("2026-08", "2026-09")
    }
    assert found == {"2026-08": [], "2026-09": ["Aisyah"]}


def test_what_is_due_and_who_looks_after_the_family_stand_in_the_line(
    village: Village, client_of: Browser
) -> None:
    born = add_months(TODAY, -30)
    home = {"dusun": "Krajan", "rt": "02"}
    girl = make_resident(village.melati, "Aisyah", born=born, since=born, home=home)
    WorkArea.objects.create(posyandu=village.melati, household=girl.household, kader=village.kader)
    page = client_of(village.kader).get(URL).content.decode()
    assert "Timbang dan ukur" in page
    assert f'data-label="Kader">{village.kader}' in page
    assert "Krajan RT 02" in page


def test_the_officer_chooses_among_her_posyandu_and_the_kader_gets_her_own(
    village: Village, client_of: Browser
) -> None:
    make_resident(village.melati, "Aisyah")
    make_resident(village.mawar, "Bagas", sex="L")
    officer, kader = client_of(village.officer), client_of(village.kader)
    assert names(officer.get(URL, {"posyandu": village.mawar.pk}).content.decode()) == ["Bagas"]
    assert names(officer.get(URL, {"posyandu": village.melati.pk}).content.decode()) == ["Aisyah"]
    assert names(kader.get(URL, {"posyandu": village.mawar.pk}).content.decode()) == ["Aisyah"]


def test_names_stop_at_the_puskesmas(village: Village, client_of: Browser) -> None:
    assert client_of(village.dinkes).get(URL).status_code == 403


def test_every_register_is_offered_on_paper(village: Village, client_of: Browser) -> None:
    page = client_of(village.kader).get(URL).content.decode()
    paper = f"{reverse('sasaran_pdf')}?posyandu={village.melati.pk}&amp;tahun={TODAY.year}&amp;register="
    for register in ("ibu", "anak", "sekolah", "dewasa"):
        assert f"{paper}{register}" in page


def test_three_people_cost_no_more_queries_than_one(village: Village, client_of: Browser) -> None:
    client = client_of(village.kader)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            mother = make_resident(village.melati, born=date(1995, 1, 1), home={"rt": "02"})
            Pregnancy.objects.create(
                resident=mother, known_from=date(2026, 6, 1), last_period=date(2026, 5, 1)
            )
            make_visit(make_resident(village.melati, mother=mother, home={"rt": "03"}), date(2026, 10, 12))
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"bulan": "2026-10"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
