"""What is unusual about a service: told in a sentence, and never in the way."""

from __future__ import annotations

from datetime import date

import pytest

from registry.models import Delivery, Pregnancy, Resident
from tests.conftest import Village, make_resident
from visits.models import ServiceGiven
from visits.rules.book import CURRENT
from visits.services_given import ServiceNoted, detail_for, warnings_for

BORN = date(2025, 3, 10)


def told(person: Resident, kind: str, on: date, **more: object) -> list[str]:
    rows = list(ServiceGiven.objects.counting().filter(resident=person, kind=kind).order_by("-given_on"))
    given = ServiceNoted(kind, on, **more)  # type: ignore[arg-type]
    return warnings_for(given, resident=person, stored=rows, rules=CURRENT)


@pytest.mark.parametrize(
    ("on", "colour", "dose"),
    [
        (date(2025, 8, 20), "", ""),
        (date(2025, 9, 10), "biru", ""),
        (date(2026, 3, 9), "biru", ""),
        (date(2026, 3, 10), "merah", "200 mg"),
        (date(2027, 3, 10), "merah", "400 mg"),
        (date(2030, 3, 10), "", ""),
    ],
)
def test_colour_and_dose_follow_the_age(on: date, colour: str, dose: str) -> None:
    assert detail_for("vitamin_a", BORN, on, rules=CURRENT) == colour
    assert detail_for("obat_cacing", BORN, on, rules=CURRENT) == dose
    assert detail_for("ttd", BORN, on, rules=CURRENT) == ""


def test_a_capsule_in_its_month_and_of_its_colour_is_no_news(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    assert told(child, "vitamin_a", date(2026, 2, 12), detail="biru") == []
    assert told(child, "vitamin_a", date(2026, 8, 12), detail="merah") == []


def test_a_capsule_of_another_month_colour_or_age_is_asked_about(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    months = "Vitamin A diberikan bulan Februari dan Agustus. Periksa tanggalnya."
    assert told(child, "vitamin_a", date(2026, 3, 12)) == [months]
    assert told(child, "vitamin_a", date(2026, 2, 12), detail="merah") == [
        "Menurut umurnya kapsul biru, bukan merah."
    ]
    assert told(child, "vitamin_a", date(2025, 8, 12)) == ["Kapsul vitamin A untuk umur 6 sampai 59 bulan."]


def test_a_second_capsule_in_the_month_is_asked_about(village: Village) -> None:
    child = make_resident(village.melati, born=BORN)
    ServiceGiven.objects.create(resident=child, kind="vitamin_a", given_on=date(2026, 2, 3))
    assert told(child, "vitamin_a", date(2026, 2, 20), detail="biru") == [
        "Bulan itu sudah tercatat mendapat kapsul, 3 Februari 2026."
    ]


def test_deworming_begins_with_a_year_and_ends_with_school(village: Village) -> None:
    child, man = (
        make_resident(village.melati, born=BORN),
        make_resident(village.melati, born=date(1990, 1, 1)),
    )
    assert told(child, "obat_cacing", date(2026, 2, 12)) == ["Obat cacing mulai umur 12 bulan."]
    assert told(child, "obat_cacing", date(2026, 8, 12)) == []
    assert told(child, "obat_cacing", date(2033, 8, 12)) == []
    assert told(man, "obat_cacing", date(2026, 8, 12)) == [
        "Obat cacing biasanya untuk balita dan anak sekolah."
    ]


def test_a_mothers_capsules_stay_within_42_days_and_a_day_apart(village: Village) -> None:
    mother = make_resident(village.melati, born=date(1998, 1, 1))
    late = ["Vitamin A ibu nifas diberikan sampai 42 hari sesudah bersalin."]
    assert told(mother, "vitamin_a_ibu", date(2026, 9, 1)) == late
    Delivery.objects.create(resident=mother, on=date(2026, 9, 1), live_births=1)
    assert told(mother, "vitamin_a_ibu", date(2026, 9, 1)) == []
    assert told(mother, "vitamin_a_ibu", date(2026, 10, 13)) == []
    assert told(mother, "vitamin_a_ibu", date(2026, 10, 14)) == late
    both = ["Kapsul kedua diminum paling cepat 24 jam sesudah yang pertama. Catat satu-satu."]
    assert told(mother, "vitamin_a_ibu", date(2026, 9, 1), quantity=2) == both
    for on in (date(2026, 9, 1), date(2026, 9, 2)):
        assert told(mother, "vitamin_a_ibu", on) == []
        ServiceGiven.objects.create(resident=mother, kind="vitamin_a_ibu", given_on=on)
    assert told(mother, "vitamin_a_ibu", date(2026, 9, 3)) == [
        "Sudah tercatat 2 kapsul sesudah bersalin ini."
    ]


def test_food_of_pregnancy_asks_whether_she_was_pregnant(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 1, 1))
    assert told(woman, "mt_bumil", date(2026, 9, 1)) == ["Pada tanggal itu tidak tercatat hamil."]
    Pregnancy.objects.create(resident=woman, known_from=date(2026, 6, 1))
    assert told(woman, "mt_bumil", date(2026, 9, 1)) == []


def test_an_injection_does_not_come_from_the_cupboard(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 1, 1))
    stock = village.melati.pk
    assert told(woman, "kb", date(2026, 9, 1), detail="suntik", posyandu=stock) == [
        "Metode ini diberikan oleh bidan, bukan dari persediaan Posyandu."
    ]
    assert told(woman, "kb", date(2026, 9, 1), detail="pil", posyandu=stock) == []
    assert told(woman, "kb", date(2026, 9, 1), detail="suntik") == []


def test_tablets_for_a_man_are_asked_about(village: Village) -> None:
    man = make_resident(village.melati, sex="L", born=date(1990, 1, 1))
    assert len(told(man, "ttd", date(2026, 9, 1))) == 1
