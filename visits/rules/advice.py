"""What the measures mean, in one short sentence each, and which of them call for a referral.

Sources: the referral triggers of the Posyandu cards (RUJUK-01, RUJUK-02); wording as spoken at the table. A class is a
proposal: the sentence asks or sends on, it never diagnoses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from visits.rules.blood_sugar import GlucoseClass
from visits.rules.body_mass import BmiClass
from visits.rules.card_code import CardCode
from visits.rules.nutrition import HeadCircumference, HeightForAge, Muac, WeightForAge, WeightForHeight
from visits.rules.weight_gain import GainStatus, WeightGain
from visits.rules.wording import number_text


class Level(StrEnum):
    """How loud a finding is: quiet, asking, acting."""

    GOOD = "baik"
    ATTENTION = "perhatian"
    REFER = "rujuk"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one field."""

    field: str
    level: Level
    text: str


_ASK_FOOD = "Tanyakan makan dan sakit bulan ini; beri tahu bidan."
_Said = tuple[Level, str]

_WEIGHT_FOR_AGE: dict[WeightForAge, _Said] = {
    WeightForAge.SEVERELY_UNDERWEIGHT: (
        Level.REFER,
        "Berat badan sangat kurang, di bawah garis merah. Rujuk.",
    ),
    WeightForAge.UNDERWEIGHT: (Level.ATTENTION, f"Berat badan kurang. {_ASK_FOOD}"),
    WeightForAge.NORMAL: (Level.GOOD, "Berat badan normal."),
    WeightForAge.RISK_OF_OVERWEIGHT: (
        Level.REFER,
        "Berat badan di atas garis oranye. Rujuk untuk diperiksa.",
    ),
}
_HEIGHT_FOR_AGE: dict[HeightForAge, _Said] = {
    HeightForAge.SEVERELY_STUNTED: (Level.REFER, "Sangat pendek untuk umurnya. Rujuk."),
    HeightForAge.STUNTED: (Level.REFER, "Pendek untuk umurnya. Rujuk."),
    HeightForAge.NORMAL: (Level.GOOD, "Tinggi badan normal."),
    HeightForAge.TALL: (Level.GOOD, "Tinggi untuk umurnya. Baik."),
}
_WEIGHT_FOR_HEIGHT: dict[WeightForHeight, _Said] = {
    WeightForHeight.SEVERELY_WASTED: (Level.REFER, "Gizi buruk. Rujuk hari ini."),
    WeightForHeight.WASTED: (Level.REFER, "Gizi kurang. Rujuk."),
    WeightForHeight.NORMAL: (Level.GOOD, "Gizi baik."),
    WeightForHeight.RISK_OF_OVERWEIGHT: (Level.REFER, "Berisiko gizi lebih. Rujuk untuk diperiksa."),
    WeightForHeight.OVERWEIGHT: (Level.REFER, "Gizi lebih. Rujuk untuk diperiksa."),
    WeightForHeight.OBESE: (Level.REFER, "Obesitas. Rujuk untuk diperiksa."),
}
_HEAD: dict[HeadCircumference, _Said] = {
    HeadCircumference.BELOW_NORMAL: (Level.REFER, "Lingkar kepala kurang dari normal. Rujuk."),
    HeadCircumference.NORMAL: (Level.GOOD, "Lingkar kepala normal."),
    HeadCircumference.ABOVE_NORMAL: (Level.REFER, "Lingkar kepala melebihi normal. Rujuk."),
}
_MUAC: dict[Muac, _Said] = {
    Muac.AT_RISK: (Level.ATTENTION, "LiLA kecil untuk bayi. Tanyakan cara menyusu; beri tahu bidan."),
    Muac.SEVERELY_WASTED: (Level.REFER, "LiLA merah: gizi buruk. Rujuk hari ini."),
    Muac.WASTED: (Level.ATTENTION, "LiLA kuning: gizi kurang. Beri tahu bidan."),
    Muac.WELL_NOURISHED: (Level.GOOD, "LiLA hijau."),
    Muac.GOOD: (Level.GOOD, "LiLA baik."),
}
_BMI: dict[BmiClass, _Said] = {
    BmiClass.VERY_THIN: (Level.ATTENTION, "sangat kurus. Tanyakan makan dan sakit; beri tahu petugas."),
    BmiClass.THIN: (Level.ATTENTION, "kurus. Tanyakan makan dan sakit."),
    BmiClass.NORMAL: (Level.GOOD, "normal. Baik."),
    BmiClass.FAT: (Level.ATTENTION, "gemuk. Ajak banyak bergerak, kurangi gula dan gorengan."),
    BmiClass.OBESE: (Level.ATTENTION, "obesitas. Ajak banyak bergerak; beri tahu petugas."),
}
_PRESSURE: dict[CardCode, _Said] = {
    CardCode.LOW: (Level.ATTENTION, "rendah. Tanyakan pusing atau lemas."),
    CardCode.NORMAL: (Level.GOOD, "normal. Baik."),
    CardCode.HIGH: (Level.REFER, "tinggi. Rujuk."),
}
_GLUCOSE: dict[GlucoseClass, _Said] = {
    GlucoseClass.LOW: (Level.ATTENTION, "rendah. Beri minum manis; beri tahu petugas."),
    GlucoseClass.NORMAL: (Level.GOOD, "normal. Baik."),
    GlucoseClass.PREDIABETES: (Level.ATTENTION, "agak tinggi. Kurangi gula; periksa lagi 3 bulan lagi."),
    GlucoseClass.DIABETES: (Level.REFER, "tinggi. Rujuk."),
}
# Index -> (field that was measured, what to measure again).
_MEASURE_AGAIN = {
    "weight_for_age": ("weight_kg", "berat badan tidak wajar untuk umurnya"),
    "height_for_age": ("height_cm", "panjang atau tinggi badan tidak wajar untuk umurnya"),
    "weight_for_height": ("weight_kg", "berat dan tinggi badan tidak cocok satu sama lain"),
    "bmi_for_age": ("weight_kg", "berat dan tinggi badan tidak cocok untuk umurnya"),
    "head_for_age": ("head_cm", "lingkar kepala tidak wajar untuk umurnya"),
    "muac_for_age": ("muac_cm", "LiLA tidak wajar untuk umurnya"),
}
_URGENT_SYSTOLIC, _URGENT_DIASTOLIC = 180, 110
_TWO_MONTHS = 2


