"""Which growth charts there are, and what differs between them (KMS-04; lines and labels of Permenkes 2/2020)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from registry.rules.wording import DASH, decimal, measured, signed
from visits.models import ChildCheck, SchoolAgeCheck
from visits.rules.book import Rules
from visits.rules.growth import FIRST_STANDING_DAY, LAST_DAY_2006, ChartIndex
from visits.rules.growth.chart import FIRST_MONTH_2007, LAST_MONTH, LAST_MONTH_2007, STEP_MONTH
from visits.rules.nutrition import red_and_orange_line

Card = ChildCheck | SchoolAgeCheck
Taken = tuple[float, str]

LAST_DAY = 7000
# Whoever is older stands on the charts of 5 to 19 years, which have other lines and classes.
DAYS_2006 = range(LAST_DAY_2006 + 1)


@dataclass(frozen=True, slots=True)
class Ages:
    """An axis of ages: its windows (first and last month) with the distance of labels and of grid lines."""

    across: str
    windows: dict[tuple[int, int], tuple[int, int]]
    unit: str
    months_a_unit: int
    longest_gap: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """An axis of lengths or heights in cm."""

    across: str
    unit: str
    longest_gap: int


@dataclass(frozen=True, slots=True)
class GrowthKind:
    """One chart. Bands go from below -2 SD up to +3 SD; `said` is where the advice has the level of a class.

    `take` gives the value drawn and the words for it as it was measured, None where it was not measured.
    """

    key: str
    index: ChartIndex
    title: str
    unit: str
    axis: Ages | Sizes
    take: Callable[[Card], Taken | None]
    name: str
    result: str
    said: str
    what: str
    column: str
    bands: tuple[str, ...]
    line_names: Mapping[int | Decimal, str]
    note: str
    days: range = range(LAST_DAY)
    steps: bool = False
    at_birth: str = ""


def _weight(card: Card) -> Taken | None:
    return None if card.weight_kg is None else (float(card.weight_kg), measured(card.weight_kg, "kg"))


def _height(card: Card) -> Taken | None:
    height = corrected_height(card)
    return None if height is None else (float(height), measured(card.height_cm, "cm"))


def _weight_with_height(card: Card) -> Taken | None:
    return None if card.height_cm is None else _weight(card)


def _bmi(card: Card) -> Taken | None:
    height = corrected_height(card)
    if card.weight_kg is None or not height:
        return None
    value = float(card.weight_kg) / (float(height) / 100) ** 2
    return value, decimal(value, 1)


def _head(card: Card) -> Taken | None:
    head = card.head_cm if isinstance(card, ChildCheck) else None
    return None if head is None else (float(head), measured(head, "cm"))


def told(kind: GrowthKind, card: Card) -> str:
    """The value in words, with the length or height where it lies on the other axis."""
    taken = kind.take(card)
    words = taken[1] if taken else DASH
    return words if isinstance(kind.axis, Ages) else f"{words}, {measured(card.height_cm, 'cm')}"


def with_lines(kind: GrowthKind, rules: Rules) -> GrowthKind:
    """The chart with the red and the orange line where these rules have them; only weight for age has any (KMS-04)."""
    if kind.index is not ChartIndex.WEIGHT_FOR_AGE:
        return kind
    red, orange = red_and_orange_line(rules=rules)
    note = _KMS_NOTE.format(red=sd_words(red), orange=sd_words(orange))
    return replace(kind, line_names={red: "red", orange: "orange"}, note=note)


def sd_words(k: int | Decimal) -> str:
    """−3, +1 or −2,5."""
    exponent = Decimal(k).normalize().as_tuple().exponent
    return signed(k, max(0, -int(exponent)))


def corrected_height(card: Card) -> Decimal | None:
    """Length or height in cm as it is scored: corrected for how it was measured."""
    corrected = card.corrected_height_cm if isinstance(card, ChildCheck) else None
    return card.height_cm if corrected is None else corrected


_UNDER_FIVE = Ages(
    "Umur (bulan)",
    {(0, STEP_MONTH): (3, 1), (STEP_MONTH, LAST_MONTH): (6, 2), (0, LAST_MONTH): (6, 3)},
    "bulan",
    months_a_unit=1,
    longest_gap=2,
)
_SCHOOL_AGE = Ages(
    "Umur (tahun)",
    {
        (FIRST_MONTH_2007, 120): (12, 6),
        (120, LAST_MONTH_2007): (12, 12),
        (FIRST_MONTH_2007, LAST_MONTH_2007): (24, 12),
    },
    "tahun",
    months_a_unit=12,
    longest_gap=12,
)
_WASTING_BANDS = ("yellow", "light", "green", "green", "pale", "yellow")
_WASTING_LINES: Mapping[int | Decimal, str] = {-3: "red", -2: "short", 1: "orange"}
_WASTING_NOTE = (
    "Di bawah garis −2: gizi kurang. Di bawah garis merah (−3): gizi buruk. "
    "Di atas garis oranye (+1): berisiko gizi lebih."
)
_KMS_NOTE = "Rujuk bila di bawah garis merah ({red}) atau di atas garis oranye ({orange})."

# Red and orange line as KMS and Permenkes 2/2020 place them, where the kabupaten decided nothing else.
WEIGHT_FOR_AGE = GrowthKind(
    key="bbu",
    index=ChartIndex.WEIGHT_FOR_AGE,
    title="Berat menurut umur, 0 sampai 5 tahun (BB/U)",
    unit="kg",
    axis=_UNDER_FIVE,
    take=_weight,
    name="weight_for_age",
    result="weight_for_age",
    said="weight_for_age",
    what="Berat anak",
    column="Berat",
    bands=("yellow", "light", "green", "green", "pale", "yellow"),
    line_names={-3: "red", 1: "orange"},
    note=_KMS_NOTE.format(red="−3", orange="+1"),
    at_birth="birth_weight_kg",
)
HEIGHT_FOR_AGE = GrowthKind(
    key="tbu",
    index=ChartIndex.HEIGHT_FOR_AGE,
    title="Panjang/tinggi menurut umur, 0 sampai 5 tahun (PB/U, TB/U)",
    unit="cm",
    axis=_UNDER_FIVE,
    take=_height,
    name="height_for_age",
    result="height_for_age",
    said="height_for_age",
    what="Panjang atau tinggi anak",
    column="Panjang/tinggi",
    bands=("yellow", "light", "green", "green", "light", "light"),
    line_names={-3: "red", -2: "short"},
    note="Di bawah garis −2: pendek. Di bawah garis merah (−3): sangat pendek.",
    days=DAYS_2006,
    steps=True,
    at_birth="birth_length_cm",
)
WEIGHT_FOR_LENGTH = GrowthKind(
    key="bbpb",
    index=ChartIndex.WEIGHT_FOR_LENGTH,
    title="Berat menurut panjang badan (BB/PB)",
    unit="kg",
    axis=Sizes("Panjang badan (cm)", "cm", longest_gap=2),
    take=_weight_with_height,
    name="weight_for_height",
    result="weight_for_height",
    said="weight_for_height",
    what="Berat menurut panjang badan anak",
    column="Berat dan panjang",
    bands=_WASTING_BANDS,
    line_names=_WASTING_LINES,
    note=_WASTING_NOTE,
    days=range(FIRST_STANDING_DAY),
)
WEIGHT_FOR_HEIGHT = GrowthKind(
    key="bbtb",
    index=ChartIndex.WEIGHT_FOR_HEIGHT,
    title="Berat menurut tinggi badan (BB/TB)",
    unit="kg",
    axis=Sizes("Tinggi badan (cm)", "cm", longest_gap=2),
    take=_weight_with_height,
    name="weight_for_height",
    result="weight_for_height",
    said="weight_for_height",
    what="Berat menurut tinggi badan anak",
    column="Berat dan tinggi",
    bands=_WASTING_BANDS,
    line_names=_WASTING_LINES,
    note=_WASTING_NOTE,
    days=range(FIRST_STANDING_DAY, LAST_DAY_2006 + 1),
)
BMI_FOR_AGE = GrowthKind(
    key="imtu",
    index=ChartIndex.BMI_FOR_AGE,
    title="IMT menurut umur, 0 sampai 5 tahun (IMT/U)",
    unit="kg/m²",
    axis=_UNDER_FIVE,
    take=_bmi,
    name="bmi_for_age",
    result="bmi_for_age",
    said="weight_for_height",
    what="IMT anak",
    column="IMT",
    bands=_WASTING_BANDS,
    line_names=_WASTING_LINES,
    note=_WASTING_NOTE,
    days=DAYS_2006,
    steps=True,
)
HEAD_FOR_AGE = GrowthKind(
    key="lku",
    index=ChartIndex.HEAD_FOR_AGE,
    title="Lingkar kepala menurut umur, 0 sampai 5 tahun (LK/U)",
    unit="cm",
    axis=_UNDER_FIVE,
    take=_head,
    name="head_for_age",
    result="head_circumference",
    said="head_cm",
    what="Lingkar kepala anak",
    column="Lingkar kepala",
    bands=("yellow", "light", "green", "green", "light", "yellow"),
    days=DAYS_2006,
    line_names={-2: "red", 2: "red"},
    note="Rujuk bila di bawah garis merah bawah (−2) atau di atas garis merah atas (+2).",
)
SCHOOL_BMI = GrowthKind(
    key="imtu-sekolah",
    index=ChartIndex.BMI_FOR_AGE_2007,
    title="IMT menurut umur, 5 sampai 19 tahun (IMT/U)",
    unit="kg/m²",
    axis=_SCHOOL_AGE,
    take=_bmi,
    name="bmi_for_age",
    result="bmi_for_age",
    said="bmi",
    what="IMT anak",
    column="IMT",
    bands=_WASTING_BANDS,
    line_names=_WASTING_LINES,
    note=(
        "Di bawah garis −2: gizi kurang. Di bawah garis merah (−3): gizi buruk. "
        "Di atas garis oranye (+1): gizi lebih. Di atas +2: obesitas."
    ),
    days=range(LAST_DAY_2006 + 1, LAST_DAY),
)
SCHOOL_HEIGHT = GrowthKind(
    key="tbu-sekolah",
    index=ChartIndex.HEIGHT_FOR_AGE_2007,
    title="Tinggi menurut umur, 5 sampai 19 tahun (TB/U)",
    unit="cm",
    axis=_SCHOOL_AGE,
    take=_height,
    name="height_for_age",
    result="",
    said="",
    what="Tinggi anak",
    column="Tinggi",
    bands=("yellow", "light", "green", "green", "light", "light"),
    line_names={-3: "red", -2: "short"},
    note="Di bawah garis −2: lebih pendek dari anak seumurnya. Beri tahu bidan.",
    days=range(LAST_DAY_2006 + 1, LAST_DAY),
)

MAIN = (WEIGHT_FOR_AGE, HEIGHT_FOR_AGE)
SCHOOL = (SCHOOL_BMI, SCHOOL_HEIGHT)
