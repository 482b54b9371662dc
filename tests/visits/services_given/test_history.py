"""All that a person was given, in words, and whether it was taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Resident
from tests.conftest import Village, make_resident, make_visit
from visits.models import MotherCheck, ServiceGiven
from visits.services_given import history_of, kinds_for

DAY = date(2026, 9, 14)


def give(person: Resident, kind: str, on: date = DAY, **more: Any) -> ServiceGiven:
    return ServiceGiven.objects.create(resident=person, kind=kind, given_on=on, **more)


def lines(person: Resident) -> list[tuple[str, str, str]]:
    return [(line.words, line.where, line.taken.words) for line in history_of(person)]


def test_each_service_is_told_in_a_few_words(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    give(child, "vitamin_a", detail="merah", place="sekolah", place_name="PAUD Mekar")
    give(child, "obat_cacing", date(2026, 8, 1), detail="400 mg", posyandu=village.melati)
    give(child, "mt_lokal", date(2026, 7, 1), quantity=7, detail="bubur telur", place="lain")
    assert lines(child) == [
        ("Vitamin A kapsul merah", "PAUD Mekar", ""),
        ("Obat cacing 400 mg", "Posyandu Melati 1", ""),
        ("MT pangan lokal, 7 porsi (bubur telur)", "Lainnya", "Belum ditanyakan"),
    ]


def test_contraception_is_told_by_its_method(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1996, 1, 1))
    give(woman, "kb", detail="pil", quantity=2)
    give(woman, "kb", date(2026, 8, 1), detail="suntik", place="bidan")
    assert [words for words, _, _ in lines(woman)] == ["KB: pil, 2 strip", "KB: suntik"]


def test_tablets_are_taken_when_the_next_visit_says_so(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 1, 1))
    first = make_visit(woman, DAY, weight_kg="50")
    MotherCheck.objects.update_or_create(visit=first, defaults={"iron_daily": True})
    give(woman, "ttd", visit=first, quantity=30)
    words = "Tablet tambah darah, 30 tablet"
    # What she says on the day is about the tablets before.
    assert lines(woman) == [(words, "Posyandu Melati 1", "Belum ditanyakan")]
    second = make_visit(woman, date(2026, 10, 12), weight_kg="51")
    MotherCheck.objects.update_or_create(visit=second, defaults={"iron_daily": False})
    assert lines(woman)[0][2] == "Tidak diminum tiap hari (12 Okt 2026)"


def test_a_capsule_is_asked_about_on_its_own_day(village: Village) -> None:
    mother = make_resident(village.melati, born=date(1998, 1, 1))
    visit = make_visit(mother, DAY, weight_kg="50")
    MotherCheck.objects.update_or_create(visit=visit, defaults={"vitamin_a_taken": True})
    give(mother, "vitamin_a_ibu", visit=visit)
    assert lines(mother) == [("Vitamin A ibu nifas, 1 kapsul", "Posyandu Melati 1", "Diminum")]


def test_what_was_only_asked_about_and_what_was_cancelled_is_left_out(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    give(child, "vitamin_a", quantity=0)
    assert lines(child) == []


def test_a_long_history_costs_no_more_queries(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    counts = []
    for month in (5, 6, 7):
        visit = make_visit(child, date(2026, month, 3), weight_kg="11")
        give(child, "mt_lokal", visit.date, visit=visit, posyandu=village.melati)
        with CaptureQueriesContext(connection) as queries:
            history_of(child)
        counts.append(len(queries))
    assert counts == [3, 3, 3]


def test_only_what_makes_sense_is_offered(village: Village) -> None:
    girl = make_resident(village.melati, born=date(2012, 1, 1))
    baby, man = make_resident(village.melati), make_resident(village.melati, sex="L", born=date(1980, 1, 1))
    assert kinds_for(girl, DAY) == ["obat_cacing", "ttd"]
    assert kinds_for(baby, DAY) == ["vitamin_a", "obat_cacing", "mt_lokal"]
    assert kinds_for(man, DAY) == ["kb"]