def say_child(
    *,
    gain: WeightGain | None = None,
    not_gained_run: int = 0,
    weight_for_age: WeightForAge | None = None,
    height_for_age: HeightForAge | None = None,
    weight_for_height: WeightForHeight | None = None,
    head: HeadCircumference | None = None,
    muac: Muac | None = None,
    oedema: bool = False,
    implausible: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Findings of a child's check, in the order of the card. An implausible value keeps its referral (ANT-08).

    `not_gained_run` counts the consecutive T up to and including this visit.
    """
    found = list(_say_again(implausible))
    if gain is not None:
        found += _say_gain(gain, not_gained_run)
    if oedema:
        found.append(Finding("oedema", Level.REFER, "Kedua kaki bengkak: tanda gizi buruk. Rujuk hari ini."))
    found += _say("weight_for_age", _WEIGHT_FOR_AGE.get(weight_for_age) if weight_for_age else None)
    found += _say("height_for_age", _HEIGHT_FOR_AGE.get(height_for_age) if height_for_age else None)
    if not oedema:
        found += _say(
            "weight_for_height", _WEIGHT_FOR_HEIGHT.get(weight_for_height) if weight_for_height else None
        )
    found += _say("head_cm", _HEAD.get(head) if head else None)
    found += _say("muac_cm", _MUAC.get(muac) if muac else None)
    return found


def say_adult(
    *,
    bmi: Decimal | None = None,
    bmi_class: BmiClass | None = None,
    central_obesity: bool | None = None,
    systolic: int | None = None,
    diastolic: int | None = None,
    pressure_code: CardCode | None = None,
    child_needs_evaluation: bool = False,
    glucose_mg_dl: Decimal | int | None = None,
    glucose_class: GlucoseClass | None = None,
) -> list[Finding]:
    """Findings of a check from school age on, in the order of the card.

    `child_needs_evaluation` is blood_pressure.needs_evaluation for 7 to 12 years.
    """
    found: list[Finding] = []
    if bmi_class is not None:
        value = f" {number_text(bmi)}" if bmi is not None else ""
        found += _say("bmi", _BMI[bmi_class], f"IMT{value}: ")
    if central_obesity is not None:
        found.append(_WAIST_LARGE if central_obesity else _WAIST_NORMAL)
    if pressure_code is not None and systolic is not None and diastolic is not None:
        found.append(_say_pressure(systolic, diastolic, pressure_code, child_needs_evaluation))
    if glucose_class is not None and glucose_mg_dl is not None:
        found += _say("glucose_mg_dl", _GLUCOSE[glucose_class], f"Gula darah {number_text(glucose_mg_dl)}: ")
    return found


def worst_level(findings: Sequence[Finding]) -> Level | None:
    """The loudest level; None without findings."""
    return max((finding.level for finding in findings), key=tuple(Level).index, default=None)


_WAIST_LARGE = Finding(
    "waist_cm", Level.ATTENTION, "Lingkar perut berlebih. Ajak banyak bergerak, kurangi gula."
)
_WAIST_NORMAL = Finding("waist_cm", Level.GOOD, "Lingkar perut normal. Baik.")


def _say(field: str, said: _Said | None, start: str = "") -> Iterator[Finding]:
    if said is not None:
        level, text = said
        yield Finding(field, level, start + text)


def _say_again(implausible: frozenset[str]) -> Iterator[Finding]:
    for index, (field, problem) in _MEASURE_AGAIN.items():
        if index in implausible:
            yield Finding(field, Level.ATTENTION, f"Ukur ulang: {problem}.")


def _say_gain(gain: WeightGain, run: int) -> Iterator[Finding]:
    match gain.status:
        case GainStatus.GAINED:
            yield Finding("weight_kg", Level.GOOD, f"Berat naik {gain.gain_g} g dari bulan lalu. Baik.")
        case GainStatus.NOT_GAINED:
            yield Finding("weight_kg", Level.REFER, _not_gained_text(gain, run))
        case GainStatus.ABSENT_LAST_MONTH:
            text = "Bulan lalu tidak ditimbang. Ajak datang setiap bulan."
            yield Finding("weight_kg", Level.ATTENTION, text)
        case GainStatus.FIRST:
            yield Finding(
                "weight_kg", Level.GOOD, "Penimbangan pertama. Bulan depan dibandingkan dengan hari ini."
            )
    if gain.close_warning:
        text = "Penimbangan terakhir belum 14 hari yang lalu. Nilai kenaikannya dengan hati-hati."
        yield Finding("weight_kg", Level.ATTENTION, text)


def _not_gained_text(gain: WeightGain, run: int) -> str:
    grams = gain.gain_g or 0
    if grams > 0:
        what = f"Berat naik {grams} g, kurang dari {gain.minimum_gain_g} g."
    elif grams < 0:
        what = f"Berat turun {-grams} g dari bulan lalu."
    else:
        what = "Berat tidak naik."
    months = f" Sudah {run} bulan berturut-turut: rujuk." if run >= _TWO_MONTHS else ""
    return f"{what}{months} {_ASK_FOOD}"


def _say_pressure(systolic: int, diastolic: int, code: CardCode, child_needs_evaluation: bool) -> Finding:
    level, text = _PRESSURE[code]
    if systolic >= _URGENT_SYSTOLIC or diastolic >= _URGENT_DIASTOLIC:
        text = "sangat tinggi. Rujuk hari ini."
    elif child_needs_evaluation and level is not Level.REFER:
        level, text = Level.ATTENTION, "di atas batas untuk umurnya. Minta petugas memeriksa lagi."
    return Finding("blood_pressure", level, f"Tekanan darah {systolic}/{diastolic}: {text}")
