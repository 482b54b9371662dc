"""What a person is due for, from the rules and from what was done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry import services
from registry.models import Delivery, Pregnancy, Resident
from tests.conftest import Village, make_resident, make_visit
from visits.due import Due, due_for, due_of_many
from visits.models import Immunisation, MotherCheck, Screening, ServiceGiven, Visit

DAY = date(2026, 10, 20)


def said(person: Resident, day: date = DAY) -> dict[str, str]:
    """What is due now, title by title."""
    return {due.title: due.when for due in due_for(person, day) if not due.is_ahead}


def ahead(person: Resident, day: date = DAY) -> dict[str, str]:
    return {due.title: due.when for due in due_for(person, day) if due.is_ahead}


def give(child: Resident, **doses: date | None) -> None:
    for code, on in doses.items():
        Immunisation.objects.create(resident=child, dose=code, given_on=on)


def test_a_child_is_called_for_what_is_late_and_what_is_due(village: Village) -> None:
    child = make_resident(village.melati, born=date(2026, 6, 20))
    give(child, HB0=date(2026, 6, 20), BCG=date(2026, 7, 20), OPV1=date(2026, 7, 20))
    give(child, DPT1=date(2026, 8, 20), PCV1=date(2026, 8, 20), RV1=date(2026, 8, 20))
    assert said(child) == {
        "Imunisasi Polio tetes 2, DPT-HB-Hib 2, dan 2 lain": "terlambat, jadwal 20 Agu 2026",
        "Imunisasi Polio suntik (IPV) 1": "sekarang waktunya",
        "Timbang dan ukur": "bulan ini belum",
        "Checklist perkembangan": "lembar 3 - 6 bulan",
    }


def test_late_stands_before_what_is_only_due(village: Village) -> None:
    child = make_resident(village.melati, born=date(2026, 6, 20))
    levels = [due.level for due in due_for(child, DAY) if not due.is_ahead]
    assert levels == sorted(levels, key=lambda level: level != "perhatian")


def test_the_next_dose_is_told_ahead(village: Village) -> None:
    child = make_resident(village.melati, born=date(2026, 10, 10))
    give(child, HB0=date(2026, 10, 10))
    assert ahead(child)["Imunisasi BCG, Polio tetes 1"] == "mulai 10 November 2026"


def test_a_child_is_weighed_every_month(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    make_visit(child, date(2026, 9, 12), weight_kg="11")
    assert said(child)["Timbang dan ukur"] == "bulan ini belum, terakhir 12 Sep 2026"
    make_visit(child, date(2026, 10, 12), weight_kg="11.2")
    assert "Timbang dan ukur" not in said(child)


def test_capsules_belong_to_their_months(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    august = date(2026, 8, 10)
    assert said(child, august)["Vitamin A kapsul merah"] == "bulan ini"
    assert said(child, august)["Obat cacing 400 mg"] == "bulan ini, sesudah vitamin A"
    assert (ahead(child)["Vitamin A"], ahead(child)["Obat cacing"]) == ("Februari 2027", "Agustus 2027")


def test_a_capsule_that_was_given_anywhere_is_no_longer_due(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    august = date(2026, 8, 10)
    ServiceGiven.objects.create(resident=child, kind="vitamin_a", given_on=date(2026, 8, 3), place="sekolah")
    ServiceGiven.objects.create(resident=child, kind="obat_cacing", given_on=date(2026, 8, 3), quantity=0)
    due = said(child, august)
    assert ("Vitamin A kapsul merah" in due, "Obat cacing 400 mg" in due) == (False, True)
    assert ahead(child, august)["Vitamin A"] == "Februari 2027"
    ServiceGiven.objects.create(resident=child, kind="obat_cacing", given_on=date(2026, 3, 2), place="lain")
    assert "Obat cacing 400 mg" not in said(child, august)


def test_a_capsule_of_a_cancelled_visit_is_due_again(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    visit = make_visit(child, date(2026, 8, 3), weight_kg="11")
    ServiceGiven.objects.create(resident=child, visit=visit, kind="vitamin_a", given_on=visit.date)
    assert "Vitamin A kapsul merah" not in said(child, date(2026, 8, 10))
    Visit.objects.filter(pk=visit.pk).update(cancelled_at=timezone.now(), cancel_reason="salah orang")
    assert "Vitamin A kapsul merah" in said(child, date(2026, 8, 10))


def test_a_mother_gets_two_capsules_a_day_apart(village: Village) -> None:
    mother = make_resident(village.melati, born=date(1998, 1, 1))
    Delivery.objects.create(resident=mother, on=date(2026, 10, 10), live_births=1)
    until = "sekarang, sampai 21 November 2026"
    assert said(mother)["Vitamin A ibu, kapsul 1"] == until
    ServiceGiven.objects.create(resident=mother, kind="vitamin_a_ibu", given_on=date(2026, 10, 10))
    assert "Vitamin A ibu, kapsul 2" not in said(mother, date(2026, 10, 10))
    assert said(mother)["Vitamin A ibu, kapsul 2"] == until
    ServiceGiven.objects.create(resident=mother, kind="vitamin_a_ibu", given_on=date(2026, 10, 11))
    assert [title for title in said(mother) if "Vitamin A" in title] == []
    assert [title for title in said(mother, date(2026, 11, 22)) if "Vitamin A" in title] == []


def test_iron_tablets_are_due_when_the_last_ones_are_used_up(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 1, 1))
    Pregnancy.objects.create(resident=woman, known_from=date(2026, 6, 1), last_period=date(2026, 5, 1))
    assert said(woman)["Tablet tambah darah"] == "sudah 0 dari 180 tablet"
    ServiceGiven.objects.create(resident=woman, kind="ttd", given_on=date(2026, 9, 20), quantity=30)
    assert said(woman)["Tablet tambah darah"] == "sudah 30 dari 180 tablet"
    ServiceGiven.objects.create(resident=woman, kind="ttd", given_on=date(2026, 10, 12), quantity=30)
    assert "Tablet tambah darah" not in said(woman)


def test_a_girl_gets_a_tablet_a_week(village: Village) -> None:
    girl, boy = (make_resident(village.melati, sex=sex, born=date(2012, 3, 1)) for sex in "PL")
    assert said(girl)["Tablet tambah darah"] == "seminggu satu, belum tercatat diberikan"
    assert "Tablet tambah darah" not in said(boy)
    ServiceGiven.objects.create(resident=girl, kind="ttd", given_on=date(2026, 10, 12), quantity=4)
    assert "Tablet tambah darah" not in said(girl)
    assert said(girl, date(2026, 11, 9))["Tablet tambah darah"] == "seminggu satu, terakhir 12 Okt 2026"


def test_food_for_a_thin_pregnant_woman_counts_down_its_days(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 1, 1))
    Pregnancy.objects.create(resident=woman, known_from=date(2026, 6, 1), last_period=date(2026, 5, 1))
    assert "MT bumil KEK" not in said(woman)
    visit = make_visit(woman, date(2026, 9, 14), weight_kg="45", height_cm="150")
    MotherCheck.objects.update_or_create(visit=visit, defaults={"arm_colour": "merah"})
    assert said(woman)["MT bumil KEK"] == "masih 90 dari 90 hari"
    ServiceGiven.objects.create(resident=woman, kind="mt_bumil", given_on=date(2026, 9, 14), quantity=60)
    assert said(woman)["MT bumil KEK"] == "masih 30 dari 90 hari"
    ServiceGiven.objects.create(resident=woman, kind="mt_bumil", given_on=date(2026, 10, 14), quantity=30)
    assert "MT bumil KEK" not in said(woman)


def test_a_questionnaire_counts_when_it_is_complete(village: Village) -> None:
    man = make_resident(village.melati, sex="L", born=date(1956, 1, 1))
    measures: dict[str, Any] = {"waist_cm": "80", "systolic": 120, "diastolic": 80, "glucose_mg_dl": 110}
    visit = make_visit(man, date(2026, 3, 1), weight_kg="60", height_cm="160", eye_right="Normal", **measures)
    for form, complete in (("puma", True), ("aks", True), ("skilas", True), ("srq20", False)):
        Screening.objects.create(visit=visit, form=form, version="2025", complete=complete)
    assert said(man)["Pemeriksaan tahunan"] == "Mata, Kesehatan jiwa (SRQ-20)"
    visit.adult_check.eye_left = "Gangguan"
    visit.adult_check.save()
    assert said(man)["Pemeriksaan tahunan"] == "Kesehatan jiwa (SRQ-20)"


def test_the_development_checklist_is_due_once_for_each_sheet(village: Village) -> None:
    child = make_resident(village.melati, born=date(2026, 1, 10))
    assert said(child)["Checklist perkembangan"] == "lembar 9 - 12 bulan"
    earlier = make_visit(child, date(2026, 8, 3), weight_kg="8")
    Screening.objects.create(visit=earlier, form="development", version="2024", complete=True)
    assert "Checklist perkembangan" in said(child)
    now = make_visit(child, date(2026, 10, 12), weight_kg="8.4")
    Screening.objects.create(visit=now, form="development", version="2024", complete=True)
    assert "Checklist perkembangan" not in said(child)


def test_a_man_of_70_is_due_for_what_was_not_done_within_a_year(village: Village) -> None:
    man = make_resident(village.melati, sex="L", born=date(1956, 1, 1))
    make_visit(
        man, date(2026, 3, 1), weight_kg="60", height_cm="160", waist_cm="80", systolic=120, diastolic=80
    )
    make_visit(man, date(2025, 10, 20), glucose_mg_dl=110)
    assert said(man) == {
        "Pemeriksaan tahunan": "Mata, Gula darah, PUMA (paru), Kesehatan jiwa (SRQ-20), Kemandirian (AKS), SKILAS"
    }


def test_high_blood_pressure_calls_a_young_woman_to_the_sugar_test(village: Village) -> None:
    woman, other = (make_resident(village.melati, born=date(2000, 1, 1)) for _ in range(2))
    make_visit(woman, date(2026, 3, 1), weight_kg="60", height_cm="160", systolic=150, diastolic=95)
    make_visit(other, date(2026, 3, 1), weight_kg="60", height_cm="160", systolic=110, diastolic=70)
    assert "Gula darah" in said(woman)["Pemeriksaan tahunan"]
    assert "Gula darah" not in said(other)["Pemeriksaan tahunan"]


def test_a_pregnant_woman_is_told_her_contacts_and_the_birth(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 1, 1))
    Pregnancy.objects.create(
        resident=woman, known_from=date(2026, 6, 1), last_period=DAY - timedelta(weeks=20)
    )
    assert said(woman)["Periksa kehamilan K2, K3"] == "sekarang, sampai 17 November 2026"
    assert ahead(woman)["Taksiran persalinan"] == "9 Maret 2027, 20 minggu lagi"


def test_without_a_date_to_count_from_that_is_asked_for(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 1, 1))
    Pregnancy.objects.create(resident=woman, known_from=date(2026, 6, 1))
    assert said(woman)["Isi HPHT atau taksiran USG"] == "supaya jadwal periksa muncul"


def test_mother_and_newborn_are_called_after_the_birth(village: Village) -> None:
    mother = make_resident(village.melati, born=date(1998, 1, 1))
    birth = Delivery.objects.create(resident=mother, on=DAY - timedelta(days=5), live_births=1)
    baby = make_resident(village.melati, born=birth.on, mother=mother, born_at=birth)
    assert said(mother)["Kunjungan nifas KF2"] == "sekarang, sampai 22 Oktober 2026"
    assert said(baby)["Kunjungan bayi baru lahir KN2"] == "sekarang, sampai 22 Oktober 2026"
    assert ahead(mother)["ASI saja"] == "sampai bayi 6 bulan, 14 April 2027"


def test_after_half_a_year_breastfeeding_goes_on(village: Village) -> None:
    mother = make_resident(village.melati, born=date(1998, 1, 1))
    Delivery.objects.create(resident=mother, on=date(2026, 1, 5), live_births=1)
    assert ahead(mother)["ASI diteruskan"] == "sampai 2 tahun, 5 Januari 2028"


def test_nothing_waits_for_the_dead_and_for_those_who_left(village: Village) -> None:
    dead, gone = (make_resident(village.melati, born=date(1956, 1, 1)) for _ in range(2))
    services.record_death(resident=dead, on=date(2026, 10, 1))
    services.end_residency(resident=gone, on=date(2026, 9, 30), reason="pindah")
    assert due_of_many([dead, gone], DAY) == {dead.pk: [], gone.pk: []}
    # Also on the day itself, which still belongs to the time somebody lived here.
    assert due_of_many([dead], date(2026, 10, 1)) == {dead.pk: []}


def test_lists_show_only_what_is_to_be_done_now(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    found: list[Due] = due_of_many([child], DAY)[child.pk]
    assert [due for due in found if due.is_ahead] == []
    assert due_of_many([], DAY) == {}


def test_many_people_cost_no_more_queries_than_one(village: Village) -> None:
    people = []
    counts = []
    for _ in range(3):
        woman = make_resident(village.melati, born=date(1998, 1, 1))
        Pregnancy.objects.create(resident=woman, known_from=date(2026, 6, 1), last_period=date(2026, 5, 1))
        child = make_resident(village.melati, born=date(2026, 6, 20), mother=woman)
        give(child, HB0=None)
        people += [woman, child]
        with CaptureQueriesContext(connection) as queries:
            due_of_many(people, DAY)
        counts.append(len(queries))
    assert counts == [8, 8, 8]
