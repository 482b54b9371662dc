"""Rujukan on screen and on paper: decide at the table, print the letter, take it back, find it again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from registry.ids import new_id
from registry.models import User
from tests.conftest import Village, make_resident, make_visit
from tests.visits.referring import BORN_1970, BOTH, adult_visit
from visits import services
from visits.models import DeclinedProposal, Referral, Visit
from visits.referrals import decline, refer, withdraw

LogIn = Callable[[User], Client]


def refer_url(visit: Visit) -> str:
    return reverse("visit_refer", args=[visit.pk])


def said(**fields: str) -> dict[str, str]:
    return {"destination": "Puskesmas", "urgency": "biasa"} | fields


def test_rujuk_and_tidak_dirujuk_are_decided_on_the_visits_page(village: Village, client_of: LogIn) -> None:
    visit = adult_visit(village)
    kader = client_of(village.kader)
    page = kader.get(visit.get_absolute_url()).content.decode()
    for words in ("Usul rujukan", "Tekanan darah 150/95: tinggi.", "Simpan keputusan", refer_url(visit)):
        assert words in page

    answer = kader.post(
        refer_url(visit),
        said(
            choice_td="rujuk", **{"choice_gula-darah": "tidak", "reason_gula-darah": "Sudah dalam pengobatan"}
        ),
        follow=True,
    )
    letter = Referral.objects.get()
    assert answer.redirect_chain == [(letter.get_absolute_url(), 302)]
    assert [row["code"] for row in letter.reasons] == ["TD"]
    assert DeclinedProposal.objects.get().reason == "Sudah dalam pengobatan"
    page = kader.get(visit.get_absolute_url()).content.decode()
    for words in (letter.number, "Sudah dalam pengobatan. Sri Wahyuni", "Ubah atau tambah alasan"):
        assert words in page
    assert "Simpan keputusan" not in page


def test_one_button_refers_whatever_was_not_chosen_otherwise(village: Village, client_of: LogIn) -> None:
    visit = adult_visit(village)
    kader = client_of(village.kader)
    assert "Rujuk untuk semua alasan" in kader.get(visit.get_absolute_url()).content.decode()
    kader.post(refer_url(visit), said(semua="1", choice_td="tidak", reason_td="Keluarga menolak"))
    assert [row["code"] for row in Referral.objects.get().reasons] == ["gula darah"]
    assert DeclinedProposal.objects.get().code == "TD"


def test_own_words_and_what_is_no_longer_proposed_stay_on_the_visits_page(
    village: Village, client_of: LogIn
) -> None:
    visit = adult_visit(village)
    refer(visit=visit, codes=["TD"], own_reason="Luka di kaki", user=village.kader)
    services.record_visit(
        visit_id=visit.pk, resident=visit.resident, posyandu=visit.posyandu, day=visit.date,
        user=village.kader, measures={"systolic": 118, "diastolic": 76},
    )  # fmt: skip
    page = client_of(village.kader).get(visit.get_absolute_url()).content.decode()
    assert "Luka di kaki." in page
    assert "Tekanan darah 150/95: tinggi." in page
    assert "Tidak ada lagi menurut hasil ukur sekarang." in page


def test_declining_alone_makes_no_letter(village: Village, client_of: LogIn) -> None:
    visit = adult_visit(village, systolic=150, diastolic=95)
    answer = client_of(village.kader).post(
        refer_url(visit), said(choice_td="tidak", reason_td="", words_td="sedang puasa obat")
    )
    assert (answer.status_code, answer["Location"]) == (302, visit.get_absolute_url())
    assert DeclinedProposal.objects.get().reason == "sedang puasa obat"
    assert not Referral.objects.exists()


def test_without_a_reason_it_says_so_beside_the_field_and_keeps_what_was_typed(
    village: Village, client_of: LogIn
) -> None:
    visit = adult_visit(village)
    typed = said(
        choice_td="tidak",
        note="Antar dengan ojek",
        urgency="segera",
        destination_name="Puskesmas Mlonggo",
        **{"choice_gula-darah": "rujuk"},
    )
    answer = client_of(village.kader).post(refer_url(visit), typed)

    assert answer.status_code == 200
    assert answer.context["form"].errors == {"reason_td": ["Tulis alasannya, supaya bidan tahu."]}
    page = answer.content.decode()
    for words in ('value="Antar dengan ojek"', 'value="Puskesmas Mlonggo"', 'id="id_reason_td-error"'):
        assert words in page
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["tidak", "rujuk", "Puskesmas", "segera"]
    assert not Referral.objects.exists()
    assert not DeclinedProposal.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "__all__"),
        ({"choice_td": "rujuk", "destination": "Bulan"}, "destination"),
        ({"choice_td": "rujuk", "urgency": "🙂"}, "urgency"),
        ({"choice_td": "mungkin"}, "choice_td"),
        ({"choice_td": "tidak", "reason_td": "Malas"}, "reason_td"),
        ({"choice_td": "rujuk", "note": "x" * 301}, "note"),
        ({"own_reason": "   "}, "__all__"),
    ],
)
def test_nonsense_gets_a_message_and_stores_nothing(
    village: Village, client_of: LogIn, typed: dict[str, str], field: str
) -> None:
    visit = adult_visit(village)
    answer = client_of(village.kader).post(refer_url(visit), said() | typed)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Referral.objects.exists()


def test_a_healthy_visit_can_be_sent_on_in_own_words(village: Village, client_of: LogIn) -> None:
    visit = make_visit(make_resident(village.melati), weight_kg="9.4", height_cm="75.7", by=village.kader)
    kader = client_of(village.kader)
    page = kader.get(visit.get_absolute_url()).content.decode()
    assert "Rujuk dengan alasan lain" in page
    assert "usul-rujukan" not in page
    kader.post(refer_url(visit), said(own_reason="Lemas sejak kemarin", destination="Pustu"))
    letter = Referral.objects.get()
    assert (letter.destination, letter.destination_name, letter.reasons[0]["text"]) == (
        "Pustu", "", "Lemas sejak kemarin",
    )  # fmt: skip


def test_a_letter_that_the_bidan_changed_meanwhile_is_shown_before_it_is_changed_again(
    village: Village, client_of: LogIn
) -> None:
    visit = adult_visit(village)
    refer(visit=visit, codes=["TD"], user=village.bidan, urgency="gawat", destination="RS")
    kader, typed = client_of(village.kader), said(**{"choice_gula-darah": "rujuk"}, seen="")
    answer = kader.post(refer_url(visit), typed)

    page = answer.content.decode()
    assert "baru saja diubah: ke Rumah sakit, gawat" in page
    assert Referral.objects.get().urgency == "gawat"
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    kader.post(refer_url(visit), typed | {"seen": seen[1]})
    letter = Referral.objects.get()
    assert (letter.urgency, [row["code"] for row in letter.reasons]) == ("biasa", ["TD", "gula darah"])


def test_neighbours_find_nothing_and_dinkes_may_not_look(village: Village, client_of: LogIn) -> None:
    visit = adult_visit(village)
    letter = refer(visit=visit, codes=["TD"], user=village.kader)
    addresses = [refer_url(visit), letter.get_absolute_url()]
    addresses += [reverse(name, args=[letter.pk]) for name in ("referral_letter", "referral_withdraw")]
    for user, status in ((village.neighbour, 404), (village.dinkes, 403), (village.desa_officer, 403)):
        assert [client_of(user).get(address).status_code for address in addresses] == [status] * 4
    assert client_of(village.neighbour).get(reverse("referral_list")).context["list"].letters == []
    assert client_of(village.dinkes).get(reverse("referral_list")).status_code == 403


def test_the_letters_page_tells_what_changed_since_and_of_a_cancelled_visit(
    village: Village, client_of: LogIn
) -> None:
    visit = adult_visit(village)
    letter = refer(visit=visit, codes=["TD"], user=village.kader)
    services.record_visit(
        visit_id=visit.pk, resident=visit.resident, posyandu=visit.posyandu, day=visit.date,
        user=village.kader, measures={"systolic": 118, "diastolic": 76},
    )  # fmt: skip
    kader = client_of(village.kader)
    page = kader.get(letter.get_absolute_url()).content.decode()
    assert "Hasil ukur diubah sesudah surat ini dibuat" in page
    assert "waktu dirujuk 150/95 mmHg, sekarang 118/76 mmHg." in page
    services.cancel_visit(visit=visit, user=village.kader, reason="Salah orang")
    page = kader.get(letter.get_absolute_url()).content.decode()
    assert "dasar rujukan ini sudah dibatalkan" in page
    assert "Kunjungan dibatalkan" in kader.get(reverse("referral_list")).content.decode()
    assert kader.get(refer_url(visit))["Location"] == visit.get_absolute_url()


def test_taking_a_letter_back_asks_why_and_keeps_it(village: Village, client_of: LogIn) -> None:
    letter = refer(visit=adult_visit(village), codes=["TD"], user=village.kader)
    url, kader = reverse("referral_withdraw", args=[letter.pk]), client_of(village.kader)
    assert kader.post(url, {"reason": ""}).context["form"].errors == {
        "reason": ["Tulis alasannya, supaya bidan tahu."]
    }
    kader.post(url, {"reason": "Sudah ke dokter"})
    letter.refresh_from_db()
    page = kader.get(letter.get_absolute_url()).content.decode()
    assert (letter.status, "Sudah ke dokter. Sri Wahyuni" in page, "Cetak surat" in page) == (
        "batal", True, False,
    )  # fmt: skip
    assert kader.get(url)["Location"] == letter.get_absolute_url()


def test_the_list_is_narrowed_in_its_address(village: Village, client_of: LogIn) -> None:
    days = {"Sarmi": date(2026, 10, 12), "Tini": date(2026, 11, 3), "Wagiyem": date(2026, 11, 4)}
    letters = {
        name: refer(visit=adult_visit(village, name), codes=["TD"], user=village.kader, on=day)
        for name, day in days.items()
    }
    there = make_visit(make_resident(village.mawar, "Painem", born=BORN_1970), **BOTH)
    refer(visit=there, codes=["TD"], user=village.neighbour, on=date(2026, 11, 5))
    withdraw(referral=letters["Tini"], reason="Salah orang", user=village.kader)

    def names(**query: str) -> list[str]:
        found = client_of(village.officer).get(reverse("referral_list"), query).context["list"]
        return [letter.referral.resident.name for letter in found.letters]

    assert names() == ["Painem", "Wagiyem", "Tini", "Sarmi"]
    assert names(status="batal") == ["Tini"]
    assert names(bulan="2026-10") == ["Sarmi"]
    assert names(posyandu=str(village.mawar.pk), bulan="2026-11") == ["Painem"]
    for nonsense in ({"status": "x"}, {"bulan": "2026-13"}, {"posyandu": "-1"}, {"page": "x"}):
        assert len(names(**nonsense)) == 4
    assert names(posyandu="999999999") == []


def test_letters_stand_in_the_life_of_the_person(village: Village, client_of: LogIn) -> None:
    visit = adult_visit(village)
    letter = refer(visit=visit, codes=["TD"], user=village.kader)
    page = client_of(village.kader).get(visit.resident.get_absolute_url()).content.decode()
    assert "Dirujuk ke Puskesmas Bangsri I" in page
    assert letter.get_absolute_url() in page


def test_the_api_reads_letters(village: Village, client_of: LogIn) -> None:
    visit = adult_visit(village)
    letter = refer(visit=visit, codes=["TD"], user=village.kader, on=date(2026, 11, 3))
    kader = client_of(village.kader)
    one = kader.get(f"/api/v1/referrals/{letter.pk}/").json()
    assert (one["number"], one["destination_name"], one["status"], one["visit_cancelled"]) == (
        letter.number, "Puskesmas Bangsri I", "dirujuk", False,
    )  # fmt: skip
    assert one["reasons"] == [
        {"code": "TD", "text": "Tekanan darah 150/95: tinggi.", "rule": "TD-02", "private": False}
    ]
    assert {"name": "Tekanan darah", "value": "150/95 mmHg", "words": ""} in one["findings"]

    def count(**query: str) -> int:
        found: int = kader.get("/api/v1/referrals/", query).json()["count"]
        return found

    assert [count(status="dirujuk"), count(status="batal"), count(resident=str(new_id()))] == [1, 0, 0]
    assert [count(**{"from": "2026-11-03"}), count(until="2026-11-02")] == [1, 0]
    assert kader.get("/api/v1/referrals/", {"status": "x"}).status_code == 400
    assert client_of(village.neighbour).get(f"/api/v1/referrals/{letter.pk}/").status_code == 404
    assert client_of(village.dinkes).get("/api/v1/referrals/").status_code == 403
    assert kader.post("/api/v1/referrals/", {}).status_code == 405


@pytest.mark.parametrize(("address", "queries"), [("/rujukan/", 10), ("/api/v1/referrals/", 6)])
def test_three_letters_cost_as_many_queries_as_one(
    village: Village,
    client_of: LogIn,
    django_assert_num_queries: Callable[..., Any],
    address: str,
    queries: int,
) -> None:
    officer = client_of(village.officer)
    refer(visit=adult_visit(village), codes=["TD"], user=village.kader)
    officer.get(address)
    with django_assert_num_queries(queries):
        officer.get(address)
    for _ in range(2):
        refer(visit=adult_visit(village), codes=["TD"], user=village.kader)
    with django_assert_num_queries(queries):
        officer.get(address)


def test_decisions_on_a_page_cost_the_same_for_one_and_two(
    village: Village, client_of: LogIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    one = adult_visit(village, systolic=150, diastolic=95)
    two = adult_visit(village)
    for visit in (one, two):
        decline(visit=visit, code="TD", reason="Keluarga menolak", user=village.kader)
    kader = client_of(village.kader)
    kader.get(refer_url(one))
    with django_assert_num_queries(9):
        kader.get(refer_url(one))
    with django_assert_num_queries(9):
        kader.get(refer_url(two))
