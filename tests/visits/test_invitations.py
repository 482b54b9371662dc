"""Who is called to a day, for what, and what is written about it."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import WorkArea
from registry.rules.target_groups import TargetGroup
from registry.services import maternity
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits import schedule_services as services
from visits.invitations import (
    Asked,
    By,
    counts_of,
    everybody_on,
    general_text,
    names_text,
    sections_of,
)
from visits.schedule import DayRow, day_of

RT_02 = {"dusun": "Krajan", "rt": "02", "rw": "01"}
RT_10 = {"dusun": "Krajan", "rt": "10", "rw": "01"}


@pytest.fixture
def row(village: Village) -> DayRow:
    services.set_schedule(
        posyandu=village.melati,
        valid_from=date(2026, 10, 1),
        week=2,
        weekday=0,
        starts_at=time(8),
        place="balai desa",
    )
    return day_of(village.melati, OPENING_DAY, date(2026, 10, 5))


def test_everybody_who_will_be_there_with_what_is_due(village: Village) -> None:
    child = make_resident(village.melati, "Zahra", mother_name="Siti")
    make_resident(village.melati, "Lahir kemudian", born=date(2026, 10, 20))
    make_resident(village.mawar, "Bagas")

    found = everybody_on(village.melati, OPENING_DAY)
    assert [(one.resident, one.group, one.age, one.relation) for one in found] == [
        (child, TargetGroup.TODDLER, "1 tahun 3 bulan", "ibu Siti")
    ]
    assert "Timbang dan ukur" in found[0].due_words.split(" · ")


def test_a_child_weighed_this_month_is_not_called_to_be_weighed(village: Village) -> None:
    child = make_resident(village.melati)
    make_visit(child, date(2026, 10, 2), weight_kg="9.4")

    assert "Timbang" not in everybody_on(village.melati, OPENING_DAY)[0].due_words


def test_groups_count_people_and_not_doses(village: Village) -> None:
    make_resident(village.melati)
    make_resident(village.melati)

    (group,) = counts_of(everybody_on(village.melati, OPENING_DAY))
    assert (group.group, group.expected, group.due) == (TargetGroup.TODDLER, 2, 2)
    assert dict(group.kinds)["Imunisasi"] == dict(group.kinds)["Timbang dan ukur"] == 2


def test_by_place_with_the_kader_in_charge_and_those_without_an_address_last(village: Village) -> None:
    make_resident(village.melati, "Tanpa Alamat")
    make_resident(village.melati, "Sepuluh", home=RT_10)
    make_resident(village.melati, "Dua", home=RT_02)
    WorkArea.objects.create(
        posyandu=village.melati, kader=village.kader, rt="02", valid_from=date(2026, 1, 1)
    )

    sections = sections_of(village.melati, everybody_on(village.melati, OPENING_DAY), OPENING_DAY, By.PLACE)
    assert [(one.title, one.note, [who.resident.name for who in one.people]) for one in sections] == [
        ("Krajan RT 02 RW 01", "Sri Wahyuni", ["Dua"]),
        ("Krajan RT 10 RW 01", "", ["Sepuluh"]),
        ("Alamat belum diisi", "", ["Tanpa Alamat"]),
    ]


def test_by_kader_from_place_to_place(village: Village) -> None:
    make_resident(village.melati, "Sepuluh", home=RT_10)
    make_resident(village.melati, "Dua", home=RT_02)
    make_resident(village.melati, "Tanpa Alamat")
    WorkArea.objects.create(
        posyandu=village.melati, kader=village.kader, dusun="Krajan", valid_from=date(2026, 1, 1)
    )

    sections = sections_of(village.melati, everybody_on(village.melati, OPENING_DAY), OPENING_DAY, By.KADER)
    assert [(one.title, [who.resident.name for who in one.people]) for one in sections] == [
        ("Sri Wahyuni", ["Dua", "Sepuluh"]),
        ("Belum ada kader", ["Tanpa Alamat"]),
    ]


def test_the_invitation_to_all_names_day_hour_and_place_and_nobody(village: Village, row: DayRow) -> None:
    make_resident(village.melati, "Zahra")

    assert general_text(row).splitlines()[:5] == [
        "*Undangan Posyandu Melati 1*",
        "",
        "Hari: Senin, 12 Oktober 2026",
        "Pukul: 08.00",
        "Tempat: balai desa",
    ]
    assert "Zahra" not in general_text(row)
    assert "Bawa: Buku KIA, KK" in general_text(row)


def test_an_hour_that_nobody_set_is_left_out(village: Village) -> None:
    services.add_day(posyandu=village.melati, day=OPENING_DAY)

    text = general_text(day_of(village.melati, OPENING_DAY, OPENING_DAY))
    assert "Pukul" not in text
    assert "Tempat: rumah Bu Kasun" in text


def test_names_for_the_kader_say_nothing_about_health(village: Village, row: DayRow) -> None:
    make_resident(village.melati, "Zahra", mother_name="Siti", home=RT_02)
    mother = make_resident(village.melati, "Wulan", born=date(1998, 3, 4), home=RT_02, spouse_name="Budi")
    maternity.open_pregnancy(resident=mother, known_from=date(2026, 6, 1))

    people = everybody_on(village.melati, OPENING_DAY)
    text = names_text(row, sections_of(village.melati, people, OPENING_DAY, By.PLACE))
    assert text.splitlines() == [
        "*UNTUK KADER SAJA. Jangan diteruskan ke grup warga.*",
        "Posyandu Melati 1, Senin, 12 Oktober 2026",
        "",
        "*Krajan RT 02 RW 01* (2 orang)",
        "1. Wulan",
        "2. Zahra (ibu Siti)",
    ]


def test_what_an_address_asks_for_falls_back_to_what_is_usual() -> None:
    assert Asked.read({"menurut": "siapa", "kelompok": "9", "siapa": "'"}) == Asked(By.PLACE, None, "")
    asked = Asked.read({"menurut": "kader", "kelompok": "bayi", "siapa": "semua"})
    assert asked.query() == "?menurut=kader&kelompok=bayi&siapa=semua"
    assert asked.query(menurut="rt", kelompok="") == "?menurut=rt&siapa=semua"


def test_as_many_queries_for_three_people_as_for_one(village: Village, row: DayRow) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            sections_of(village.melati, everybody_on(village.melati, OPENING_DAY), OPENING_DAY, By.KADER)
        return len(found)

    make_resident(village.melati, home=RT_02)
    one = queries()
    make_resident(village.melati, home=RT_10)
    make_resident(village.melati, home=RT_02)
    assert queries() == one
