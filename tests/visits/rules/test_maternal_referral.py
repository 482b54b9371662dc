"""Why a mother is sent on, and what is said to her."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.rules.advice import Level
from visits.rules.birth import BirthWeight
from visits.rules.book import CURRENT, Book, Override
from visits.rules.danger_signs import SignList, Urgency, noted_signs
from visits.rules.maternal_referral import (
    MaternalReason,
    maternal_finding,
    maternal_referrals,
    say_mother,
)
from visits.rules.maternal_risk import ArmColour, BodyRisk, FourT, MaternalPressure
from visits.rules.supplements import VitaminA
from visits.rules.tetanus import TetanusStatus

DAY = date(2026, 10, 12)


def test_a_mother_of_whom_nothing_is_known_is_not_sent_on() -> None:
    assert maternal_referrals() == []
    assert say_mother() == []


def test_every_reason_says_what_raised_it_and_how_soon() -> None:
    found = maternal_referrals(
        follows_curve=False,
        muac_cm=Decimal("22.0"),
        systolic=150,
        diastolic=95,
        tuberculosis_signs=2,
        signs=noted_signs(SignList.PREGNANT_3, ["perdarahan"]),
    )

    assert [(each.reason, each.text, each.urgency, each.rule) for each in found] == [
        (MaternalReason.WEIGHT, "Berat badan tidak sesuai kurva Buku KIA.", Urgency.ORDINARY, "HML-08"),
        (MaternalReason.ARM, "LiLA 22 cm, merah (KEK).", Urgency.ORDINARY, "LILA-02"),
        (MaternalReason.PRESSURE, "Tekanan darah 150/95.", Urgency.SOON, "TD-05"),
        (MaternalReason.TUBERCULOSIS, "2 dari 4 jawaban Ya pada skrining TBC.", Urgency.ORDINARY, "TBC-01"),
        (MaternalReason.DANGER_SIGN, "Tanda bahaya: Perdarahan hebat.", Urgency.EMERGENCY, "HML-08"),
    ]


def test_a_pressure_of_160_over_110_is_an_emergency() -> None:
    (found,) = maternal_referrals(systolic=160, diastolic=110)

    assert (found.reason, found.urgency) == (MaternalReason.PRESSURE_AT_ONCE, Urgency.EMERGENCY)


def test_close_contact_is_a_reason_by_itself_unless_the_kabupaten_decides_otherwise() -> None:
    decided = Book([Override("tuberculosis", "contact_refers", "tidak", valid_from=DAY)]).on(DAY)

    (found,) = maternal_referrals(tuberculosis_signs=1, close_contact=True)

    assert found.reason is MaternalReason.TUBERCULOSIS_CONTACT
    assert maternal_referrals(tuberculosis_signs=1, close_contact=True, rules=decided) == []


def test_the_limit_for_tbc_is_the_one_of_its_own_table() -> None:
    decided = Book([Override("tuberculosis", "refer_from", 1, valid_from=DAY)]).on(DAY)

    assert maternal_referrals(tuberculosis_signs=1) == []
    assert [each.reason for each in maternal_referrals(tuberculosis_signs=1, rules=decided)] == [
        MaternalReason.TUBERCULOSIS
    ]


@given(
    st.none() | st.booleans(),
    st.none() | st.decimals(15, 40, places=1),
    st.none() | st.integers(80, 200),
    st.integers(40, 120),
)
def test_whoever_hears_the_word_refer_is_on_the_list_and_the_other_way_round(
    follows_curve: bool | None, muac: Decimal | None, systolic: int | None, diastolic: int
) -> None:
    said = say_mother(follows_curve=follows_curve, muac_cm=muac, systolic=systolic, diastolic=diastolic)
    listed = maternal_referrals(
        follows_curve=follows_curve, muac_cm=muac, systolic=systolic, diastolic=diastolic
    )

    assert len([each for each in said if each.level is Level.REFER]) == len(listed)


def test_each_answer_of_the_card_gets_one_sentence_in_its_order() -> None:
    said = say_mother(
        follows_curve=True,
        muac_cm=Decimal("24.5"),
        systolic=120,
        diastolic=80,
        takes_iron_daily=False,
        eats_extra_daily=True,
        attends_class=False,
        vitamin_a=VitaminA.COMPLETE,
        breastfeeds=True,
        uses_contraception=False,
        risks=[FourT.OLD],
    )

    assert [(each.field, each.level) for each in said] == [
        ("weight_curve", Level.GOOD),
        ("muac_cm", Level.GOOD),
        ("blood_pressure", Level.GOOD),
        ("iron_tablets", Level.ATTENTION),
        ("extra_food", Level.GOOD),
        ("mother_class", Level.ATTENTION),
        ("vitamin_a", Level.GOOD),
        ("breastfeeding", Level.GOOD),
        ("contraception", Level.ATTENTION),
        ("four_t", Level.ATTENTION),
    ]
    assert said[1].text == "LiLA 24,5 cm, hijau. Baik."
    assert said[2].text == "Tekanan darah 120/80: hijau. Baik."


@pytest.mark.parametrize(
    ("field", "labels"),
    [
        ("muac_cm", list(ArmColour)),
        ("blood_pressure", list(MaternalPressure)),
        ("vitamin_a", list(VitaminA)),
        ("four_t", list(FourT)),
        ("height_cm", [BodyRisk.HEIGHT]),
        ("birth_weight", list(BirthWeight)),
        ("tetanus", list(TetanusStatus)),
    ],
)
def test_every_result_has_its_sentence(field: str, labels: list[str]) -> None:
    assert set(CURRENT.rows("maternal_advice")["findings"][field]) == set(labels)
    assert all(maternal_finding(field, label, "1") for label in labels)
    assert maternal_finding(field, None) is None


def test_every_reason_of_the_table_has_a_name() -> None:
    assert list(CURRENT.rows("maternal_advice")["referrals"]) == list(MaternalReason)
