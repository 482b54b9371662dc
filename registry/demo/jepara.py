"""Kabupaten Jepara: its 21 Puskesmas, and the 195 desa and kelurahan that each serves.

Areas and their codes are Kemendagri's. Puskesmas codes follow the pattern of Kemenkes (P, kecamatan by BPS, serial).
The split of a kecamatan between two Puskesmas and the populations are estimates for the demonstration.
"""

from __future__ import annotations

from typing import NamedTuple

PROVINCE = "33"
REGENCY = "33.20"
POSYANDU_COUNT = 1_139
ILP_COUNT = 232
# The desa that is filled with people first, and its Puskesmas.
DEMO_VILLAGE = "33.20.08.2010"


class Puskesmas(NamedTuple):
    """A Puskesmas; `villages` lists the last four digits of its desa, or is empty for the whole kecamatan."""

    code: str
    name: str
    kecamatan: str
    villages: tuple[int, ...] = ()


def _span(first: int, last: int, *more: int) -> tuple[int, ...]:
    return (*range(first, last + 1), *more)


PUSKESMAS = (
    Puskesmas("P3320010101", "Kedung I", "33.20.01", _span(2001, 2010)),
    Puskesmas("P3320010102", "Kedung II", "33.20.01", _span(2011, 2018)),
    Puskesmas("P3320020101", "Pecangaan", "33.20.02"),
    Puskesmas("P3320021101", "Kalinyamatan", "33.20.13"),
    Puskesmas("P3320030101", "Welahan I", "33.20.03", _span(2001, 2008)),
    Puskesmas("P3320030102", "Welahan II", "33.20.03", _span(2009, 2015)),
    Puskesmas("P3320040101", "Mayong I", "33.20.04", _span(2001, 2009, 2018)),
    Puskesmas("P3320040102", "Mayong II", "33.20.04", _span(2010, 2017)),
    Puskesmas("P3320050101", "Nalumsari", "33.20.12"),
    Puskesmas("P3320060101", "Batealit", "33.20.05"),
    Puskesmas("P3320061101", "Tahunan", "33.20.11"),
    Puskesmas("P3320070101", "Jepara", "33.20.06"),
    Puskesmas("P3320080101", "Mlonggo", "33.20.07"),
    Puskesmas("P3320081101", "Pakis Aji", "33.20.15"),
    Puskesmas("P3320090101", "Bangsri I", "33.20.08", _span(2001, 2007)),
    Puskesmas("P3320090102", "Bangsri II", "33.20.08", _span(2008, 2012)),
    Puskesmas("P3320091101", "Kembang", "33.20.14"),
    Puskesmas("P3320100101", "Keling I", "33.20.09", _span(2001, 2005, 2008)),
    Puskesmas("P3320100102", "Keling II", "33.20.09", _span(2006, 2007, 2009, 2010, 2011, 2020)),
    Puskesmas("P3320101101", "Donorojo", "33.20.16"),
    Puskesmas("P3320110101", "Karimunjawa", "33.20.10"),
)

# Thousands of residents, rounded: only the weight by which Posyandu are spread.
POPULATION = {
    "33.20.01": 82,
    "33.20.02": 90,
    "33.20.03": 79,
    "33.20.04": 97,
    "33.20.05": 91,
    "33.20.06": 93,
    "33.20.07": 91,
    "33.20.08": 109,
    "33.20.09": 64,
    "33.20.10": 10,
    "33.20.11": 124,
    "33.20.12": 79,
    "33.20.13": 69,
    "33.20.14": 74,
    "33.20.15": 64,
    "33.20.16": 60,
}


def kecamatan_of(village: str) -> str:
    """33.20.08 of 33.20.08.2010."""
    return village.rpartition(".")[0]


def puskesmas_of(village: str) -> Puskesmas:
    """The Puskesmas that serves a desa, by the desa's code."""
    number = int(village.rpartition(".")[2])
    for puskesmas in PUSKESMAS:
        if puskesmas.kecamatan == kecamatan_of(village) and (
            not puskesmas.villages or number in puskesmas.villages
        ):
            return puskesmas
    raise ValueError(f"{village} tidak ada di Kabupaten Jepara.")
