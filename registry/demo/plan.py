"""Which Posyandu each desa has: 1,139 in all, named as villages name them. The same on every run."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from django.utils.text import slugify

from registry.demo.jepara import DEMO_VILLAGE, ILP_COUNT, POPULATION, POSYANDU_COUNT, kecamatan_of

FEWEST_IN_A_VILLAGE = 2
FLOWERS = (
    "Melati",
    "Mawar",
    "Anggrek",
    "Kenanga",
    "Dahlia",
    "Flamboyan",
    "Bougenville",
    "Teratai",
    "Sedap Malam",
    "Cempaka",
    "Kamboja",
    "Nusa Indah",
    "Mawar Merah",
    "Seruni",
    "Matahari",
    "Kantil",
    "Tulip",
    "Lestari",
    "Sekar Arum",
    "Asoka",
)
HAMLETS = (
    "Krajan",
    "Karanganyar Lor",
    "Karanganyar Kidul",
    "Sekuping",
    "Ngipik",
    "Gondang",
    "Pendem",
    "Sumber",
)
# What people know of the desa that is filled first: two neighbouring Posyandu to log in to.
FIXED_NAMES = {DEMO_VILLAGE: ("Melati 1", "Mawar 2", "Mawar Merah 12 Dukuh Karanganyar Lor")}
FIXED_OPEN_DAYS = {DEMO_VILLAGE: (12, 14)}
FIRST_OPEN_DAY, LAST_OPEN_DAY = 3, 24


class PlannedPosyandu(NamedTuple):
    """One Posyandu as the tree will hold it."""

    village: str
    name: str
    number: int
    dusun: str
    rw: str
    open_day: int
    is_ilp: bool
    strata: str

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def official_number(self) -> str:
        return f"{self.village}.{self.number:03d}"


def plan_posyandu(villages: Iterable[str]) -> list[PlannedPosyandu]:
    """All Posyandu of the desa given by code, in the order of the codes."""
    codes = sorted(villages)
    planned: list[PlannedPosyandu] = []
    for village, count in posyandu_counts(codes).items():
        planned += _of_village(village, count)
    ilp = _ilp_positions(planned)
    return [one._replace(is_ilp=position in ilp) for position, one in enumerate(planned)]


def positions_in_kecamatan(planned: Iterable[PlannedPosyandu]) -> dict[str, int]:
    """Place of each Posyandu, by official number, among those of its kecamatan: it sets their NIK numbers apart."""
    last: dict[str, int] = {}
    positions = {}
    for one in planned:
        kecamatan = kecamatan_of(one.village)
        positions[one.official_number] = last[kecamatan] = last.get(kecamatan, -1) + 1
    return positions


def posyandu_counts(villages: list[str]) -> dict[str, int]:
    """Posyandu for each desa, by estimated population: at least two each and POSYANDU_COUNT in all."""
    weights = _weights(villages)
    spare = POSYANDU_COUNT - FEWEST_IN_A_VILLAGE * len(villages)
    shares = {village: spare * weights[village] / sum(weights.values()) for village in villages}
    counts = {village: FEWEST_IN_A_VILLAGE + int(share) for village, share in shares.items()}
    by_remainder = sorted(villages, key=lambda village: (int(shares[village]) - shares[village], village))
    for village in by_remainder[: POSYANDU_COUNT - sum(counts.values())]:
        counts[village] += 1
    return counts


def _weights(villages: list[str]) -> dict[str, float]:
    """Kecamatan populations shared among their desa, some bigger than others."""
    sizes = {village: Random(f"size {village}").uniform(0.5, 1.5) for village in villages}
    totals: dict[str, float] = {}
    for village, size in sizes.items():
        totals[kecamatan_of(village)] = totals.get(kecamatan_of(village), 0) + size
    return {
        village: POPULATION[kecamatan_of(village)] * size / totals[kecamatan_of(village)]
        for village, size in sizes.items()
    }


def _of_village(village: str, count: int) -> list[PlannedPosyandu]:
    random = Random(f"posyandu {village}")
    names = _names(village, count, random)
    days = FIXED_OPEN_DAYS.get(village, ())
    return [
        PlannedPosyandu(
            village=village,
            name=name,
            number=number,
            dusun=random.choice(HAMLETS),
            rw=f"{(number + 1) // 2:02d}",
            open_day=days[number - 1]
            if number <= len(days)
            else random.randint(FIRST_OPEN_DAY, LAST_OPEN_DAY),
            is_ilp=False,
            strata=random.choices(("pratama", "madya", "purnama", "mandiri"), (10, 35, 40, 15))[0],
        )
        for number, name in enumerate(names, start=1)
    ]


def _names(village: str, count: int, random: Random) -> list[str]:
    """As in life: one flower with numbers, a flower each, or a flower and the dukuh's name."""
    fixed = list(FIXED_NAMES.get(village, ()))
    flower = random.choice(FLOWERS)
    styles = {
        "numbered": [f"{flower} {number}" for number in range(1, count + 1)],
        "flowers": [
            *random.sample(FLOWERS, min(count, len(FLOWERS))),
            *(f"{flower} {n}" for n in range(21, 60)),
        ],
        "dukuh": [f"{flower} {number} Dukuh {random.choice(HAMLETS)}" for number in range(1, count + 1)],
    }
    style = "flowers" if fixed else random.choices(tuple(styles), (55, 33, 12))[0]
    others = [name for name in styles[style] if name not in fixed]
    return [*fixed, *others][:count]


def _ilp_positions(planned: list[PlannedPosyandu]) -> set[int]:
    """ILP_COUNT places, spread over the kabupaten; the first Posyandu of the demo's desa is one of them."""
    first = next((place for place, one in enumerate(planned) if one.village == DEMO_VILLAGE), None)
    if first is None:
        return set()
    others = [place for place in range(len(planned)) if place != first]
    return {first, *Random("ilp").sample(others, ILP_COUNT - 1)}
