"""What the cards of school age and of adults have in common: body mass, waist, blood pressure and blood sugar."""

from __future__ import annotations

from dataclasses import dataclass

from reports.indicators.base import Better, Group, Indicator

_BMI = (
    ("sangat_kurus", "sangat kurus", "very_thin", Better.DOWN),
    ("kurus", "kurus", "thin", Better.DOWN),
    ("normal", "normal", "normal", Better.UP),
    ("gemuk", "gemuk", "fat", Better.DOWN),
    ("obesitas", "obesitas", "obese", Better.DOWN),
)
_PRESSURE = (
    ("rendah", "low", Better.DOWN),
    ("normal", "normal", Better.UP),
    ("tinggi", "high", Better.DOWN),
)


@dataclass(frozen=True, slots=True)
class Card:
    """The card that a group is checked with, and what its limits are in words."""

    suffix: str
    who: str
    group: Group
    recap: str
    measured: str
    bmi_limits: dict[str, str]
    pressure_limits: dict[str, str]
    bmi_source: str
    source: str

    def fields(self, kind: str, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{self.recap}.{kind}_{name}" for name in names)


def indicators_of(card: Card) -> tuple[Indicator, ...]:
    """All indicators of one card, in the order of the official recap."""
    return (*_bmi(card), _waist(card), *_pressure(card), _glucose(card))


def _bmi(card: Card) -> tuple[Indicator, ...]:
    every = card.fields("bmi", tuple(field for *_, field, _ in _BMI))
    return tuple(
        Indicator(
            code=f"imt_{code}_{card.suffix}",
            label=f"IMT {words}, {card.who}",
            short=f"IMT {words} {card.suffix}",
            group=card.group,
            numerator=card.fields("bmi", (field,)),
            denominator=every,
            better=better,
            definition=f"Bagian {card.who} dengan IMT {words} ({card.bmi_limits[words]}) di antara yang IMT-nya "
            "dinilai bulan ini.",
            source=card.bmi_source,
        )
        for code, words, field, better in _BMI
    )


def _waist(card: Card) -> Indicator:
    return Indicator(
        code=f"obesitas_sentral_{card.suffix}",
        label=f"Obesitas sentral, {card.who}",
        short=f"Obesitas sentral {card.suffix}",
        group=card.group,
        numerator=(f"{card.recap}.central_obesity",),
        denominator=(f"{card.recap}.waist_measured",),
        better=Better.DOWN,
        definition=f"Bagian {card.measured} dengan lingkar perut lebih dari 90 cm (laki-laki) atau 80 cm (perempuan) "
        "di antara yang diukur lingkar perutnya bulan ini.",
        source=card.source,
    )


def _pressure(card: Card) -> tuple[Indicator, ...]:
    every = card.fields("pressure", tuple(field for _, field, _ in _PRESSURE))
    return tuple(
        Indicator(
            code=f"td_{words}_{card.suffix}",
            label=f"Tekanan darah {words}, {card.who}",
            short=f"TD {words} {card.suffix}",
            group=card.group,
            numerator=card.fields("pressure", (field,)),
            denominator=every,
            better=better,
            definition=f"Bagian {card.measured} dengan tekanan darah {words} ({card.pressure_limits[words]}) di antara "
            "yang diukur tekanan darahnya bulan ini.",
            source=card.source,
        )
        for words, field, better in _PRESSURE
    )


def _glucose(card: Card) -> Indicator:
    return Indicator(
        code=f"gula_tinggi_{card.suffix}",
        label=f"Gula darah tinggi, {card.who}",
        short=f"Gula tinggi {card.suffix}",
        group=card.group,
        numerator=(f"{card.recap}.glucose_high",),
        denominator=card.fields("glucose", ("low", "normal", "high")),
        better=Better.DOWN,
        definition=f"Bagian {card.measured} dengan gula darah sewaktu 200 mg/dL atau lebih di antara yang diperiksa "
        "gula darahnya bulan ini.",
        source=card.source,
    )
