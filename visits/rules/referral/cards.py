"""The proposals of each card, in the order of the card; the loudest first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from registry.rules.life_stage import Sex
from visits.rules.anaemia import AnaemiaClass
from visits.rules.book import CURRENT, Rules
from visits.rules.danger_signs import DangerSign
from visits.rules.maternal_referral import maternal_referrals
from visits.rules.nutrition import BmiForAge, HeadCircumference, HeightForAge, Muac, WeightForHeight
from visits.rules.referral.collected import Proposals
from visits.rules.referral.proposal import Elderly, Proposal, Reason, Senses, Tuberculosis
from visits.rules.weight_gain import WeightGain


def propose_child(
    *,
    gain: WeightGain | None = None,
    not_gained_run: int = 0,
    weight_for_age_z: Decimal | None = None,
    oedema: bool = False,
    weight_for_height: WeightForHeight | None = None,
    weight_for_height_z: Decimal | None = None,
    bmi_for_age: BmiForAge | None = None,
    bmi_for_age_z: Decimal | None = None,
    height_for_age: HeightForAge | None = None,
    height_for_age_z: Decimal | None = None,
    head: HeadCircumference | None = None,
    head_cm: Decimal | None = None,
    muac: Muac | None = None,
    muac_cm: Decimal | None = None,
    development_complete: bool | None = None,
    tuberculosis: Tuberculosis | None = None,
    signs: Sequence[DangerSign] = (),
    rules: Rules = CURRENT,
) -> list[Proposal]:
    """Proposals of the card for bayi, balita and apras (RUJUK-02, KMS-04); what was not measured proposes nothing.

    Lengths in cm, z-scores to 2 decimals. `not_gained_run` counts the consecutive T up to this visit. `bmi_for_age`
    is given where weight for height has no value by age (nutrition.bmi_tells_nutrition).
    """
    found = Proposals(rules)
    rows = found.rows
    found.danger(signs)
    if oedema:
        found.add(Reason.OEDEMA)
    else:
        found.unless(
            rows["weight_for_height_stays"], Reason.WEIGHT_FOR_HEIGHT, weight_for_height, weight_for_height_z
        )
        found.unless(rows["bmi_for_age_stays"], Reason.BMI_FOR_AGE, bmi_for_age, bmi_for_age_z)
    if muac is not None and muac in rows["muac_refers"]:
        found.add(Reason.ARM, label=muac, value=found.value("centimetres", muac_cm))
    found.gain(gain, not_gained_run)
    found.weight_lines(weight_for_age_z, oedema=oedema)
    if height_for_age is not None and height_for_age in rows["height_refers"]:
        found.add(Reason.HEIGHT_FOR_AGE, label=height_for_age, z=found.z("TB/U", height_for_age_z))
    if head is not None and head != rows["head_stays"]:
        found.add(Reason.HEAD, label=head.lower(), value=found.value("centimetres", head_cm))
    found.tuberculosis(tuberculosis)
    if development_complete is False:
        found.add(Reason.DEVELOPMENT)
    return found.sorted()


def propose_school_age(
    *,
    sex: Sex,
    age_years: int,
    systolic: int | None = None,
    diastolic: int | None = None,
    glucose_mg_dl: Decimal | int | None = None,
    anaemia: AnaemiaClass | None = None,
    haemoglobin_g_dl: Decimal | None = None,
    heeadsss_problems: int | None = None,
    heeadsss_suicide: bool | None = None,
    srq_score: int | None = None,
    srq_suicide: bool | None = None,
    tuberculosis: Tuberculosis | None = None,
    senses: Senses | None = None,
    pregnant: bool = False,
    rules: Rules = CURRENT,
) -> list[Proposal]:
    """Proposals of the card for 6 to 18 years; mmHg, mg/dL, g/dL, completed years (RUJUK-01, limits of the age).

    `heeadsss_problems` counts the domains with a problem; the wish to die is a private proposal of its own, as is item
    17 of SRQ-20, which this card asks at 18 years (ELIG-01). A pregnant girl's pressure has a mother's limits (TD-05).
    """
    found = Proposals(rules)
    if heeadsss_suicide:
        found.add(Reason.HEEADSSS_SUICIDE)
    if srq_suicide:
        found.add(Reason.SRQ_SUICIDE)
    _pressure(found, systolic, diastolic, age_years, sex=sex, pregnant=pregnant)
    found.glucose(glucose_mg_dl)
    if anaemia is not None and anaemia is not AnaemiaClass.NONE:
        found.add(Reason.ANAEMIA, label=anaemia, value=found.value("haemoglobin", haemoglobin_g_dl))
    # The suicide item alone must not show through as "1 problem".
    others = (heeadsss_problems or 0) - bool(heeadsss_suicide)
    if others >= rules.rows("heeadsss")["refer_from"]:
        found.add(Reason.HEEADSSS, count=others)
    found.srq(srq_score)
    found.tuberculosis(tuberculosis)
    found.senses(senses or Senses())
    return found.sorted()


def propose_adult(
    *,
    age_years: int,
    systolic: int | None = None,
    diastolic: int | None = None,
    glucose_mg_dl: Decimal | int | None = None,
    tuberculosis: Tuberculosis | None = None,
    puma_score: int | None = None,
    srq_score: int | None = None,
    srq_suicide: bool | None = None,
    senses: Senses | None = None,
    elderly: Elderly | None = None,
    pregnant: bool = False,
    rules: Rules = CURRENT,
) -> list[Proposal]:
    """Proposals of the card for dewasa and lansia; mmHg, mg/dL, completed years (RUJUK-01).

    `srq_suicide` is item 17 of SRQ-20, a private proposal of its own whatever the score. A pregnant woman's pressure
    has a mother's limits, urgency and destination (TD-05).
    """
    found = Proposals(rules)
    if srq_suicide:
        found.add(Reason.SRQ_SUICIDE)
    _pressure(found, systolic, diastolic, age_years, pregnant=pregnant)
    found.glucose(glucose_mg_dl)
    found.tuberculosis(tuberculosis)
    if puma_score is not None and puma_score >= rules.rows("puma")["refer_from"]:
        found.add(Reason.PUMA, score=puma_score)
    found.srq(srq_score)
    found.senses(senses or Senses())
    found.elderly(elderly or Elderly())
    return found.sorted()


def propose_mother(
    *,
    follows_curve: bool | None = None,
    muac_cm: Decimal | None = None,
    systolic: int | None = None,
    diastolic: int | None = None,
    pressure_follows_curve: bool | None = None,
    tuberculosis: Tuberculosis | None = None,
    signs: Sequence[DangerSign] = (),
    rules: Rules = CURRENT,
) -> list[Proposal]:
    """Proposals of the cards for pregnant and postpartum women; cm and mmHg (HML-08)."""
    screened = tuberculosis or Tuberculosis()
    found = Proposals(rules)
    found.maternal(
        maternal_referrals(
            follows_curve=follows_curve,
            muac_cm=muac_cm,
            systolic=systolic,
            diastolic=diastolic,
            pressure_follows_curve=pressure_follows_curve,
            tuberculosis_signs=screened.count,
            close_contact=bool(screened.close_contact),
            signs=signs,
            rules=rules,
        )
    )
    return found.sorted()


def _pressure(
    found: Proposals,
    systolic: int | None,
    diastolic: int | None,
    age_years: int,
    *,
    sex: Sex | None = None,
    pregnant: bool,
) -> None:
    if pregnant:
        found.maternal(maternal_referrals(systolic=systolic, diastolic=diastolic, rules=found.rules))
    else:
        found.pressure(systolic, diastolic, age_years, sex)


def propose_at_home(signs: Sequence[DangerSign], *, rules: Rules = CURRENT) -> list[Proposal]:
    """Proposals of a home visit: the danger signs that the kader saw or was told of (HML-08)."""
    found = Proposals(rules)
    found.danger(signs)
    return found.proposals
