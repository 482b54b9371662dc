"""What a session's summary counts as a finding: the words of the results, each with its condition on one visit.

Where the monthly recaps count the same thing, the condition is theirs, so that a month of one session says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from registry.rules.life_stage import UNDER_FIVE, LifeStage
from visits.models import AdultCheck, ChildCheck, SchoolAgeCheck, Screening, Visit
from visits.rules.anaemia import AnaemiaClass
from visits.rules.body_mass import BmiClass
from visits.rules.card_code import CardCode
from visits.rules.laboratory import CholesterolClass
from visits.rules.maternal_risk import ArmColour, MaternalPressure
from visits.rules.nutrition import STUNTED, UNDERWEIGHT, BmiForAge, Muac, WeightForHeight
from visits.rules.senses import SenseResult
from visits.rules.weight_gain import GainStatus

Test = Callable[[Visit], bool]
_ANAEMIC = (AnaemiaClass.MILD, AnaemiaClass.MODERATE, AnaemiaClass.SEVERE)
_PRESSED = (MaternalPressure.RED, MaternalPressure.RED_AT_ONCE)
_THIN = (BmiForAge.SEVERELY_THIN, BmiForAge.THIN)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: the words, and whether a visit counts in it; its card, mother's card and screenings are loaded."""

    label: str
    holds: Test


def _child(test: Callable[[ChildCheck], bool]) -> Test:
    """A condition on the card of a child under five."""

    def holds(visit: Visit) -> bool:
        card = visit.card
        return isinstance(card, ChildCheck) and LifeStage(visit.life_stage) in UNDER_FIVE and test(card)

    return holds


def _body(test: Callable[[SchoolAgeCheck | AdultCheck], bool]) -> Test:
    """A condition on the card of school age or of adults."""

    def holds(visit: Visit) -> bool:
        card = visit.card
        return isinstance(card, SchoolAgeCheck | AdultCheck) and test(card)

    return holds


def _weighed(card: ChildCheck) -> bool:
    return card.weight_kg is not None


def _nutrition(*classes: WeightForHeight) -> Test:
    def test(card: ChildCheck) -> bool:
        judged = card.oedema or not card.weight_for_height_implausible
        return judged and card.weight_for_height in classes

    return _child(test)


def _underweight(card: ChildCheck) -> bool:
    if not _weighed(card):
        return False
    return card.oedema or (card.weight_for_age in UNDERWEIGHT and not card.weight_for_age_implausible)


def _below_line(card: ChildCheck) -> bool:
    judged = card.oedema or (bool(card.weight_for_age) and not card.weight_for_age_implausible)
    return _weighed(card) and judged and card.below_red_line


def _stunted(card: ChildCheck) -> bool:
    return card.height_for_age in STUNTED and not card.height_for_age_implausible


def _older_thin(visit: Visit) -> bool:
    card = visit.card
    if not isinstance(card, ChildCheck) or LifeStage(visit.life_stage) in UNDER_FIVE:
        return False
    return card.bmi_for_age in _THIN and not card.bmi_for_age_implausible


def _bmi(*classes: BmiClass) -> Test:
    def test(card: SchoolAgeCheck | AdultCheck) -> bool:
        plausible = not (isinstance(card, SchoolAgeCheck) and card.bmi_for_age_implausible)
        return plausible and card.bmi_class in classes

    return _body(test)


def _disturbed(*names: str) -> Test:
    return _body(lambda card: any(getattr(card, name) == SenseResult.DISTURBED for name in names))


def _tuberculosis(visit: Visit) -> bool:
    return visit.card is not None and visit.card.tb_suspected is True


def _thin_arm(visit: Visit) -> bool:
    return visit.mother_card is not None and visit.mother_card.arm_colour == ArmColour.RED


def _off_curve(visit: Visit) -> bool:
    return visit.mother_card is not None and visit.mother_card.weight_on_curve is False


def _mothers_pressure(visit: Visit) -> bool:
    return visit.mother_card is not None and visit.mother_card.pressure_colour in _PRESSED


def _sent_on_by(form: str) -> Test:
    return lambda visit: any(sheet.form == form and sheet.refers is True for sheet in visit.screenings.all())


# In the order of a life. SRQ-20 and HEEADSSS are nobody's business in a summary that is handed around.
FINDINGS = (
    Finding("Gizi buruk", _nutrition(WeightForHeight.SEVERELY_WASTED)),
    Finding("Gizi kurang", _nutrition(WeightForHeight.WASTED)),
    Finding("Gizi lebih atau obesitas", _nutrition(WeightForHeight.OVERWEIGHT, WeightForHeight.OBESE)),
    Finding("Berat badan kurang atau sangat kurang", _child(_underweight)),
    Finding("Pendek atau sangat pendek", _child(_stunted)),
    Finding("Tidak naik (T)", _child(lambda c: _weighed(c) and c.gain_status == GainStatus.NOT_GAINED)),
    Finding("Dua bulan tidak naik (2T)", _child(lambda c: _weighed(c) and c.not_gained_run >= 2)),
    Finding("Di bawah garis merah (BGM)", _child(_below_line)),
    Finding("LiLA kuning (gizi kurang)", _child(lambda card: card.muac == Muac.WASTED)),
    Finding("Anak dengan gejala sakit", _child(lambda card: card.sick is True)),
    Finding("Bengkak kedua punggung kaki", _child(lambda card: card.oedema)),
    Finding("Perkembangan belum lengkap", _child(lambda card: card.development_complete is False)),
    Finding("Apras gizi buruk atau kurang (IMT/U)", _older_thin),
    Finding("Ibu KEK (LiLA merah)", _thin_arm),
    Finding("Ibu dengan BB tidak sesuai kurva", _off_curve),
    Finding("Ibu dengan tekanan darah merah", _mothers_pressure),
    Finding("Kurus atau sangat kurus", _bmi(BmiClass.VERY_THIN, BmiClass.THIN)),
    Finding("Gemuk", _bmi(BmiClass.FAT)),
    Finding("Obesitas", _bmi(BmiClass.OBESE)),
    Finding("Obesitas sentral", _body(lambda card: card.central_obesity is True)),
    Finding("Tekanan darah tinggi", _body(lambda card: card.blood_pressure == CardCode.HIGH)),
    Finding("Gula darah tinggi", _body(lambda card: card.glucose == CardCode.HIGH)),
    Finding("Kolesterol tinggi", _body(lambda card: card.cholesterol == CholesterolClass.HIGH)),
    Finding("Anemia", _body(lambda card: card.anaemia in _ANAEMIC)),
    Finding("Gangguan penglihatan", _disturbed("eye_right", "eye_left")),
    Finding("Gangguan pendengaran", _disturbed("ear_right", "ear_left")),
    Finding("Gejala TBC, 2 atau lebih", _tuberculosis),
    Finding("PUMA perlu dirujuk", _sent_on_by(Screening.Form.PUMA)),
    Finding("AKS perlu dirujuk", _sent_on_by(Screening.Form.AKS)),
    Finding("SKILAS perlu dirujuk", _sent_on_by(Screening.Form.SKILAS)),
)
