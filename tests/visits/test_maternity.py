"""What the pages of a pregnancy and of a birth say on a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from registry.ids import new_id
from registry.models import Delivery, Pregnancy, Resident
from registry.services.deaths import record_death
from registry.services.deliveries import Baby, record_delivery
from registry.services.maternity import open_pregnancy
from tests.conftest import Village, make_resident
from visits.maternity import delivery_page, due_words, pregnancy_page

HPHT = date(2026, 1, 5)
BORN = date(2026, 10, 1)


def mother(village: Village, born: date = date(1998, 3, 4)) -> Resident:
    return make_resident(village.melati, born=born)


def pregnant(village: Village, **details: object) -> Pregnancy:
    return open_pregnancy(
        resident=mother(village), known_from=date(2026, 3, 2), details={"last_period": HPHT} | details
    )


def born(village: Village, *babies: Baby) -> Delivery:
    return record_delivery(resident=mother(village), delivery_id=new_id(), on=BORN, babies=babies, details={})


def test_six_contacts_stand_in_the_days_of_their_trimester(village: Village) -> None:
    windows = pregnancy_page(pregnant(village), date(2026, 4, 1)).contacts

    assert [(one.name, one.first, one.last) for one in windows] == [
        ("K1", HPHT, HPHT + timedelta(days=84)),
        *((name, HPHT + timedelta(days=85), HPHT + timedelta(days=168)) for name in ("K2", "K3")),
        *((name, HPHT + timedelta(days=169), HPHT + timedelta(days=280)) for name in ("K4", "K5", "K6")),
    ]
    assert [one.name for one in windows if one.by_doctor] == ["K1", "K5"]
    assert [one.words for one in windows] == ["lihat Buku KIA", *["sekarang waktunya"] * 2, *["nanti"] * 3]


def test_an_overdue_record_is_said_instead_of_weeks_that_cannot_be(village: Village) -> None:
    page = pregnancy_page(pregnant(village), HPHT + timedelta(days=309))

    assert (page.gestation, "lebih dari 44 minggu" in page.problem) == (None, True)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 7), "12 Oktober 2026, 5 minggu lagi"),
        (date(2026, 10, 10), "12 Oktober 2026, 2 hari lagi"),
        (date(2026, 10, 15), "12 Oktober 2026, lewat 3 hari"),
    ],
)
def test_the_due_date_says_how_long(village: Village, day: date, words: str) -> None:
    assert due_words(pregnant(village), day) == words


def test_without_a_date_nothing_is_made_up(village: Village) -> None:
    pregnancy = pregnant(village, last_period=None)
    page = pregnancy_page(pregnancy, date(2026, 4, 1))

    assert (page.gestation, page.contacts, page.problem) == (None, [], "")
    assert due_words(pregnancy, date(2026, 4, 1)) == "belum diketahui"


@pytest.mark.parametrize(
    ("details", "risks", "unknown"),
    [
        ({"gravida": 1, "living_children": 0}, 0, []),
        ({"gravida": 4, "living_children": 3, "spacing_months": 23}, 2, []),
        ({"gravida": 2, "living_children": 1, "spacing_months": 24}, 0, []),
        ({"gravida": 2, "living_children": 1}, 0, ["jarak dengan anak sebelumnya"]),
        ({"gravida": 1, "living_children": 1}, 0, ["jarak dengan anak sebelumnya"]),
    ],
)
def test_the_risks_follow_what_was_asked(
    village: Village, details: dict[str, object], risks: int, unknown: list[str]
) -> None:
    page = pregnancy_page(pregnant(village, **details), date(2026, 4, 1))

    assert (len(page.risks), page.risks_unknown) == (risks, unknown)


def test_a_child_of_the_register_makes_the_spacing_unknown_where_a_first_pregnancy_was_written(
    village: Village,
) -> None:
    pregnancy = pregnant(village, gravida=1, living_children=0)
    make_resident(village.melati, born=date(2020, 5, 1), mother=pregnancy.resident)

    assert pregnancy_page(pregnancy, date(2026, 4, 1)).risks_unknown == ["jarak dengan anak sebelumnya"]


@pytest.mark.parametrize(
    ("height", "words"),
    [("144.9", "Tinggi badan 144,9 cm, di bawah 145 cm"), ("145", None), (None, None)],
)
def test_a_small_woman_is_sent_to_the_midwife(
    village: Village, height: str | None, words: str | None
) -> None:
    page = pregnancy_page(pregnant(village, height_cm=height and Decimal(height)), date(2026, 4, 1))

    assert (
        (page.height.text.split(":")[0], page.height.level.value) == (words, "perhatian")
        if page.height
        else not words
    )


def test_the_recommended_gain_follows_the_body_mass_before(village: Village) -> None:
    page = pregnancy_page(
        pregnant(village, start_weight_kg=Decimal(42), height_cm=Decimal(155)), date(2026, 4, 1)
    )

    assert (page.bmi, page.gain_words) == (Decimal("17.5"), "12,5 sampai 18 kg")


def test_visits_after_a_birth_stand_in_their_windows(village: Village) -> None:
    delivery = born(village, Baby(id=new_id(), sex="P", weight_kg=Decimal("2.4")))
    page = delivery_page(delivery, list(delivery.babies.all()), BORN + timedelta(days=5))

    assert [(one.name, one.words) for one in page.mother_visits] == [
        ("KF1", "lihat Buku KIA"), ("KF2", "sekarang waktunya"), ("KF3", "nanti"), ("KF4", "nanti"),
    ]  # fmt: skip
    assert [one.name for one in page.newborn_visits] == ["KN1", "KN2", "KN3"]
    assert (page.in_nifas, page.nifas_day, page.contraception_until) == (True, 5, date(2026, 11, 12))
    assert [line.weight and line.weight.level.value for line in page.babies] == ["perhatian"]


def test_where_no_baby_lives_no_visit_of_a_newborn_is_announced(village: Village) -> None:
    delivery = born(village, Baby(id=new_id(), sex="P"))
    record_death(resident=delivery.babies.get(), on=BORN)
    page = delivery_page(delivery, list(delivery.babies.all()), BORN)

    assert (page.newborn_visits, len(page.mother_visits)) == ([], 4)
