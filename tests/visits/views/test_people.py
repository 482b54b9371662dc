"""A person's page: one life as one list, what comes next, the family, and what each role may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry import services as registry_services
from registry.models import Death, Delivery, HouseholdChange, MoveRequest, Pregnancy, Resident
from registry.rules.life_stage import add_months
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import Immunisation
from visits.person_actions import ROUTES, link
from visits.services import cancel_visit

Browser = Callable[..., Client]
TODAY = timezone.localdate()


def page_of(person: Resident, client: Client) -> str:
    answer = client.get(reverse("resident_detail", args=[person.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page: str) -> list[str]:
    """Words of the timeline's entries, in its order."""
    story = page.split('class="life"', 1)[1].split("</aside>", 1)[0]
    parts = story.split('class="timeline-title">')[1:]
    return [part.split("</div>", 1)[0].split(">")[-1 if "</a>" not in part.split("</div>")[0] else -2]
            .removesuffix("</a").strip() for part in parts]  # fmt: skip


def test_a_life_stands_newest_first_and_begins_with_birth(village: Village, client_of: Browser) -> None:
    girl = make_resident(
        village.melati,
        "Aisyah",
        born=date(2025, 7, 1),
        since=date(2025, 8, 1),
        birth_place="Puskesmas Bangsri I",
        birth_weight_kg="3.1",
    )
    make_visit(girl, date(2025, 9, 10), weight_kg="5.4")
    Immunisation.objects.create(resident=girl, dose="BCG", given_on=date(2025, 8, 3))
    Immunisation.objects.create(resident=girl, dose="OPV1", given_on=date(2025, 8, 3))

    page = page_of(girl, client_of(village.kader))
    assert titles(page) == [
        "Datang ke Posyandu Melati 1",
        "Imunisasi",
        "Terdaftar di Posyandu Melati 1",
        "Lahir",
    ]
    assert "BCG, Polio tetes 1" in page
    assert "di Puskesmas Bangsri I" in page
    assert "3,1 kg" in page
    assert "10 September 2025" in page
    assert "2 bulan" in page


def test_a_mothers_life_tells_pregnancy_birth_and_child(village: Village, client_of: Browser) -> None:
    mother = make_resident(village.melati, "Siti", born=date(1998, 3, 2), since=date(2020, 1, 1))
    carried = Pregnancy.objects.create(
        resident=mother, known_from=date(2024, 12, 1), ended_on=date(2025, 7, 1), outcome="lahir"
    )
    Delivery.objects.create(
        resident=mother, pregnancy=carried, on=date(2025, 7, 1), live_births=1, place="bidan"
    )
    make_resident(village.melati, "Aisyah", born=date(2025, 7, 1), mother=mother)

    page = page_of(mother, client_of(village.kader))
    assert titles(page)[:3] == ["Anak perempuan lahir: Aisyah", "Bersalin", "Tercatat hamil"]
    assert "1 bayi lahir hidup" in page


def test_a_dead_child_is_told_where_the_mother_lives_now(village: Village, client_of: Browser) -> None:
    mother = make_resident(village.melati, "Siti", born=date(1998, 3, 2), since=date(2020, 1, 1))
    born = date(2025, 7, 1)
    girl = make_resident(village.melati, "Aisyah", born=born, since=born, mother=mother)
    boy = make_resident(village.melati, "Bagas", sex="L", born=born, since=born, mother=mother)
    registry_services.record_death(resident=boy, on=date(2025, 7, 3))
    registry_services.move_resident(resident=mother, to=village.mawar, on=date(2026, 2, 1))

    page = page_of(mother, client_of(village.neighbour))
    assert "Anak laki-laki lahir: Bagas" in titles(page)
    assert "meninggal 3 Juli 2025" in page
    assert [link in page for link in (boy.get_absolute_url(), girl.name, girl.get_absolute_url())] == [
        False
    ] * 3


def test_moves_and_a_return_stand_in_the_timeline(village: Village, client_of: Browser) -> None:
    man = make_resident(village.mawar, "Budi", sex="L", born=date(1960, 5, 5), since=date(2020, 1, 1))
    registry_services.end_residency(resident=man, on=date(2021, 6, 30), reason="pindah", went_to="Kudus")
    registry_services.return_resident(resident=man, on=date(2022, 1, 10), came_from="Kudus")
    found = titles(page_of(man, client_of(village.neighbour)))
    assert found == [
        "Kembali ke Posyandu Mawar 2",
        "Pindah dari Posyandu Mawar 2",
        "Terdaftar di Posyandu Mawar 2",
        "Lahir",
    ]


