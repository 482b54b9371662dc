"""Pages of a move: who asks, who answers, and what each side sees before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from registry import services
from registry.models import MoveRequest, OrgUnit, Posyandu, Resident
from tests.conftest import Village, make_resident, make_visit

Browser = Callable[..., Client]
NIK = "3320084107259901"
KK = "3320081503209901"
DAY = date(2026, 10, 20)


def ask(village: Village, name: str = "Aisyah Putri", **more: Any) -> MoveRequest:
    """The kader of Melati asks Mawar to take somebody over."""
    girl = make_resident(village.melati, name, **more)
    return services.ask_move(residents=[girl], to=village.mawar, on=DAY, user=village.kader)[0]


def ask_by_nik(village: Village) -> MoveRequest:
    """The kader of Melati asks for somebody who is registered at Mawar."""
    make_resident(village.mawar, "Bagas Pratama", sex="L", nik=NIK)
    services.ask_move_by_nik(nik=NIK, to=village.melati, on=DAY, user=village.kader)
    return MoveRequest.objects.unscoped("test").get()


def test_a_family_is_moved_with_those_who_were_ticked(village: Village, client_of: Browser) -> None:
    father, mother, child = (make_resident(village.melati, name, home={"kk": KK}) for name in ("A", "B", "C"))
    kader, url = client_of(village.kader), reverse("resident_move", args=[father.pk])
    shown = [str(label) for _, label in kader.get(url).context["form"].fields["people"].choices]
    assert [label[0] for label in shown] == ["A", "B", "C"]
    kader.post(url, {"people": [father.pk, child.pk], "to": village.mawar.pk, "on": "2026-10-20"})

    asked = MoveRequest.objects.unscoped("test")
    assert {move.resident for move in asked} == {father, child}
    assert len(set(asked.values_list("group", flat=True))) == 1
    assert mother.moves.count() == 0


def test_only_ones_own_people_are_moved(village: Village, client_of: Browser) -> None:
    girl, stranger = make_resident(village.melati), make_resident(village.mawar)
    data = {"people": [stranger.pk], "to": village.mawar.pk, "on": "2026-10-20"}
    answer = client_of(village.kader).post(reverse("resident_move", args=[girl.pk]), data)

    assert "people" in answer.context["form"].errors
    assert not MoveRequest.objects.unscoped("test").exists()


def test_a_day_to_come_is_refused(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati)
    data = {"people": [girl.pk], "to": village.mawar.pk, "on": "2999-01-01"}
    answer = client_of(village.kader).post(reverse("resident_move", args=[girl.pk]), data)

    assert answer.context["form"].errors["on"] == ["Tanggal ini belum terjadi."]


def test_the_other_side_sees_it_on_the_list_of_people_and_accepts(
    village: Village, client_of: Browser
) -> None:
    move = ask(village)
    neighbour = client_of(village.neighbour)
    assert "1 permintaan pindah menunggu" in neighbour.get(reverse("resident_list")).content.decode()
    assert "Aisyah Putri" in neighbour.get(reverse("move_list")).content.decode()
    neighbour.post(move.get_absolute_url(), {"answer": "terima", "on": "2026-10-21"})

    girl = Resident.objects.unscoped("test").get()
    assert (girl.posyandu, girl.residencies.get(valid_until=None).valid_from) == (
        village.mawar,
        date(2026, 10, 21),
    )
    assert "menunggu jawaban" not in neighbour.get(reverse("resident_list")).content.decode()


def test_the_new_side_reads_the_history_and_the_old_side_no_more(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati)
    visit = make_visit(girl, date(2026, 9, 12), weight_kg="9.4")
    services.ask_move(residents=[girl], to=village.mawar, on=DAY, user=village.officer)
    pages = [girl.get_absolute_url(), visit.get_absolute_url()]

    assert [client_of(village.neighbour).get(page).status_code for page in pages] == [200, 200]
    assert [client_of(village.kader).get(page).status_code for page in pages] == [404, 404]


def test_whoever_asked_waits_and_may_take_it_back(village: Village, client_of: Browser) -> None:
    move = ask(village)
    kader = client_of(village.kader)
    assert "permintaan pindah menunggu" not in kader.get(reverse("resident_list")).content.decode()
    refused = kader.post(move.get_absolute_url(), {"answer": "terima"})
    assert refused.context["form"].non_field_errors() == ["Permintaan ini dijawab oleh Posyandu yang lain."]
    kader.post(move.get_absolute_url(), {"answer": "batalkan"})

    move.refresh_from_db()
    assert move.state == MoveRequest.State.WITHDRAWN


def test_a_second_answer_is_told_the_first(village: Village, client_of: Browser) -> None:
    move = ask(village)
    client_of(village.neighbour).post(move.get_absolute_url(), {"answer": "tolak", "note": "bukan di sini"})
    late = client_of(village.officer).post(move.get_absolute_url(), {"answer": "terima"}, follow=True)

    assert [str(message) for message in late.context["messages"]] == [
        "Permintaan ini sudah dijawab: ditolak."
    ]


def test_asking_by_nik_tells_nothing_of_the_person(village: Village, client_of: Browser) -> None:
    make_resident(village.mawar, "Bagas Pratama", sex="L", nik=NIK)
    kader = client_of(village.kader)
    data = {"ask": "1", "nik": NIK, "to": village.melati.pk, "on": "2026-10-20"}
    sent = kader.post(reverse("move_ask"), data, follow=True)
    move = MoveRequest.objects.unscoped("test").get()
    pages = [sent, kader.get(reverse("move_list")), kader.get(move.get_absolute_url())]

    assert sent.redirect_chain == [(reverse("move_list"), 302)]
    assert "Permintaan dikirim ke Posyandu asal" in sent.content.decode()
    for secret in ("Bagas", "Mawar", NIK):
        assert [secret in page.content.decode() for page in pages] == [False] * 3
    assert NIK not in " ".join(str(entry.changes) for entry in LogEntry.objects.all())


def test_the_old_side_sees_whom_it_lets_go(village: Village, client_of: Browser) -> None:
    move = ask_by_nik(village)
    neighbour = client_of(village.neighbour)
    assert "Bagas Pratama" in neighbour.get(move.get_absolute_url()).content.decode()
    neighbour.post(move.get_absolute_url(), {"answer": "terima"})

    assert "Bagas Pratama" in client_of(village.kader).get(move.get_absolute_url()).content.decode()


def test_a_nik_that_nobody_has_leads_to_registering(village: Village, client_of: Browser) -> None:
    data = {"ask": "1", "nik": NIK, "to": village.melati.pk, "on": "2026-10-20"}
    page = client_of(village.kader).post(reverse("move_ask"), data)

    assert "Belum ada yang memakai NIK ini" in page.content.decode()
    assert reverse("resident_new") in page.content.decode()


def test_what_was_typed_for_a_newcomer_comes_along_without_asking(
    village: Village, client_of: Browser
) -> None:
    page = client_of(village.kader).post(
        reverse("move_ask"), {"nik": NIK, "posyandu": str(village.melati.pk), "name": "Bagas"}
    )

    assert page.context["form"]["nik"].value() == NIK
    assert not MoveRequest.objects.unscoped("test").exists()


@pytest.mark.parametrize("nik", ["", "123", "3320084107250000"])
def test_a_senseless_nik_asks_for_nobody(village: Village, client_of: Browser, nik: str) -> None:
    data = {"ask": "1", "nik": nik, "to": village.melati.pk, "on": "2026-10-20"}
    page = client_of(village.kader).post(reverse("move_ask"), data)

    assert "nik" in page.context["form"].errors


def test_nobody_asks_for_a_place_that_is_not_theirs(village: Village, client_of: Browser) -> None:
    make_resident(village.melati, nik=NIK)
    data = {"ask": "1", "nik": NIK, "to": village.mawar.pk, "on": "2026-10-20"}
    page = client_of(village.kader).post(reverse("move_ask"), data)

    assert "to" in page.context["form"].errors


def test_the_lists_need_as_many_queries_for_three_as_for_one(
    village: Village, client_of: Browser, django_assert_num_queries: Callable[..., Any]
) -> None:
    neighbour, url = client_of(village.neighbour), reverse("move_list")
    ask(village)
    neighbour.get(url)
    with django_assert_num_queries(7):
        neighbour.get(url)
    for name in ("Bunga", "Citra"):
        ask(village, name)
    with django_assert_num_queries(7):
        neighbour.get(url)


def test_dinkes_and_desa_do_not_see_moves(village: Village, client_of: Browser) -> None:
    move = ask(village)

    for user in (village.dinkes, village.desa_officer):
        assert [
            client_of(user).get(url).status_code for url in (reverse("move_list"), move.get_absolute_url())
        ] == [
            403,
            403,
        ]


def test_the_new_address_is_asked_for_and_corrected_by_who_accepts(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati, home={"kk": KK, "dusun": "Krajan"})
    make_resident(village.melati, home={"kk": KK})
    data = {"people": [girl.pk], "to": village.mawar.pk, "on": "2026-10-20", "dusun": "Pule", "rt": "4"}
    client_of(village.kader).post(reverse("resident_move", args=[girl.pk]), data)
    move = MoveRequest.objects.unscoped("test").get()
    neighbour = client_of(village.neighbour)
    form = neighbour.get(move.get_absolute_url()).context["form"]
    assert (form["dusun"].value(), form["rt"].value()) == ("Pule", "4")
    neighbour.post(
        move.get_absolute_url(),
        {"answer": "terima", "on": "2026-10-20", "dusun": "Pule", "rt": "05", "rw": "", "address": "Gang 2"},
    )

    girl.refresh_from_db()
    assert girl.household is not None
    assert girl.household.whole_place == "Pule RT 05, Gang 2"
    assert "Pule RT 05, Gang 2" in neighbour.get(girl.get_absolute_url()).content.decode()


def test_a_person_without_an_address_leads_to_where_it_is_written(
    village: Village, client_of: Browser
) -> None:
    girl = make_resident(village.melati, home={"kk": KK, "dusun": "Krajan"})
    make_resident(village.melati, home={"kk": KK})
    move = services.ask_move(residents=[girl], to=village.mawar, on=DAY, user=village.kader)[0]
    neighbour = client_of(village.neighbour)
    neighbour.post(move.get_absolute_url(), {"answer": "terima"})

    girl.refresh_from_db()
    assert girl.household is not None
    page = neighbour.get(girl.get_absolute_url()).content.decode()
    assert "Alamat belum diisi" in page
    assert reverse("household_edit", args=[girl.household.pk]) in page


def test_who_answers_reads_enough_to_recognise_the_person(village: Village, client_of: Browser) -> None:
    girl = make_resident(village.melati, "Aisyah Putri", mother_name="Siti Khasanah")
    move = services.ask_move(
        residents=[girl], to=village.mawar, on=DAY, user=village.kader, note="ikut neneknya"
    )[0]
    page = client_of(village.neighbour).get(move.get_absolute_url()).content.decode()

    for told in (
        "Aisyah Putri", "Perempuan", "anak Ibu Siti Khasanah", "Posyandu Melati 1, Desa Jerukwangi",
        "Posyandu Mawar 2, Desa Kedungleper", "Sri Wahyuni", "ikut neneknya",
    ):  # fmt: skip
        assert told in page


def test_places_to_go_to_are_grouped_by_desa_from_the_nearest_on(
    village: Village, client_of: Browser
) -> None:
    far = OrgUnit.objects.create(kind="puskesmas", code="A0", name="Keling", parent=village.kabupaten)
    for desa_name, parent, name in (
        ("Apel", far, "Anggrek"), ("Bangsri", village.puskesmas, "Kenanga"), ("", village.desa, "Nusa"),
    ):  # fmt: skip
        kind, code = "desa", f"0{desa_name}"
        desa = (
            OrgUnit.objects.create(kind=kind, code=code, name=desa_name, parent=parent)
            if desa_name
            else parent
        )
        Posyandu.objects.create(
            unit=OrgUnit.objects.create(kind="posyandu", code=name, name=name, parent=desa)
        )
    girl = make_resident(village.melati)
    page = client_of(village.kader).get(reverse("resident_move", args=[girl.pk]))
    _, *groups = page.context["form"].fields["to"].choices

    assert [(group, [label for _, label in places]) for group, places in groups] == [
        ("Desa Jerukwangi, Puskesmas Bangsri I", ["Posyandu Nusa, Desa Jerukwangi"]),
        ("Desa Bangsri, Puskesmas Bangsri I", ["Posyandu Kenanga, Desa Bangsri"]),
        ("Desa Kedungleper, Puskesmas Bangsri I", ["Posyandu Mawar 2, Desa Kedungleper"]),
        ("Desa Apel, Puskesmas Keling", ["Posyandu Anggrek, Desa Apel"]),
    ]
    assert "<optgroup" in page.content.decode()


def test_the_list_names_each_place_with_its_desa(village: Village, client_of: Browser) -> None:
    ask(village)
    page = client_of(village.neighbour).get(reverse("move_list")).content.decode()

    assert "Posyandu Melati 1, Desa Jerukwangi ke Posyandu Mawar 2, Desa Kedungleper" in page
