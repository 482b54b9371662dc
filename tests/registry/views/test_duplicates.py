"""The work list of pairs that may be one person, and one pair side by side."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.test import Client

from registry.models import DuplicatePair, Resident, User
from tests.conftest import Village, make_resident

LogIn = Callable[[User], Client]
Count = Callable[[int], AbstractContextManager[None]]
BORN = date(2024, 3, 5)
NIK = "3320084503249901"
State = DuplicatePair.State


def pair_of(first: Resident, second: Resident) -> DuplicatePair:
    smaller, larger = sorted((first.pk, second.pk))
    return DuplicatePair.objects.unscoped("test").get(first=smaller, second=larger)


@pytest.fixture
def at_melati(village: Village) -> DuplicatePair:
    """Aisyah, entered twice at Melati."""
    return pair_of(
        make_resident(village.melati, "Aisyah Putri", born=BORN, mother_name="Siti Khasanah", nik=NIK),
        make_resident(village.melati, "Aisyah Putrie", born=BORN, mother_name="Sitti Hasanah"),
    )


@pytest.fixture
def across(village: Village) -> DuplicatePair:
    """Bagas, entered at Melati and at Mawar."""
    return pair_of(
        make_resident(village.melati, "Bagas Pratama", sex="L", born=BORN, mother_name="Ratna"),
        make_resident(village.mawar, "Bagas Pratomo", sex="L", born=BORN, mother_name="Ratna"),
    )


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


# The list


def test_the_list_shows_both_with_the_reasons_in_words(
    village: Village, at_melati: DuplicatePair, client_of: LogIn
) -> None:
    page = text_of(client_of(village.bidan), "/ganda/")
    assert "1 pasang catatan yang mungkin satu orang" in page
    assert "Aisyah Putrie" in page
    assert "Nama berbunyi sama, tanggal lahir sama, ibu sama, satu Posyandu." in page
    assert f"/ganda/{at_melati.pk}/" in page


def test_an_empty_list_says_so(village: Village, client_of: LogIn) -> None:
    assert "Tidak ada yang perlu dilihat." in text_of(client_of(village.bidan), "/ganda/")


def test_decided_pairs_are_found_by_their_state(
    village: Village, at_melati: DuplicatePair, client_of: LogIn
) -> None:
    client = client_of(village.bidan)
    client.post(f"/ganda/{at_melati.pk}/", {"keputusan": "beda"})
    assert "0 pasang" in text_of(client, "/ganda/")
    assert "Aisyah Putrie" in text_of(client, "/ganda/?keadaan=beda")


def test_the_list_is_narrowed_to_a_place(
    village: Village, at_melati: DuplicatePair, across: DuplicatePair, client_of: LogIn
) -> None:
    page = text_of(client_of(village.officer), f"/ganda/?wilayah={village.mawar.pk}")
    assert ("Bagas Pratomo" in page, "Aisyah Putrie" in page) == (True, False)
    assert f"/ganda/{across.pk}/?wilayah={village.mawar.pk}" in page


def test_whoever_was_merged_meanwhile_is_no_pair(
    village: Village, at_melati: DuplicatePair, client_of: LogIn
) -> None:
    Resident.objects.unscoped("test").filter(pk=at_melati.first_id).update(merged_into=at_melati.second_id)
    assert "0 pasang" in text_of(client_of(village.bidan), "/ganda/")


def test_of_somebody_elsewhere_the_list_shows_the_posyandu_alone(
    village: Village, across: DuplicatePair, client_of: LogIn
) -> None:
    page = text_of(client_of(village.bidan), "/ganda/")
    assert ("Bagas Pratama" in page, "Bagas Pratomo" in page) == (True, False)
    assert "Posyandu Mawar 2" in page


@pytest.mark.parametrize("who", ["kader", "dinkes", "desa_officer", "admin"])
def test_who_does_not_decide_does_not_see(
    who: str, village: Village, at_melati: DuplicatePair, client_of: LogIn
) -> None:
    client = client_of(getattr(village, who))
    statuses = [client.get(path).status_code for path in ("/ganda/", f"/ganda/{at_melati.pk}/")]
    assert statuses == [403, 403]


def test_the_list_takes_as_many_queries_for_one_pair_as_for_three(
    village: Village, client_of: LogIn, django_assert_num_queries: Count
) -> None:
    client = client_of(village.officer)
    make_resident(village.melati, "Aisyah Putri", born=BORN)
    for again in range(3):
        make_resident(village.mawar, "Aisyah Putri", born=BORN)
        if again in {0, 2}:
            with django_assert_num_queries(7):
                client.get("/ganda/")


# One pair


def test_the_pair_shows_both_field_by_field_with_masked_nik(
    village: Village, at_melati: DuplicatePair, client_of: LogIn
) -> None:
    page = text_of(client_of(village.bidan), f"/ganda/{at_melati.pk}/")
    assert NIK not in page
    assert at_melati.first.masked_nik or at_melati.second.masked_nik
    assert (at_melati.first.masked_nik or at_melati.second.masked_nik) in page
    assert page.count("5 Maret 2024") == 2
    assert "Sitti Hasanah" in page
    assert f"/ganda/{at_melati.pk}/gabung/" in page


def test_two_people_is_decided_and_taken_back(
    village: Village, at_melati: DuplicatePair, client_of: LogIn
) -> None:
    client = client_of(village.bidan)
    path = f"/ganda/{at_melati.pk}/"
    client.post(path, {"keputusan": "beda"})
    at_melati.refresh_from_db()
    assert (at_melati.state, at_melati.decided_by) == (State.DIFFERENT, village.bidan)
    assert "Batalkan keputusan" in text_of(client, path)
    client.post(path, {"keputusan": "batal"})
    at_melati.refresh_from_db()
    assert at_melati.state == State.OPEN


def test_after_a_decision_comes_the_next_pair_with_a_way_back(
    village: Village, at_melati: DuplicatePair, across: DuplicatePair, client_of: LogIn
) -> None:
    ranked = sorted((at_melati, across), key=lambda pair: (-pair.score, pair.pk))
    answer = client_of(village.officer).post(f"/ganda/{ranked[0].pk}/", {"keputusan": "beda"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/ganda/{ranked[1].pk}/?diputuskan={ranked[0].pk}", 302)]
    assert f'action="/ganda/{ranked[0].pk}/"' in page
    assert "bukan orang yang sama" in page


def test_one_may_skip_to_the_next_pair_of_the_chosen_place(
    village: Village, at_melati: DuplicatePair, across: DuplicatePair, client_of: LogIn
) -> None:
    first, second = sorted((at_melati, across), key=lambda pair: (-pair.score, pair.pk))
    client = client_of(village.officer)
    assert f"/ganda/{second.pk}/" in text_of(client, f"/ganda/{first.pk}/")
    here = village.melati if second == across else village.mawar
    assert f"/ganda/{first.pk}/" not in text_of(client, f"/ganda/{second.pk}/?wilayah={here.pk}")


def test_half_a_pair_is_seen_but_not_decided(
    village: Village, across: DuplicatePair, client_of: LogIn
) -> None:
    client = client_of(village.bidan)
    page = text_of(client, f"/ganda/{across.pk}/")
    assert ("Bagas Pratama" in page, "Bagas Pratomo" in page) == (True, False)
    assert "Seseorang di Posyandu Mawar 2" in page
    assert "Yang memutuskan petugas Puskesmas" in page
    assert "Bukan orang yang sama" not in page
    client.post(f"/ganda/{across.pk}/", {"keputusan": "beda"})
    across.refresh_from_db()
    assert across.state == State.OPEN


def test_the_officer_of_both_decides(village: Village, across: DuplicatePair, client_of: LogIn) -> None:
    client_of(village.officer).post(f"/ganda/{across.pk}/", {"keputusan": "beda"})
    across.refresh_from_db()
    assert across.state == State.DIFFERENT


def test_what_somebody_else_just_merged_is_said(
    village: Village, at_melati: DuplicatePair, client_of: LogIn
) -> None:
    DuplicatePair.objects.unscoped("test").update(state=State.MERGED)
    answer = client_of(village.bidan).post(f"/ganda/{at_melati.pk}/", {"keputusan": "beda"}, follow=True)
    assert "baru saja digabung orang lain" in answer.content.decode()


def test_the_bar_leads_those_who_decide_to_the_list(village: Village, client_of: LogIn) -> None:
    shown = {
        who: 'href="/ganda/"' in client_of(getattr(village, who)).get("/warga/").content.decode()
        for who in ("kader", "bidan", "officer")
    }
    assert shown == {"kader": False, "bidan": True, "officer": True}