def test_a_departure_is_told_though_the_return_came_the_next_day(
    village: Village, client_of: Browser
) -> None:
    man = make_resident(village.mawar, "Budi", sex="L", born=date(1960, 5, 5), since=date(2020, 1, 1))
    registry_services.end_residency(resident=man, on=date(2021, 6, 30), reason="pindah", went_to="Kudus")
    registry_services.return_resident(resident=man, on=date(2021, 7, 1), came_from="Kudus")
    registry_services.end_residency(resident=man, on=date(2022, 6, 30), reason="pindah", went_to="Pati")
    registry_services.move_resident(resident=man, to=village.melati, on=date(2022, 7, 1))
    page = page_of(man, client_of(village.kader))
    assert titles(page) == [
        "Pindah dari Posyandu Mawar 2 ke Posyandu Melati 1",
        "Pindah dari Posyandu Mawar 2",
        "Kembali ke Posyandu Mawar 2",
        "Pindah dari Posyandu Mawar 2",
        "Terdaftar di Posyandu Mawar 2",
        "Lahir",
    ]
    assert [page.count(f"ke {town}</div>") for town in ("Kudus", "Pati")] == [1, 1]


def test_a_move_to_another_posyandu_is_told_once(village: Village, client_of: Browser) -> None:
    man = make_resident(village.mawar, "Budi", sex="L", born=date(1960, 5, 5), since=date(2020, 1, 1))
    registry_services.move_resident(resident=man, to=village.melati, on=date(2022, 7, 1))
    assert titles(page_of(man, client_of(village.kader)))[:2] == [
        "Pindah dari Posyandu Mawar 2 ke Posyandu Melati 1",
        "Terdaftar di Posyandu Mawar 2",
    ]


def test_a_visit_at_home_is_not_called_coming_to_the_posyandu(village: Village, client_of: Browser) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4")
    visit.setting = "rumah"
    visit.save(update_fields=["setting"])
    kader = client_of(village.kader)
    assert titles(page_of(visit.resident, kader))[0] == "Dilayani di rumah, Posyandu Melati 1"
    page = kader.get(visit.get_absolute_url()).content.decode()
    assert "12 Oktober 2026 · Di rumah · Posyandu Melati 1" in page


def test_a_year_of_birth_is_not_shown_as_a_day(village: Village, client_of: Browser) -> None:
    old = make_resident(village.melati, "Sarmi", born=date(1948, 7, 1), birth_date_known="tahun")
    page = page_of(old, client_of(village.kader))
    assert "<dd>1948 (hanya tahunnya)</dd>" in page
    assert '<time datetime="1948">1948 (hanya tahunnya)</time>' in page
    assert "1 Juli 1948" not in page


