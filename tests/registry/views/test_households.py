"""Pages of families: found, drawn as a tree, founded, described, numbered; the neighbour sees none of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from registry.models import Household, PastKk, Pregnancy, Resident
from registry.services import ask_move, households
from registry.services.work_areas import assign_kader
from tests.conftest import Village, make_resident
from tests.registry.services.test_households import HOME, KK, NEW_KK, Family, family, home_of

__all__ = ["family"]

Browser = Callable[..., Client]
START = date(2026, 6, 1)


def page(client: Client, name: str, household: Household, **query: str) -> str:
    return client.get(reverse(name, args=[household.pk]), query).content.decode()


def listed(client: Client, **query: str) -> list[str]:
    context = client.get(reverse("household_list"), query).context
    return [str(household) for household, _, _ in context["rows"]]


def test_the_list_shows_the_kader_her_own_families_with_their_members(
    village: Village, family: Family, client_of: Browser
) -> None:
    make_resident(village.mawar, "Bagas", home={"dusun": "Gondang"})
    answer = client_of(village.kader).get(reverse("household_list"))

    assert [(str(one), count) for one, count, _ in answer.context["rows"]] == [("Keluarga Suparman", 5)]
    assert "5 anggota · Krajan RT 02 RW 01" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "sitti"}, True),
        ({"q": "gondang"}, False),
        ({"dusun": "Krajan", "rt": "02"}, True),
        ({"rt": "03"}, False),
        ({"saring": "belum-kader"}, True),
        ({"saring": "belum-didata"}, True),
        ({"posyandu": "9999"}, True),
    ],
)
def test_a_family_is_found_by_name_number_and_place(
    village: Village, family: Family, client_of: Browser, query: dict[str, str], found: bool
) -> None:
    assert (listed(client_of(village.kader), **query) == ["Keluarga Suparman"]) is found


def test_a_family_without_a_kader_says_so_until_it_has_one(
    village: Village, family: Family, client_of: Browser
) -> None:
    kader = client_of(village.kader)
    url = reverse("household_list")
    assert kader.get(url).content.decode().count("Belum ada kader") == 2

    assign_kader(posyandu=village.melati, kader=village.kader, since=START)
    assert listed(kader, saring="belum-kader") == []
    assert kader.get(url).content.decode().count("Belum ada kader") == 1


def test_the_list_needs_as_many_queries_for_three_families_as_for_one(
    village: Village, family: Family, client_of: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kader, url = client_of(village.kader), reverse("household_list")
    kader.get(url)
    with django_assert_num_queries(9):
        kader.get(url)
    for _ in range(2):
        make_resident(village.melati, home={"dusun": "Krajan"})
    with django_assert_num_queries(9):
        kader.get(url)


def test_a_family_is_drawn_by_generations(village: Village, family: Family, client_of: Browser) -> None:
    Pregnancy.objects.create(resident=family["siti"], last_period=date(2026, 7, 1))
    answer = client_of(village.kader).get(home_of(family).get_absolute_url())

    rows = [(label, [card.resident.name for card in cards]) for label, cards in answer.context["family"].rows]
    assert rows == [
        ("Orang tua", ["Sarmi"]),
        ("Kepala keluarga dan pasangan", ["Suparman", "Siti"]),
        ("Anak", ["Rizky"]),
        ("Cucu", ["Aisyah"]),
    ]
    text = answer.content.decode()
    assert "Hamil" in text
    assert "58 tahun · Kepala keluarga" in text
    assert "Tambah cucu" in text


def test_the_page_needs_as_many_queries_for_three_members_as_for_one(
    village: Village, client_of: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    home = make_resident(village.melati, "Siti", home=HOME, relation="kepala").household
    assert home is not None
    kader = client_of(village.kader)
    kader.get(home.get_absolute_url())
    with django_assert_num_queries(13):
        kader.get(home.get_absolute_url())
    for name in ("Ani", "Budi"):
        make_resident(village.melati, name, home=HOME, relation="anak")
    with django_assert_num_queries(13):
        kader.get(home.get_absolute_url())


def test_who_lives_elsewhere_is_counted_but_not_named(
    village: Village, family: Family, client_of: Browser
) -> None:
    Resident.objects.filter(pk=family["rizky"].pk).update(posyandu=village.mawar)
    text = page(client_of(village.kader), "household_detail", home_of(family))

    assert "Rizky" not in text
    assert "1 anggota lain terdaftar di Posyandu lain." in text


def test_a_head_who_died_is_asked_to_be_replaced(
    village: Village, family: Family, client_of: Browser
) -> None:
    family["suparman"].residencies.update(valid_until=date(2026, 10, 1), end_reason="meninggal")
    text = page(client_of(village.kader), "household_detail", home_of(family))

    assert "Kepala keluarga belum dipilih atau sudah tidak di sini." in text
    assert "Sudah tidak di sini (1)" in text


def test_no_page_holds_the_number_until_somebody_opens_it(
    village: Village, family: Family, client_of: Browser
) -> None:
    home = home_of(family)
    households.change_kk(household=home, kk=NEW_KK, by=None)
    households.edit_household(household=home, facts={"phone": "081234567890"})
    kader = client_of(village.kader)
    names = ("household_detail", "household_edit", "household_number", "household_split", "household_member")
    for name in names:
        text = page(kader, name, home)
        assert [secret for secret in (KK, NEW_KK, "081234567890") if secret in text] == []

    opened = kader.post(reverse("household_kk", args=[home.pk]), follow=True).content.decode()
    phone = kader.post(reverse("household_phone", args=[home.pk]), follow=True).content.decode()
    assert (NEW_KK in opened, "081234567890" in phone) == (True, True)
    assert LogEntry.objects.filter(action=LogEntry.Action.ACCESS, actor=village.kader).count() == 2
    assert "3320••••••••9901" in page(kader, "household_detail", home)


def test_a_new_family_leads_to_its_page_where_the_head_comes_first(
    village: Village, client_of: Browser
) -> None:
    answer = client_of(village.kader).post(
        reverse("household_new"),
        {"posyandu": str(village.melati.pk), "dusun": "Krajan", "rt": "2", "rw": "1", "kk": KK},
        follow=True,
    )
    home = Household.objects.get()

    assert (home.place, home.kk) == ("Krajan RT 02 RW 01", KK)
    assert answer.redirect_chain[-1][0] == home.get_absolute_url()
    text = answer.content.decode()
    assert "Tambah kepala keluarga" in text
    assert f"{reverse('resident_new')}?keluarga={home.pk}&amp;hubungan=kepala" in text


def test_a_taken_number_names_its_family_to_those_alone_who_may_see_it(
    village: Village, family: Family, client_of: Browser
) -> None:
    def refusal(user: object, posyandu: object) -> str:
        data = {"posyandu": str(posyandu), "kk": KK}
        return client_of(user).post(reverse("household_new"), data).context["form"].errors["kk"][0]  # type: ignore[no-any-return]

    assert "Keluarga Suparman di Posyandu Melati 1" in refusal(village.kader, village.melati.pk)
    assert "Suparman" not in refusal(village.neighbour, village.mawar.pk)


def test_data_keluarga_is_asked_in_three_answers(
    village: Village, family: Family, client_of: Browser
) -> None:
    home = home_of(family)
    kader, url = client_of(village.kader), reverse("household_edit", args=[home.pk])
    kader.post(url, {"dusun": "Krajan", "has_clean_water": "ya", "has_latrine": "tidak"})

    home.refresh_from_db()
    assert (home.has_clean_water, home.has_latrine, home.has_insurance) == (True, False, None)
    assert home.surveyed_on == timezone.localdate()


def test_a_senseless_answer_is_refused_beside_its_question(
    village: Village, family: Family, client_of: Browser
) -> None:
    url = reverse("household_edit", args=[home_of(family).pk])
    answer = client_of(village.kader).post(
        url,
        {"has_latrine": "tidak", "latrine_is_sanitary": "ya", "phone": "123", "surveyed_on": "2126-01-01"},
    )

    assert answer.context["form"].errors == {
        "latrine_is_sanitary": ["Jamban saniter hanya bila ada jamban keluarga."],
        "phone": ["Nomor HP 8 sampai 15 angka, misalnya 081234567890."],
        "surveyed_on": ["Tanggal ini belum terjadi."],
    }


def test_a_stored_telephone_number_stays_unless_it_is_to_be_removed(
    village: Village, family: Family, client_of: Browser
) -> None:
    home = households.edit_household(household=home_of(family), facts={"phone": "081234567890"})
    kader, url = client_of(village.kader), reverse("household_edit", args=[home.pk])
    kader.post(url, {"address": "Jl. Raya"})
    assert home_of(family).phone == "081234567890"
    kader.post(url, {"phone_gone": "on"})
    assert home_of(family).phone == ""


@pytest.mark.parametrize(
    ("typed", "why"), [("123", "16 angka"), (NEW_KK, "sudah dipakai keluarga di wilayah lain")]
)
def test_a_wrong_or_taken_number_is_refused_beside_its_field(
    village: Village, family: Family, client_of: Browser, typed: str, why: str
) -> None:
    households.create_household(posyandu=village.mawar, facts={}, kk=NEW_KK)
    url = reverse("household_number", args=[home_of(family).pk])
    answer = client_of(village.kader).post(url, {"kk": typed})

    assert why in answer.context["form"].errors["kk"][0]
    assert home_of(family).kk == KK


def test_a_changed_number_stays_in_the_history(village: Village, family: Family, client_of: Browser) -> None:
    client_of(village.kader).post(reverse("household_number", args=[home_of(family).pk]), {"kk": NEW_KK})

    assert (home_of(family).kk, PastKk.objects.get().kk, PastKk.objects.get().changed_by) == (
        NEW_KK,
        KK,
        village.kader,
    )


def test_a_family_remembers_that_members_moved_to_another_posyandu(
    village: Village, family: Family, client_of: Browser
) -> None:
    home, gone = home_of(family), [family["rizky"], family["aisyah"]]
    ask_move(residents=gone, to=village.mawar, on=timezone.localdate(), user=village.officer)
    text = page(client_of(village.kader), "household_detail", home)

    assert text.count("Pecah KK, keluar dari sini") == 2
    assert text.count("Satu anggota, sekarang di wilayah lain") == 4
    assert [name for name in ("Rizky", "Aisyah") if name in text] == []
    named = page(client_of(village.officer), "household_detail", home)
    assert [gone[0].get_absolute_url() in named, "Satu anggota" in named] == [True, False]


@pytest.mark.parametrize("name", ["detail", "edit", "number", "member", "head", "split", "merge"])
def test_the_neighbour_opens_no_page_of_the_family(
    village: Village, family: Family, client_of: Browser, name: str
) -> None:
    url = reverse(f"household_{name}", args=[home_of(family).pk])
    assert client_of(village.neighbour).get(url).status_code == 404
    assert client_of(village.dinkes).get(url).status_code == 403


def test_a_family_that_was_merged_says_where_it_went(
    village: Village, family: Family, client_of: Browser
) -> None:
    other = households.create_household(posyandu=village.melati, facts={"dusun": "Ngipik"})
    Household.objects.filter(pk=other.pk).update(merged_into=home_of(family))
    text = page(client_of(village.kader), "household_detail", other)

    assert "Keluarga ini sudah digabung ke keluarga lain." in text
    assert home_of(family).get_absolute_url() in text
    assert "Pecah KK" not in text


def test_a_family_is_found_by_its_number(village: Village, family: Family, client_of: Browser) -> None:
    answer = client_of(village.kader).post(reverse("household_list"), {"q": KK})
    assert [str(one) for one, *_ in answer.context["rows"]] == ["Keluarga Suparman"]


@pytest.mark.parametrize(
    ("typed", "fine"), [("abc", False), ("dua", False), ("2", True), ("12A", True), ("", True)]
)
def test_rt_is_a_number(village: Village, client_of: Browser, typed: str, fine: bool) -> None:
    data = {"posyandu": village.melati.pk, "address": "Dukuh Krajan", "rt": typed}
    page = client_of(village.kader).post(reverse("household_new"), data, follow=True).content.decode()
    assert ("Tulis RT dengan angka, misalnya 02." in page) is not fine
