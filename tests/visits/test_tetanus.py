"""A woman's Td doses and the protection they give."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Village, make_resident
from visits.models import Immunisation
from visits.rules.book import CURRENT
from visits.services_given import DoseGiven, record_immunisations
from visits.tetanus import TetanusLine, needs_tetanus, tetanus_of

DAY = date(2026, 10, 12)
UNKNOWN = "Dosis yang tanggalnya tidak diketahui tidak dihitung."


def line_of(*days: date | None) -> TetanusLine:
    rows = [Immunisation(dose=f"Td{number}", given_on=day) for number, day in enumerate(days, start=1)]
    return tetanus_of(rows, DAY, rules=CURRENT)


@pytest.mark.parametrize(
    ("days", "title", "text", "level", "is_due"),
    [
        ((), "T0", "Belum terlindungi. Dosis pertama bisa diberikan sekarang.", "perhatian", True),
        (
            (date(2026, 10, 1),),
            "T1",
            "Belum terlindungi. Dosis berikutnya dihitung mulai 29 Oktober 2026.",
            "perhatian",
            False,
        ),
        (
            (date(2026, 1, 10), date(2026, 2, 7)),
            "T2",
            "Terlindungi sampai 7 Februari 2029. Dosis berikutnya dihitung mulai 7 Agustus 2026.",
            "baik",
            True,
        ),
        (
            (date(2026, 1, 10), None),
            "T1",
            f"Belum terlindungi. Dosis berikutnya dihitung mulai 7 Februari 2026. {UNKNOWN}",
            "perhatian",
            True,
        ),
        (
            (date(2020, 1, 10), date(2020, 2, 10)),
            "T2",
            "Belum terlindungi. Dosis berikutnya dihitung mulai 10 Agustus 2020.",
            "perhatian",
            True,
        ),
    ],
)
def test_the_status_says_until_when_and_from_when(
    days: tuple[date | None, ...], title: str, text: str, level: str, is_due: bool
) -> None:
    line = line_of(*days)
    assert (line.title, line.text, line.level, line.is_due) == (
        f"Status tetanus {title}",
        text,
        level,
        is_due,
    )


def test_women_of_15_to_49_are_asked(village: Village) -> None:
    ages = {
        years: make_resident(village.melati, born=date(DAY.year - years, 1, 1)) for years in (14, 15, 49, 50)
    }
    assert [needs_tetanus(woman, DAY) for woman in ages.values()] == [False, True, True, False]
    assert not needs_tetanus(make_resident(village.melati, sex="L", born=date(1998, 1, 1)), DAY)


def test_a_td_dose_is_noted_like_any_other(village: Village) -> None:
    woman = make_resident(village.melati, born=date(1998, 1, 1))
    row, *_ = record_immunisations(
        resident=woman, given=[DoseGiven("Td1", DAY, posyandu=village.melati.pk)], user=village.bidan
    )
    assert (row.dose, row.label, row.posyandu) == ("Td1", "Td1", village.melati)