def test_a_cancelled_visit_says_so(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    cancel_visit(visit=make_visit(girl, weight_kg="9.4"), user=village.kader, reason="salah orang")
    page = page_of(girl, client_of(village.kader))
    assert "Dibatalkan" in page
    assert "9,4 kg" not in page


def test_a_dead_person_is_shown_with_respect_and_nothing_is_due(village: Village, client_of: Browser) -> None:
    old = make_resident(village.melati, "Mbah Sarmi", born=date(1950, 1, 1), since=date(2020, 1, 1))
    Death.objects.create(resident=old, on=date(2026, 3, 4), place="rumah", group="lain")
    page = page_of(old, client_of(village.kader))
    assert titles(page)[0] == "Meninggal"
    assert "Meninggal 4 Maret 2026." in page
    assert "Berikutnya" not in page
    assert "Perbaiki catatan meninggal" in page
    assert "Pindah Posyandu" not in page


def test_who_moved_away_can_be_taken_back(village: Village, client_of: Browser) -> None:
    man = make_resident(village.melati, "Budi", sex="L", born=date(1960, 5, 5), since=date(2020, 1, 1))
    registry_services.end_residency(resident=man, on=date(2026, 6, 30), reason="pindah", went_to="Kudus")
    page = page_of(man, client_of(village.kader))
    assert "Pindah ke Kudus sejak 30 Juni 2026." in page
    assert reverse("resident_return", args=[man.pk]) in page
    assert reverse("resident_move", args=[man.pk]) not in page


def test_a_waiting_request_to_move_is_said_first(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    move = MoveRequest.objects.create(resident=girl, from_posyandu=village.melati, to_posyandu=village.mawar)
    page = page_of(girl, client_of(village.kader))
    assert "Permintaan pindah ke Posyandu Mawar 2, Desa Kedungleper menunggu jawaban." in page
    assert reverse("move_answer", args=[move.pk]) in page


def test_a_pregnant_woman_is_offered_her_pregnancy_and_the_birth(
    village: Village, client_of: Browser
) -> None:
    mother = make_resident(village.melati, "Siti", born=date(1998, 3, 2), since=date(2020, 1, 1))
    last_period = TODAY - timedelta(weeks=24)
    carried = Pregnancy.objects.create(
        resident=mother, known_from=last_period + timedelta(weeks=8), last_period=last_period
    )
    page = page_of(mother, client_of(village.kader))
    assert "Hamil 24 minggu." in page
    assert reverse("delivery_new", args=[carried.pk]) in page
    assert reverse("pregnancy_new", args=[mother.pk]) not in page
    assert "Taksiran persalinan" in page


def test_the_kader_records_today_and_the_officer_merges(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    session = make_session(village.melati, TODAY)
    kader, officer = (page_of(girl, client_of(user)) for user in (village.kader, village.officer))
    assert reverse("visit_entry", args=[session.pk, girl.pk]) in kader
    assert reverse("merge_pick", args=[girl.pk]) not in kader
    assert reverse("merge_pick", args=[girl.pk]) in officer


def test_the_family_is_linked_where_one_may_see_it(village: Village, client_of: Browser) -> None:
    mother = make_resident(village.melati, "Siti", born=date(1998, 3, 2))
    father = make_resident(village.mawar, "Bambang", sex="L", born=date(1995, 3, 2))
    girl = make_resident(village.melati, "Aisyah", mother=mother, father=father)
    page = page_of(girl, client_of(village.kader))
    assert reverse("resident_detail", args=[mother.pk]) in page
    assert "Bambang" in page
    assert reverse("resident_detail", args=[father.pk]) not in page
    assert reverse("resident_detail", args=[girl.pk]) in page_of(mother, client_of(village.kader))


def test_numbers_are_masked(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, nik="3320084107259901", phone="081390007701")
    page = page_of(girl, client_of(village.kader))
    assert "3320084107259901" not in page
    assert "081390007701" not in page
    assert "701" in page


def test_the_neighbour_finds_nobody(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    assert client_of(village.neighbour).get(reverse("resident_detail", args=[girl.pk])).status_code == 404


def test_the_address_of_a_merged_person_leads_to_who_stays(village: Village, client_of: Browser) -> None:
    kept, absorbed = make_resident(village.melati), make_resident(village.melati)
    Resident.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    old = reverse("resident_detail", args=[absorbed.pk])
    assert client_of(village.kader).get(old)["Location"] == reverse("resident_detail", args=[kept.pk])
    assert client_of(village.neighbour).get(old).status_code == 404


def test_every_page_that_this_one_leads_to_exists() -> None:
    some = "0198f3c2-0000-7000-8000-000000000001"
    found = {route: link(route, some, some) or link(route, some) or link(route) for route in ROUTES}
    assert [route for route, url in found.items() if not url] == []


def test_a_page_that_does_not_exist_is_not_linked() -> None:
    assert link("no_such_page") == ""


def full_life(village: Village, events: int) -> Resident:
    """A woman with so many events of each kind."""
    born = date(1990, 1, 1)
    woman = make_resident(village.melati, born=born, since=born, home={"address": "Krajan", "rt": "02"})
    for number in range(events):
        year = 2021 + number
        make_visit(woman, date(year, 6, 1), weight_kg="60", systolic=120, diastolic=80)
        carried = Pregnancy.objects.create(
            resident=woman, known_from=date(year, 7, 1), ended_on=date(year, 12, 1), outcome="lahir"
        )
        Delivery.objects.create(resident=woman, pregnancy=carried, on=date(year, 12, 1), live_births=1)
        make_resident(village.melati, born=date(year, 12, 1), mother=woman)
        Immunisation.objects.create(
            resident=woman, dose=f"OPV{number + 1}", given_on=date(1990, 3, number + 1)
        )
        HouseholdChange.objects.create(
            resident=woman, to_household=woman.household, on=date(year, 2, 1), reason="masuk"
        )
    return woman


def test_three_events_of_each_kind_cost_no_more_than_one(village: Village, client_of: Browser) -> None:
    client = client_of(village.kader)
    counts = []
    for person in (full_life(village, 1), full_life(village, 3)):
        page_of(person, client)
        with CaptureQueriesContext(connection) as queries:
            page_of(person, client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("months", [4, 30])
def test_a_child_is_offered_immunisations(months: int, village: Village, client_of: Browser) -> None:
    child = make_resident(village.melati, born=add_months(TODAY, -months), since=add_months(TODAY, -months))
    assert reverse("immunisations", args=[child.pk]) in page_of(child, client_of(village.kader))


def test_the_whole_address_and_the_familys_telephone_number_stand_on_the_page(
    village: Village, client_of: Browser
) -> None:
    home = {"kk": "3320081503209901", "dusun": "Krajan", "rt": "02", "rw": "01", "address": "Jalan Masjid 3"}
    girl = make_resident(village.melati, home=home)
    assert girl.household is not None
    girl.household.phone = "081234567890"
    girl.household.save()
    page = page_of(girl, client_of(village.kader))

    assert "Krajan RT 02 RW 01, Jalan Masjid 3" in page
    assert "Nomor HP keluarga" in page
    assert reverse("household_phone", args=[girl.household.pk]) in page
    assert "081234567890" not in page
    assert girl.household.masked_phone in page

    girl.phone = "081234567891"
    girl.save()
    assert "Nomor HP keluarga" not in page_of(girl, client_of(village.kader))


def test_without_an_address_the_page_leads_to_where_it_is_written(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati)
    edit = reverse("resident_edit", args=[girl.pk])

    assert f'Alamat belum diisi. <a href="{edit}">Isi alamat</a>' in page_of(girl, client_of(village.kader))
