"""Who gets the day's package, what never stands in it, and when it is sent again."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from bench.support.session import fill_session
from registry.models import Resident, User
from registry.services.maternity import open_pregnancy
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from tests.visits.packing import address, fetch, number
from tests.visits.referring import BOTH, PRIVATE, visit_of_dying
from tests.visits.screenings.people import filled, srq
from tests.visits.test_rulebook import decide
from visits.models import DeclinedProposal, Guest, Immunisation, ServiceGiven, Session, Visit
from visits.pack import KEEP_DAYS
from visits.referrals import refer
from visits.services import cancel_visit
from visits.session_services import close_session

LogIn = Callable[[User], Client]
NIK = "3320084107259901"
MOST_BYTES = 60_000
PACK_QUERIES, MARK_QUERIES = 48, 15


def test_only_who_records_at_the_posyandu_gets_it(village: Village, client_of: LogIn) -> None:
    url = address(make_session(village.melati))
    statuses = {user.username: client_of(user).get(url).status_code for user in village.everyone}
    assert statuses == {
        "kader.melati": 200,
        "kader.mawar": 404,
        "bidan": 200,
        "puskesmas": 200,
        "dinkes": 403,
        "desa": 403,
        "admin": 403,
    }
    assert Client().get(url).status_code == 403


def test_it_says_whose_it_is_and_how_long_it_is_kept(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    pack = fetch(client_of(village.kader), session)
    assert (pack["protocol"], pack["keep_days"], pack["keep_days"]) == (1, KEEP_DAYS, 7)
    assert pack["user"] == {"id": village.kader.pk, "name": "Sri Wahyuni"}
    assert pack["session"] == {
        "id": str(session.pk),
        "date": "2026-10-12",
        "posyandu": village.melati.pk,
        "posyandu_name": "Posyandu Melati 1",
        "place": "rumah Bu Kasun",
        "closed": False,
        "may_correct": False,
    }
    assert client_of(village.kader).get(pack["rules"]).status_code == 200


def test_guests_are_in_it_until_the_day_is_closed(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    make_resident(village.melati, "Aisyah")
    guest = make_resident(village.mawar, "Tamu Mawar")
    make_resident(village.mawar, "Anak Mawar")
    Guest.objects.create(session=session, resident=guest)
    kader = client_of(village.kader)
    found = {row["name"]: row.get("guest", False) for row in fetch(kader, session)["people"]}
    assert found == {"Aisyah": False, "Tamu Mawar": True}
    close_session(session=session, user=village.kader)
    after = fetch(kader, session)
    assert [row["name"] for row in after["people"]] == ["Aisyah"]
    assert after["session"]["closed"] is True
    assert fetch(client_of(village.bidan), session)["session"]["may_correct"] is True


def _walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield path, key
            yield from _walk(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, path)
    else:
        yield path, value


def test_no_number_of_a_person_and_no_address_is_in_it(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    home = {"address": "Jalan Melati 7", "dusun": "Krajan", "rw": "01", "rt": "02", "kk": "3320080101259901"}
    mother = make_resident(village.melati, "Siti Aminah", born=date(1995, 3, 4), phone="081200009901")
    make_resident(village.melati, "Aisyah Putri", nik=NIK, home=home, mother=mother, phone="081200009902")
    pack = fetch(client_of(village.kader), session)
    child = next(row for row in pack["people"] if row["name"] == "Aisyah Putri")
    assert (child["rt"], child["mother_name"], child["mother_id"]) == ("02", "Siti", str(mother.pk))
    words = ("nik", "kk", "phone", "address", "telepon", "alamat", "dusun", "rw", "nik_hash", "household")
    keys = {str(value) for _, value in _walk(pack)}
    assert keys & {*words, "Jalan Melati 7", "Krajan"} == set()
    assert [text for text in keys if re.search(r"\d{16}|0812", text)] == []


def test_no_answer_of_a_private_form_is_in_it(village: Village, client_of: LogIn) -> None:
    visit = visit_of_dying(village)
    session = make_session(village.melati, visit.date)
    refer(visit=visit, user=village.bidan, codes=["SRQ-20", "SRQ-20 nomor 17"])
    for user in (village.kader, village.bidan):
        (row,) = fetch(client_of(user), session)["people"]
        assert row["forms"]["srq20"] == "done"
        text = json.dumps(row)
        assert [
            word for word in (PRIVATE, "SRQ", "bunuh", "mengakhiri", "refers", "score") if word in text
        ] == []
        assert ("letter" in row["visit"], "proposals" in row["visit"]) == (False, False)


def test_a_letter_says_what_everybody_may_read(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    person = make_resident(village.melati, born=date(1970, 1, 1))
    visit = make_visit(person, by=village.kader, **BOTH)
    proposals = fetch(client_of(village.kader), session)["people"][0]["visit"]["proposals"]
    codes = [row[0] for row in proposals]
    assert len(codes) == 2
    letter = refer(visit=visit, user=village.kader, codes=codes[:1])
    DeclinedProposal.objects.create(visit=visit, code=codes[1], reason="Sudah berobat")
    found = fetch(client_of(village.kader), session)["people"][0]["visit"]
    assert (found["letter"]["id"], found["letter"]["number"]) == (str(letter.pk), letter.number)
    assert [row[0] for row in found["letter"]["reasons"]] == codes[:1]
    assert found["declined"] == [[codes[1], "Sudah berobat"]]


def etag(client: Client, session: Session) -> str:
    return str(client.get(address(session))["ETag"])


CHANGES: dict[str, Callable[[Village, Session, Resident], object]] = {
    "a save": lambda village, _, person: make_visit(person, by=village.kader, waist_cm="80"),
    "a visit": lambda village, _, person: make_visit(make_resident(village.melati), weight_kg="9.4"),
    "somebody new": lambda village, *_: make_resident(village.melati),
    "a corrected name": lambda _, __, person: Resident.objects.filter(pk=person.pk).update(name="Sarmi S"),
    "a guest": lambda village, session, _: Guest.objects.create(
        session=session, resident=make_resident(village.mawar)
    ),
    "a dose": lambda _, __, person: Immunisation.objects.create(resident=person, dose="T1"),
    "a service": lambda _, __, person: ServiceGiven.objects.create(
        resident=person, kind="ttd", given_on=OPENING_DAY, place="sekolah"
    ),
    "a pregnancy": lambda _, __, person: open_pregnancy(resident=person, known_from=date(2026, 9, 1)),
    "a visit of last month": lambda _, __, person: make_visit(person, date(2026, 9, 14), weight_kg="58"),
    "a letter": lambda village, _, person: refer(
        visit=Visit.objects.get(resident=person), own_reason="Lemas", user=village.kader
    ),
    "a proposal declined": lambda _, __, person: DeclinedProposal.objects.create(
        visit=Visit.objects.get(resident=person), code="TD", reason="Sudah berobat"
    ),
    "a cancelled visit": lambda village, _, person: cancel_visit(
        visit=Visit.objects.get(resident=person), user=village.kader, reason="Salah orang"
    ),
    "a questionnaire": lambda village, _, person: filled(
        Visit.objects.with_cards().get(resident=person), "srq20", srq(1), village.kader
    ),
    "a decision of the kabupaten": lambda village, *_: decide(village.kabupaten, "135", date(2026, 9, 1)),
    "the day closed": lambda village, session, _: close_session(session=session, user=village.kader),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_sent_and_nothing_else(change: str, village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    person = make_resident(village.melati, "Sarmi", born=date(1990, 1, 1))
    make_visit(person, by=village.kader, weight_kg="58", systolic=150, diastolic=95)
    kader = client_of(village.kader)
    known = etag(kader, session)
    asked = {"If-None-Match": known}
    assert etag(kader, session) == known
    same = kader.get(address(session), headers=asked)
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", known)
    assert "private" in same["Cache-Control"]
    CHANGES[change](village, session, person)
    changed = kader.get(address(session), headers=asked)
    assert (changed.status_code, changed["ETag"] != known) == (200, True)


def test_another_user_has_another_package(village: Village, client_of: LogIn) -> None:
    session = make_session(village.melati)
    assert etag(client_of(village.kader), session) != etag(client_of(village.bidan), session)


def test_it_takes_as_many_queries_for_one_as_for_many(
    village: Village, client_of: LogIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    session = make_session(village.melati)
    kader = client_of(village.kader)

    def come(count: int) -> None:
        for _ in range(count):
            for born in (date(2025, 7, 1), date(2012, 5, 1), date(1990, 1, 1), date(1950, 1, 1)):
                one = make_resident(village.melati, born=born, home={"rt": "01"})
                make_visit(one, date(2026, 9, 14), weight_kg="40")
                make_visit(one, by=village.kader, weight_kg="40")
                Immunisation.objects.create(resident=one, dose="BCG")
        Guest.objects.create(session=session, resident=make_resident(village.mawar))

    come(1)
    fetch(kader, session)
    with django_assert_num_queries(PACK_QUERIES):
        mark = etag(kader, session)
    with django_assert_num_queries(MARK_QUERIES):
        kader.get(address(session), headers={"If-None-Match": mark})
    come(3)
    with django_assert_num_queries(PACK_QUERIES):
        mark = etag(kader, session)
    with django_assert_num_queries(MARK_QUERIES):
        kader.get(address(session), headers={"If-None-Match": mark})


def test_150_people_fit_into_a_small_file(
    village: Village, client_of: LogIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    session = fill_session(number(village.melati), village.kader, OPENING_DAY)
    kader = client_of(village.kader)
    fetch(kader, session)
    with django_assert_num_queries(PACK_QUERIES):
        answer = kader.get(address(session))
    pack = answer.json()
    assert len(pack["people"]) == 150
    assert len(gzip.compress(answer.content)) < MOST_BYTES
    texts = {str(value) for _, value in _walk(pack)}
    assert [text for text in texts if re.search(r"\d{16}", text)] == []
    packed = kader.get(address(session), headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    # Who comes next month makes the charts longer, not the lists of questions.
    assert len(pack["profiles"]) < 60
