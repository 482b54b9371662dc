"""Newcomers from a phone: registered once, with the checks of the desk, and served in the same batch."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from registry.ids import new_id
from registry.models import Household, OrgUnit, Posyandu, Residency, Resident
from registry.services import household_for
from registry.services.merging import merge_residents
from tests.conftest import OPENING_DAY, Village, make_resident
from tests.visits.sync.conftest import DAY, codes, item, ledger, problems, send, visit_body
from visits.models import Device, Guest, Session, Visit
from visits.services import open_session
from visits.session_services import close_session
from visits.views.guests import CLOSED

BUDI = {"name": "Budi  Santoso", "sex": "L", "birth_date": "2024-02-03"}


def newcomer(session: Session, **more: Any) -> dict[str, Any]:
    return BUDI | {"session": str(session.pk)} | more


def the(person_id: UUID) -> Resident:
    return Resident.objects.unscoped("a test").get(pk=person_id)


def visits_of(resident: Resident) -> list[Visit]:
    return list(Visit.objects.unscoped("a test").filter(resident=resident))


def test_a_newcomer_is_registered_once_however_often_it_is_sent(phone: Device, session: Session) -> None:
    sent = item("newcomer", new_id(), newcomer(session, rt="02", relation="anak", mother_name="Siti"))

    first, again, late = send(phone, sent, sent)[0], send(phone, sent)[0], send(phone, sent)[0]

    assert [first.told, again.told] == [late.told, late.told]
    assert (codes([first]), first.result) == ([0], {"resident": str(sent.person)})
    budi = Resident.objects.unscoped("a test").get()
    assert (budi.pk, budi.name, budi.sex, budi.birth_date) == (
        sent.person,
        "Budi Santoso",
        "L",
        date(2024, 2, 3),
    )
    assert (budi.posyandu, budi.mother_name, budi.nik) == (session.posyandu, "Siti", "")
    assert (budi.household and budi.household.rt, Household.objects.unscoped("a test").count()) == ("02", 1)
    assert [each.valid_from for each in Residency.objects.unscoped("a test")] == [OPENING_DAY]
    assert (ledger(sent).posyandu, ledger(sent).content) == (session.posyandu, "")


def test_a_newborn_of_today_is_linked_to_her_mother_and_weighed_in_the_same_batch(
    village: Village, phone: Device, session: Session
) -> None:
    family = household_for(village.melati, {"kk": "", "dusun": "Krajan"})
    mother = make_resident(village.melati, "Siti Aminah", born=date(1998, 5, 6), spouse_name="Joko Susilo")
    mother.household, mother.relation = family, "pasangan"
    mother.save()
    body = {
        "name": "Bayi Siti", "sex": "P", "birth_date": DAY, "session": str(session.pk), "mother": str(mother.pk),
        "birth_weight_kg": 3.1, "birth_length_cm": "49,5", "gestation_weeks": 39, "birth_order": 1,
    }  # fmt: skip
    born = item("newcomer", new_id(), body)
    weighed = item("visit", born.person, visit_body({"weight_kg": "3,1"}, session=session), after=born)

    assert codes(send(phone, born, weighed)) == [0, 0]

    baby = the(born.person)
    assert (baby.mother, baby.mother_name, baby.father_name) == (mother, "Siti Aminah", "Joko Susilo")
    assert (baby.household, baby.relation) == (family, "anak")
    assert (baby.birth_weight_kg, baby.birth_length_cm, baby.gestation_weeks, baby.birth_order) == (
        Decimal("3.10"), Decimal("49.5"), 39, 1,
    )  # fmt: skip
    assert baby.residencies.get().valid_from == OPENING_DAY
    assert [(each.date, each.session) for each in visits_of(baby)] == [(OPENING_DAY, session)]


def test_a_baby_belongs_here_from_birth_and_an_age_counts_from_the_day_of_the_session(
    village: Village, phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = open_session(posyandu=village.melati, day=date(2026, 9, 14), user=village.kader)
    baby = item("newcomer", new_id(), newcomer(day, birth_date="2026-03-01"))
    told = {"birth_date": None, "birth_date_known": "perkiraan", "age_years": 40, "age_months": 0}
    woman = item("newcomer", new_id(), newcomer(day, name="Tukinah", sex="P", **told))

    assert codes(send(phone, baby, woman)) == [0, 0]

    assert the(baby.person).residencies.get().valid_from == date(2026, 3, 1)
    assert the(woman.person).birth_date_known == "perkiraan"
    assert the(woman.person).age_on(day.date).years == 40
    assert the(woman.person).residencies.get().valid_from == day.date


def test_what_is_missing_or_impossible_is_said_beside_its_field(phone: Device, session: Session) -> None:
    wrong = {
        "name": "12", "sex": None, "birth_date": "2026-10-13", "birth_weight_kg": "31", "rt": "dua",
        "mother": str(new_id()),
    }  # fmt: skip
    sent = item("newcomer", new_id(), newcomer(session, **wrong))

    (answer,) = send(phone, sent)

    assert sorted(problems(answer)) == [
        (202, "birth_date", "Tanggal lahir belum terjadi. Periksa lagi tahunnya."),
        (202, "birth_weight_kg", "Berat lahir antara 0,4 dan 7 kg."),
        (202, "mother_name", "Ibu ini tidak terdaftar di wilayah Anda."),
        (202, "name", "Tulis nama dengan huruf."),
        (202, "rt", "Tulis RT dengan angka, misalnya 02."),
        (202, "sex", "Pilih jenis kelaminnya."),
    ]
    assert (answer.state, Resident.objects.unscoped("a test").count()) == ("ditolak", 0)
    assert ("dua" in ledger(sent).content, ledger(sent).posyandu) == (True, session.posyandu)


def test_a_mother_is_a_woman_and_older(village: Village, phone: Device, session: Session) -> None:
    man = make_resident(village.melati, "Joko", sex="L", born=date(1990, 1, 1))
    girl = make_resident(village.melati, "Ani", born=date(2025, 1, 1))

    answers = send(
        phone, *(item("newcomer", new_id(), newcomer(session, mother=str(each.pk))) for each in (man, girl))
    )

    assert [problems(answer) for answer in answers] == [
        [(202, "mother_name", "Joko tercatat laki-laki. Pilih orang lain.")],
        [(202, "mother_name", "Ibu harus lebih tua daripada anaknya. Periksa lagi tanggal lahirnya.")],
    ]


@pytest.mark.parametrize("name", ["nik", "kk", "phone", "address", "nmae"])
def test_numbers_and_unknown_names_are_not_taken(name: str, phone: Device, session: Session) -> None:
    (answer,) = send(phone, item("newcomer", new_id(), newcomer(session, **{name: "3320"})))
    assert problems(answer) == [(201, name, "Kolom ini tidak dikenal.")]


def test_somebody_alike_does_not_hold_a_newcomer_up(
    village: Village, phone: Device, session: Session
) -> None:
    make_resident(village.melati, "Budi Santoso", sex="L", born=date(2024, 2, 3))
    assert codes(send(phone, item("newcomer", new_id(), newcomer(session)))) == [0]
    assert Resident.objects.unscoped("a test").filter(name="Budi Santoso").count() == 2


def test_a_refused_newcomer_waits_with_the_visit_and_both_are_stored_after_mending(
    phone: Device, session: Session
) -> None:
    refused = item("newcomer", new_id(), newcomer(session, name=""))
    visit = item("visit", refused.person, visit_body({"weight_kg": "11"}, session=session), after=refused)
    assert codes(send(phone, refused, visit)) == [202, 205]

    mended = item("newcomer", refused.person, newcomer(session), replaces=refused)
    assert codes(send(phone, mended, visit)) == [0, 0]

    assert [each.revision for each in visits_of(the(refused.person))] == [1]
    assert (ledger(refused).state, ledger(visit).state) == ("dibuang", "tersimpan")


def test_a_second_item_about_a_newcomer_stores_nothing_new_and_loses_nothing(
    phone: Device, session: Session
) -> None:
    first = item("newcomer", new_id(), newcomer(session))
    same = item("newcomer", first.person, newcomer(session))
    other = item("newcomer", first.person, newcomer(session, name="Budiman"), after=first)

    answers = send(phone, first, same, other)

    assert codes(answers) == [0, 0, 202]
    assert problems(answers[2]) == [
        (202, "", "Orang ini sudah terdaftar. Ubah datanya di halaman orang itu.")
    ]
    assert answers[2].result == {"resident": str(first.person)}
    assert "Budiman" in ledger(other).content


@pytest.mark.parametrize(
    "more", [{"rt": "03"}, {"relation": "cucu"}, {"birth_weight_kg": "2,9"}, {"mother": ""}]
)
def test_no_part_of_a_second_item_is_lost(
    more: dict[str, str], village: Village, phone: Device, session: Session
) -> None:
    mother = make_resident(village.melati, "Siti", born=date(1998, 5, 6))
    known = {"rt": "02", "relation": "anak", "mother_name": "Siti"}
    first = item("newcomer", new_id(), newcomer(session, **known))
    same = item("newcomer", first.person, newcomer(session, **known))
    if "mother" in more:
        more = {"mother": str(mother.pk)}
    other = item("newcomer", first.person, newcomer(session, **(known | more)))
    assert codes(send(phone, first, same, other)) == [0, 0, 202]


def test_a_stay_that_is_told_counts_from_its_day(phone: Device, session: Session) -> None:
    sent = item("newcomer", new_id(), newcomer(session, since="2026-09-01"))
    ahead = item("newcomer", new_id(), newcomer(session, since="2026-10-13"))
    answers = send(phone, sent, ahead)
    assert the(sent.person).residencies.get().valid_from == date(2026, 9, 1)
    assert problems(answers[1]) == [(202, "since", "Tanggal ini belum terjadi.")]


def test_a_mother_of_another_posyandu_is_linked_and_her_family_stays_there(
    village: Village, other_phone: Device, session: Session
) -> None:
    far = Posyandu.objects.create(
        unit=OrgUnit.objects.create(kind="posyandu", code="melati-2", name="Melati 2", parent=village.desa)
    )
    mother = make_resident(far, "Siti", born=date(1998, 5, 6), home={"dusun": "Krajan"})
    sent = item("newcomer", new_id(), newcomer(session, mother=str(mother.pk), rt="02"))
    assert codes(send(other_phone, sent)) == [0]
    child = the(sent.person)
    assert (child.mother, child.posyandu, child.household and child.household.rt) == (
        mother,
        village.melati,
        "02",
    )


def test_nobody_registers_elsewhere_or_under_the_id_of_a_stranger(
    village: Village, phone: Device, neighbours_phone: Device, session: Session
) -> None:
    hers = make_resident(village.mawar)
    elsewhere = {"session": None, "posyandu": village.mawar.pk}

    assert codes(send(neighbours_phone, item("newcomer", new_id(), newcomer(session)))) == [205]
    assert codes(send(phone, item("newcomer", new_id(), BUDI | elsewhere))) == [205]
    assert codes(send(phone, item("newcomer", hers, newcomer(session)))) == [205]
    assert problems(send(phone, item("newcomer", new_id(), BUDI))[0]) == [
        (201, "posyandu", "Pilih Posyandunya.")
    ]


def test_without_a_session_the_posyandu_is_named(village: Village, phone: Device) -> None:
    sent = item("newcomer", new_id(), BUDI | {"posyandu": village.melati.pk})
    assert codes(send(phone, sent)) == [0]
    assert the(sent.person).posyandu == village.melati


def test_the_visit_of_a_newcomer_who_was_merged_meanwhile_is_stored_for_who_they_are(
    village: Village, phone: Device, session: Session
) -> None:
    known = make_resident(village.melati, "Budi Santosa", sex="L", born=date(2024, 2, 3))
    sent = item("newcomer", new_id(), newcomer(session))
    send(phone, sent)
    merge_residents(kept=known, absorbed=the(sent.person), choices={}, user=village.bidan)

    assert codes(
        send(phone, item("visit", sent.person, visit_body({"weight_kg": "11"}, session=session)))
    ) == [0]
    assert len(visits_of(known)) == 1


def test_a_guest_is_registered_once_is_served_and_counts_nowhere(phone: Device, session: Session) -> None:
    sent = item("newcomer", new_id(), newcomer(session, as_guest=True, mother_name="Wati"))
    visit = item("visit", sent.person, visit_body({"weight_kg": "11"}, session=session), after=sent)

    assert codes(send(phone, sent, visit)) == codes(send(phone, sent, visit)) == [0, 0]

    same, other = (newcomer(session, as_guest=True, name=name) for name in ("Budi Santoso", "Budiman"))
    answers = send(phone, item("newcomer", sent.person, same), item("newcomer", sent.person, other))
    assert codes(answers) == [0, 202]
    guest = the(sent.person)
    assert (guest.name, guest.mother_name, guest.residencies.count()) == ("Budi Santoso", "Wati", 0)
    assert [each.session for each in Guest.objects.unscoped("a test").filter(resident=guest)] == [session]
    assert len(visits_of(guest)) == 1


def test_a_guest_needs_a_session_that_is_open(village: Village, phone: Device, session: Session) -> None:
    wrong = item("newcomer", new_id(), newcomer(session, as_guest=True, birth_date=""))
    nowhere = item("newcomer", new_id(), BUDI | {"as_guest": True})
    unclear = item("newcomer", new_id(), newcomer(session, as_guest="true"))
    assert [problems(answer) for answer in send(phone, wrong, nowhere, unclear)] == [
        [(202, "birth_date", "Isi tanggal lahir, umur, atau tahunnya.")],
        [(201, "session", "Tamu dicatat pada hari buka.")],
        [(201, "as_guest", "Tulis true atau false.")],
    ]

    close_session(session=session, user=village.kader)
    late = item("newcomer", new_id(), newcomer(session, as_guest=True))
    assert problems(send(phone, late)[0]) == [(206, "", CLOSED)]


def test_a_newcomer_of_a_day_that_was_closed_meanwhile_is_registered_all_the_same(
    village: Village, phone: Device, session: Session
) -> None:
    close_session(session=session, user=village.kader)
    sent = item("newcomer", new_id(), newcomer(session))
    visit = item("visit", sent.person, visit_body({"weight_kg": "11"}, session=session), after=sent)
    # Of a closed day only those who live here are seen, and the visit is for the bidan.
    assert codes(send(phone, sent, visit)) == [0, 206]
