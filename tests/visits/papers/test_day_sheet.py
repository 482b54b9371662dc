"""The sheet for a day without a phone, and the numbers that the typing page shares with it."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from registry.models import WorkArea
from registry.rules.target_groups import Register
from tests.conftest import OPENING_DAY, Village, make_resident, make_session, make_visit
from tests.visits.papers.people import words_of
from visits.models import Guest
from visits.papers.grid import grid_of
from visits.papers.sheet_lines import lines_of_session, lines_on
from visits.papers.sheet_pdf import NEWCOMERS, draw_sheet

TOMORROW = timezone.localdate() + timedelta(days=1)


def in_rt(village: Village, name: str, rt: str, **person: object) -> None:
    make_resident(village.melati, name, home={"dusun": "Krajan", "rt": rt, "rw": "01"}, **person)  # type: ignore[arg-type]


def test_people_stand_by_their_kader_then_rt_then_name_each_register_from_one(village: Village) -> None:
    in_rt(village, "Citra", "02")
    in_rt(village, "Bela", "03")
    in_rt(village, "Aisyah", "03")
    in_rt(village, "Pak Karto", "01", born=date(1950, 1, 1), sex="L")
    WorkArea.objects.create(posyandu=village.melati, kader=village.kader, dusun="Krajan", rw="01", rt="03")
    lines = lines_on(village.melati, TOMORROW)
    assert [(line.register, line.number, line.resident.name) for line in lines] == [
        (Register.CHILDREN, 1, "Aisyah"),
        (Register.CHILDREN, 2, "Bela"),
        (Register.ADULTS, 1, "Pak Karto"),
        (Register.CHILDREN, 3, "Citra"),
    ]
    assert [line.place for line in lines] == ["RT 03 · Sri Wahyuni", "RT 03 · Sri Wahyuni", "RT 01", "RT 02"]


def test_whoever_is_registered_on_the_day_comes_last_and_moves_nobodys_number(village: Village) -> None:
    for name in ("Zahra", "Yusuf"):
        person = make_resident(village.melati, name)
        person.registered_at = timezone.now() - timedelta(days=3)
        person.save(update_fields=["registered_at"])
    make_resident(village.melati, "Aisyah")
    lines = lines_on(village.melati, timezone.localdate())
    assert [(line.number, line.resident.name) for line in lines] == [
        (1, "Yusuf"),
        (2, "Zahra"),
        (3, "Aisyah"),
    ]


def test_the_grid_has_the_numbers_of_the_sheet_and_guests_after_them(village: Village) -> None:
    make_resident(village.melati, "Bela")
    make_resident(village.melati, "Aisyah")
    session = make_session(village.melati, OPENING_DAY)
    Guest.objects.create(session=session, resident=make_resident(village.mawar, "Aas Tamu"))
    sheet = [(line.number, line.resident.name) for line in lines_on(village.melati, OPENING_DAY)]
    grid = grid_of(session, Register.CHILDREN)
    assert [(row.line.number, row.line.resident.name) for row in grid.rows] == [*sheet, (3, "Aas Tamu")]
    assert [line.is_visitor for line in lines_of_session(session)] == [False, False, True]


def test_the_sheet_says_who_they_are_and_what_they_weighed_last_time(village: Village) -> None:
    mother = make_resident(village.melati, "Siti Aminah", born=date(1998, 3, 4))
    child = make_resident(village.melati, "Aisyah Putri", mother=mother)
    make_visit(child, date(2026, 9, 10), weight_kg="9.15", height_cm="75.5")
    make_visit(mother, date(2026, 9, 10), weight_kg="51", systolic=121, diastolic=81)
    said = words_of(draw_sheet(village.melati, OPENING_DAY, "rumah Bu Kasun", village.kader))
    wanted = ("AisyahPutri", "SitiAminah", "1th3bl", "9,15·75,5(Sep)", "51·121/81(Sep)", "rumahBuKasun")
    assert [words for words in (*wanted, "Senin,12Oktober2026", "LiLAcm", "PB/TB") if words not in said] == []


def test_the_short_sheet_leaves_out_who_never_came_and_keeps_the_numbers(village: Village) -> None:
    make_resident(village.melati, "Aisyah")
    make_visit(make_resident(village.melati, "Bela"), date(2026, 9, 10), weight_kg="9")
    pdf = draw_sheet(village.melati, OPENING_DAY, "", village.kader, Register.CHILDREN, only_known=True)
    said = words_of(pdf)
    assert ("Aisyah" in said, "2☐Bela" in said or "2Bela" in said) == (False, True)


def test_there_are_rows_for_newcomers(village: Village) -> None:
    said = words_of(draw_sheet(village.melati, OPENING_DAY, "", village.kader, Register.MOTHERS))
    assert said.count("☐") == NEWCOMERS
