"""Pages of the register: find, register, change, end; the stranger is in the data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.models import Resident
from tests.conftest import Village, make_resident, make_visit

Browser = Callable[..., Client]
NIK = "3320084107259901"


def newcomer(village: Village, **changes: str) -> dict[str, str]:
    return {
        "name": "Aisyah Putri", "sex": "P", "birth_date": str(timezone.localdate() - timedelta(days=3)),
        "posyandu": str(village.melati.pk), "nik": "",
    } | changes  # fmt: skip


def test_each_role_starts_where_its_work_is(village: Village, client_of: Browser) -> None:
    assert client_of(village.kader).get("/").headers["Location"] == reverse("today")
    assert client_of(village.dinkes).get("/").headers["Location"] == reverse("dashboard")
    assert client_of(village.admin).get("/").headers["Location"] == reverse("admin:index")


def test_somebody_without_a_role_is_told_whom_to_ask(village: Village, client_of: Browser) -> None:
    village.kader.memberships.all().delete()

    answer = client_of(village.kader).get("/")
    assert answer.status_code == 403
    assert "admin Dinas Kesehatan" in answer.content.decode()


def test_the_list_shows_the_kader_her_own_people_only(village: Village, client_of: Browser) -> None:
    make_resident(village.melati, "Aisyah Putri")
    make_resident(village.mawar, "Bagas Pratama")

    page = client_of(village.kader).get(reverse("resident_list")).content.decode()
    assert "Aisyah Putri" in page
    assert "Bagas Pratama" not in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("aisyah", True),
        ("putri ais", True),
        ("syah", False),
        (NIK, True),
        ("3320 0841 0725 9901", True),
        ("siti", False),
    ],
)
def test_search_by_the_beginning_of_any_word_or_by_the_whole_nik(
    village: Village, client_of: Browser, text: str, found: bool
) -> None:
    make_resident(village.melati, "Aisyah Putri", nik=NIK)

    page = client_of(village.kader).post(reverse("resident_list"), {"q": text}, follow=True).content.decode()
    assert ("Aisyah Putri" in page) is found


def test_searching_a_neighbours_nik_finds_nobody(village: Village, client_of: Browser) -> None:
    make_resident(village.mawar, "Bagas Pratama", sex="L", nik=NIK)

    assert "Bagas" not in client_of(village.kader).post(reverse("resident_list"), {"q": NIK}).content.decode()


def test_a_number_never_stands_in_an_address(village: Village, client_of: Browser) -> None:
    make_resident(village.melati, "Aisyah Putri", nik=NIK)
    kader = client_of(village.kader)
    posted = kader.post(reverse("resident_list"), {"q": NIK})
    links = re.findall(r'(?:href|action)="([^"]*)"', posted.content.decode())
    assert posted.status_code == 200
    assert [link for link in links if NIK in link] == []
    typed = kader.get(reverse("resident_list"), {"q": NIK}).content.decode()
    assert "Ketik nomornya di kotak cari" in typed
    assert NIK not in typed


def test_words_that_are_posted_go_on_to_their_address(village: Village, client_of: Browser) -> None:
    answer = client_of(village.kader).post(
        f"{reverse('resident_list')}?kelompok=balita&page=2", {"q": "siti"}
    )
    assert answer["Location"] == f"{reverse('resident_list')}?kelompok=balita&q=siti"


def test_the_list_filters_by_life_stage(village: Village, client_of: Browser) -> None:
    make_resident(village.melati, "Aisyah", born=date(2025, 7, 1))
    make_resident(village.melati, "Mbah Sarmi", born=date(1950, 1, 1))

    page = client_of(village.kader).get(reverse("resident_list"), {"kelompok": "lansia"}).content.decode()
    assert "Mbah Sarmi" in page
    assert "Aisyah" not in page


def test_a_newborn_without_nik_is_registered_from_birth(village: Village, client_of: Browser) -> None:
    client_of(village.kader).post(reverse("resident_new"), newcomer(village))

    baby = Resident.objects.get()
    assert (baby.name, baby.nik_state, baby.posyandu) == ("Aisyah Putri", "belum_ada", village.melati)
    assert baby.residencies.get().valid_from == baby.birth_date


def test_from_a_session_the_new_person_is_measured_next(village: Village, client_of: Browser) -> None:
    url = f"{reverse('resident_new')}?lanjut=/hari-ini/018f0000-0000-7000-8000-000000000000/"
    answer = client_of(village.kader).post(url, newcomer(village))

    assert answer.headers["Location"].endswith(f"/warga/{Resident.objects.get().pk}/")


def test_a_link_that_leads_away_is_not_followed(village: Village, client_of: Browser) -> None:
    url = f"{reverse('resident_new')}?lanjut=https://jahat.example/"
    answer = client_of(village.kader).post(url, newcomer(village))

    assert answer.headers["Location"] == Resident.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Tulis namanya."),
        ("name", "123", "Tulis nama dengan huruf."),
        ("birth_date", "31/31/2026", "Tulis tanggal seperti 12/10/2026."),
        ("birth_date", "2999-01-01", "belum terjadi"),
        ("birth_date", "1890-01-01", "120 tahun"),
        ("nik", "123", "NIK harus 16 angka."),
        ("nik", "3320084107250000", "0000"),
        ("kk", "99", "Nomor KK harus 16 angka."),
        ("sex", "X", "pilihan"),
        ("birth_weight_kg", "32", "Berat lahir antara 0,4 dan 7 kg."),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_keeps_what_was_typed(
    village: Village, client_of: Browser, field: str, value: str, words: str
) -> None:
    answer = client_of(village.kader).post(
        reverse("resident_new"), newcomer(village, mother_name="Siti", **{field: value})
    )

    assert answer.status_code == 200
    form = answer.context["form"]
    assert any(words in message for message in form.errors[field])
    assert 'value="Siti"' in answer.content.decode()
    assert not Resident.objects.exists()


def test_a_taken_nik_names_its_owner_only_to_those_who_may_see_her(
    village: Village, client_of: Browser
) -> None:
    make_resident(village.melati, "Siti Ours", nik=NIK)
    make_resident(village.mawar, "Bagas Theirs", nik="3320084107259902")
    kader = client_of(village.kader)

    ours = kader.post(reverse("resident_new"), newcomer(village, nik=NIK)).content.decode()
    theirs = kader.post(reverse("resident_new"), newcomer(village, nik="3320084107259902")).content.decode()
    assert "Siti Ours" in ours
    assert "Bagas" not in theirs
    assert "wilayah lain" in theirs


def test_the_same_name_and_birth_date_asks_before_registering_twice(
    village: Village, client_of: Browser
) -> None:
    born = timezone.localdate() - timedelta(days=3)
    make_resident(village.melati, "Aisyah Putri", born=born)
    kader = client_of(village.kader)

    asked = kader.post(reverse("resident_new"), newcomer(village))
    page = asked.content.decode()
    assert "Mungkin sudah terdaftar" in page
    assert (asked.context["form"].errors, 'class="form-errors"' in page) == ({}, False)
    # One way to save: the button of the panel, not the bar below.
    assert page.count('class="btn btn-primary') == 1
    assert 'form="warga"' not in page
    kader.post(reverse("resident_new"), newcomer(village, is_new="on"))
    assert Resident.objects.count() == 2


def test_a_kader_cannot_register_at_the_neighbours(village: Village, client_of: Browser) -> None:
    answer = client_of(village.kader).post(
        reverse("resident_new"), newcomer(village, posyandu=str(village.mawar.pk))
    )

    assert "posyandu" in answer.context["form"].errors
    assert not Resident.objects.exists()


def test_an_unlikely_nik_warns_and_is_kept(village: Village, client_of: Browser) -> None:
    boys_nik = "3320080107259901"
    answer = client_of(village.kader).post(
        reverse("resident_new"), newcomer(village, nik=boys_nik), follow=True
    )

    assert Resident.objects.get().nik == boys_nik
    assert any("jenis kelamin" in str(message).lower() for message in answer.context["messages"])


def test_changing_keeps_the_nik_when_its_field_stays_empty(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, "Aisyah", nik=NIK)
    url = reverse("resident_edit", args=[girl.pk])
    client_of(village.kader).post(
        url, {"name": "Aisyah Putri", "sex": "P", "birth_date": "2025-07-01", "nik": ""}
    )

    girl.refresh_from_db()
    assert (girl.name, girl.nik) == ("Aisyah Putri", NIK)


def test_the_nik_is_masked_until_somebody_asks_for_it(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, "Aisyah", nik=NIK)
    kader = client_of(village.kader)

    assert NIK not in kader.get(girl.get_absolute_url()).content.decode()
    opened = kader.post(reverse("resident_nik", args=[girl.pk]), follow=True)
    assert NIK in opened.content.decode()


def test_someone_who_moved_away_leaves_the_list(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, "Aisyah")
    kader = client_of(village.kader)
    kader.post(reverse("resident_end", args=[girl.pk]), {"reason": "pindah", "on": "2026-10-31"})

    assert [person.name for person, _ in kader.get(reverse("resident_list")).context["rows"]] == []
    assert kader.get(girl.get_absolute_url()).status_code == 200


def test_the_list_needs_as_many_queries_for_three_people_as_for_one(
    village: Village, client_of: Browser, django_assert_num_queries: Callable[..., object]
) -> None:
    kader = client_of(village.kader)
    url = reverse("resident_list")
    make_resident(village.melati, home={"dusun": "Krajan"})
    kader.get(url)
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        kader.get(url)
    for _ in range(2):
        make_resident(village.melati, home={"dusun": "Krajan"}, mother_name="Siti")
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        kader.get(url)


def test_a_birth_date_after_a_visit_is_refused_beside_its_field(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, "Aisyah")
    make_visit(girl, weight_kg="9.4")
    url = reverse("resident_edit", args=[girl.pk])
    answer = client_of(village.kader).post(url, {"name": "Aisyah", "sex": "P", "birth_date": "2026-11-01"})

    assert answer.status_code == 200
    assert "Sudah ada kunjungan sebelum tanggal lahir ini" in answer.context["form"].errors["birth_date"][0]
    girl.refresh_from_db()
    assert girl.birth_date == date(2025, 7, 1)


@pytest.mark.parametrize("unit", ["²", "9" * 30, "-1", "melati"])
def test_a_senseless_posyandu_in_the_address_shows_everybody(
    village: Village, client_of: Browser, unit: str
) -> None:
    make_resident(village.melati, "Aisyah")

    assert (
        "Aisyah"
        in client_of(village.officer).get(reverse("resident_list"), {"posyandu": unit}).content.decode()
    )


@pytest.mark.parametrize(
    ("phone", "fine"), [("abc", False), ("0812", False), ("0812-3456 7890", True), ("", True)]
)
def test_a_phone_number_has_eight_to_fifteen_digits(
    village: Village, client_of: Browser, phone: str, fine: bool
) -> None:
    client_of(village.kader).post(reverse("resident_new"), newcomer(village, phone=phone))

    assert Resident.objects.exists() is fine


def test_nobody_leaves_before_arriving_or_twice(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, since=date(2026, 3, 1))
    kader, url = client_of(village.kader), reverse("resident_end", args=[girl.pk])
    early = kader.post(url, {"reason": "pindah", "on": "2026-01-31"})
    assert "sejak 1 Maret 2026" in early.context["form"].errors["on"][0]
    kader.post(url, {"reason": "pindah", "on": "2026-10-31"})
    again = kader.post(url, {"reason": "meninggal", "on": "2026-11-05"}, follow=True)

    assert any("memang sudah tidak" in str(message) for message in again.context["messages"])
    assert girl.residencies.get().end_reason == "pindah"


def test_a_wrong_sex_of_somebody_without_visits_is_corrected_without_many_words(
    village: Village, client_of: Browser
) -> None:
    boy = make_resident(village.melati, "Bagas")
    typed = {"name": boy.name, "sex": "L", "birth_date": str(boy.birth_date), "birth_date_known": "pasti"}
    saved = client_of(village.kader).post(reverse("resident_edit", args=[boy.pk]), typed, follow=True)

    assert [str(message) for message in saved.context["messages"]] == ["Perubahan tersimpan."]


def test_a_word_of_too_many_says_so(
    village: Village, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Siti Aminah", "Siti Rahma", "Siti Wahyuni"):
        make_resident(village.melati, name)
    for module in ("registry.models.searching", "registry.views.residents", "registry.paging"):
        monkeypatch.setattr(f"{module}.MOST_HITS", 2)
    kader = client_of(village.kader)
    warning = "Terlalu banyak yang cocok"
    # Without the index everybody in scope is read, so nothing is cut.
    indexed = connection.vendor == "postgresql"
    for query in ({"q": "siti"}, {"q": "siti", "kelompok": "balita"}):
        assert (warning in kader.get(reverse("resident_list"), query).content.decode()) is indexed
    assert warning not in kader.get(reverse("resident_list"), {"q": "siti rahma"}).content.decode()
