"""Kemendagri area codes: 33, 33.20, 33.20.01, 33.20.01.2001. Codes of BPS are another system and are refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

FIRST_CITY_NUMBER = 71
CODE = re.compile(r"(?!00)\d\d(\.(?!00)\d\d(\.(?!00)\d\d(\.[123](?!000)\d{3})?)?)?", re.ASCII)


class RegionLevel(StrEnum):
    """What kind of area a code names."""

    PROVINCE = "provinsi"
    REGENCY = "kabupaten"
    CITY = "kota"
    DISTRICT = "kecamatan"
    URBAN_VILLAGE = "kelurahan"
    VILLAGE = "desa"
    CUSTOMARY_VILLAGE = "desa adat"


VILLAGES = {"1": RegionLevel.URBAN_VILLAGE, "2": RegionLevel.VILLAGE, "3": RegionLevel.CUSTOMARY_VILLAGE}


@dataclass(frozen=True, slots=True)
class RegionCode:
    """A code that was understood; a province has no parent."""

    code: str
    level: RegionLevel
    parent: str | None


def read_region_code(code: str) -> RegionCode | None:
    """Level and parent of a dotted code, or None when it is no Kemendagri code."""
    if not CODE.fullmatch(code):
        return None
    parent, _, last = code.rpartition(".")
    return RegionCode(code=code, level=_level(code, last), parent=parent or None)


def _level(code: str, last: str) -> RegionLevel:
    match code.count("."):
        case 0:
            return RegionLevel.PROVINCE
        case 1:
            return RegionLevel.CITY if int(last) >= FIRST_CITY_NUMBER else RegionLevel.REGENCY
        case 2:
            return RegionLevel.DISTRICT
        case _:
            return VILLAGES[last[0]]
