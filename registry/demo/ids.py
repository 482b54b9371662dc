"""Ids and numbers of generated people: the same for the same seed, and never those of anybody real."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from registry.rules.life_stage import Sex
from registry.rules.nik import FEMALE_DAY_OFFSET

# Serials 99xx belong to nobody; the first ones are left to examples and to files that are imported for a trial.
_FIRST_FREE, _LAST = 4, 99
_PLACES = _LAST - _FIRST_FREE + 1
MILLISECONDS_A_DAY = 86_400_000
KK_ISSUED_WITHIN_DAYS = 15 * 365


def seeded_id(random: Random, day: date) -> UUID:
    """A UUID version 7 of this day (1970 where it is earlier), its random part from `random`."""
    milliseconds = max((day - date(1970, 1, 1)).days, 0) * MILLISECONDS_A_DAY
    return UUID(
        int=milliseconds << 80
        | 0x7 << 76
        | random.getrandbits(12) << 64
        | 0b10 << 62
        | random.getrandbits(62)
    )


class NumberRange:
    """NIK and KK numbers of one Posyandu: on each day it has a serial of its own, so no two Posyandu of a kecamatan can
    meet, and people of one Posyandu are told apart by their last four digits.

    Past the serials of the kecamatan, the numbers are those of newcomers from the kabupaten next door.
    """

    def __init__(self, kecamatan: str, position: int) -> None:
        beyond, self._place = divmod(position, _PLACES)
        province, regency, district = kecamatan.split(".")
        self._region = f"{province}{int(regency) + beyond:02d}{district}"
        self._issued: set[date] = set()

    def nik(self, sex: Sex, birth_date: date) -> str:
        day = birth_date.day + (FEMALE_DAY_OFFSET if sex is Sex.FEMALE else 0)
        return f"{self._region}{day:02d}{birth_date:%m%y}{self._serial(birth_date)}"

    def issue_date(self, random: Random, until: date) -> date:
        """A day on which this Posyandu has no family card yet."""
        while (issued := until - timedelta(days=random.randrange(1, KK_ISSUED_WITHIN_DAYS))) in self._issued:
            continue
        self._issued.add(issued)
        return issued

    def kk(self, issued: date) -> str:
        return f"{self._region}{issued:%d%m%y}{self._serial(issued)}"

    def _serial(self, day: date) -> str:
        return f"99{_LAST - (self._place + day.toordinal()) % _PLACES:02d}"
