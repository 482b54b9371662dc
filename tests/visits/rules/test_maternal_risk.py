"""Arm, blood pressure and risks of mothers where the vectors leave room."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.visits.rules.vectors.values import decimal
from visits.rules.book import CURRENT
from visits.rules.maternal_risk import (
    ArmColour,
    BodyRisk,
    FourT,
    MaternalPressure,
    Preeclampsia,
    arm_colour,
    body_risks,
    four_t,
    height_risk,
    maternal_pressure,
    mean_pressure,
    needs_food,
    preeclampsia_factors,
    suspected_preeclampsia,
)

pressures = st.tuples(st.integers(60, 260), st.integers(30, 160))


def test_what_was_not_measured_has_no_result() -> None:
    assert arm_colour(None) is None
    assert needs_food(None, None) is None
    assert maternal_pressure(120, None) is None
    assert mean_pressure(None, 80) is None
    assert four_t(None, None, None) == ()
    assert body_risks(None, None) == ()


@given(st.decimals(10, 45, places=2))
def test_the_arm_is_red_under_23_and_a_half(cm: Decimal) -> None:
    assert arm_colour(cm) is (ArmColour.RED if cm < Decimal("23.5") else ArmColour.GREEN)


@pytest.mark.parametrize(
    ("muac", "bmi", "needed"),
    [
        ("23.4", None, True),
        ("23.5", None, False),
        (None, "18.4", True),
        ("24", "18.5", False),
        ("24", "18.4", True),
    ],
)
def test_thin_mothers_get_extra_food_too(muac: str | None, bmi: str | None, needed: bool) -> None:
    assert needs_food(decimal(muac), decimal(bmi)) is needed


@pytest.mark.parametrize(
    ("systolic", "diastolic", "colour"),
    [
        (139, 89, MaternalPressure.GREEN),
        (140, 89, MaternalPressure.RED),
        (159, 109, MaternalPressure.RED),
        (160, 80, MaternalPressure.RED_AT_ONCE),
        (130, 110, MaternalPressure.RED_AT_ONCE),
        (85, 50, MaternalPressure.GREEN),
    ],
)
def test_either_value_is_enough_for_red(systolic: int, diastolic: int, colour: MaternalPressure) -> None:
    assert maternal_pressure(systolic, diastolic) is colour


@given(pressures, st.integers(0, 30), st.integers(0, 30))
def test_a_higher_pressure_is_never_greener(reading: tuple[int, int], up: int, more: int) -> None:
    ranks: list[MaternalPressure | None] = list(MaternalPressure)
    now = maternal_pressure(*reading)
    later = maternal_pressure(reading[0] + up, reading[1] + more)

    assert ranks.index(now) <= ranks.index(later)


@pytest.mark.parametrize(
    ("pressure", "days", "plus", "suspicion"),
    [
        (MaternalPressure.RED, 140, 1, None),
        (MaternalPressure.RED, 141, 1, Preeclampsia.SUSPECTED),
        (MaternalPressure.RED, 141, 0, None),
        (MaternalPressure.RED, 141, None, None),
        (MaternalPressure.RED, 141, 2, Preeclampsia.SEVERE),
        (MaternalPressure.RED_AT_ONCE, 200, None, Preeclampsia.SEVERE),
        (MaternalPressure.RED, None, 1, Preeclampsia.SUSPECTED),
        (MaternalPressure.GREEN, 200, 2, None),
        (None, 200, 2, None),
    ],
)
def test_preeclampsia_is_suspected_after_20_weeks(
    pressure: MaternalPressure | None, days: int | None, plus: int | None, suspicion: Preeclampsia | None
) -> None:
    assert suspected_preeclampsia(pressure, days, plus) is suspicion


def test_a_convulsion_is_eclampsia_whatever_was_measured() -> None:
    assert suspected_preeclampsia(None, None, None, convulsion=True) is Preeclampsia.ECLAMPSIA


@given(pressures)
def test_the_mean_lies_between_both_values_and_its_limit_is_exact(reading: tuple[int, int]) -> None:
    systolic, diastolic = reading
    found = mean_pressure(systolic, diastolic)

    assert found is not None
    assert min(reading) <= found.value <= max(reading)
    assert found.is_positive is (systolic + 2 * diastolic > 270)


def test_the_mean_is_rounded_to_a_tenth() -> None:
    found = mean_pressure(111, 80)

    assert found is not None
    assert (found.value, found.is_positive) == (Decimal("90.3"), True)


@pytest.mark.parametrize(
    ("age", "spacing", "bmi", "moderate"),
    [(34, 120, "30", 0), (35, 120, "30", 1), (34, 121, "30", 1), (34, 120, "30.1", 1), (40, 130, "35", 3)],
)
def test_risk_factors_for_preeclampsia_are_found_by_themselves(
    age: int, spacing: int, bmi: str, moderate: int
) -> None:
    found = preeclampsia_factors(age_years=age, spacing_months=spacing, bmi_before=Decimal(bmi))

    assert (len(found["sedang"]), found["tinggi"]) == (moderate, ())


def test_answers_and_a_first_pregnancy_are_risk_factors() -> None:
    found = preeclampsia_factors(answers={"diabetes", "pasangan_baru"}, is_first_pregnancy=True)

    assert found == {
        "sedang": ("Kehamilan kedua atau lebih dengan pasangan baru",),
        "tinggi": ("Belum pernah melahirkan", "Diabetes"),
    }
    assert preeclampsia_factors() == {"sedang": (), "tinggi": ()}


@given(
    st.none() | st.integers(10, 55),
    st.none() | st.integers(0, 12),
    st.none() | st.integers(0, 240),
)
def test_no_mother_is_too_young_and_too_old(
    age: int | None, children: int | None, spacing: int | None
) -> None:
    found = four_t(age, children, spacing)

    assert not {FourT.YOUNG, FourT.OLD} <= set(found)
    assert list(found) == sorted(found, key=list(FourT).index)


@pytest.mark.parametrize(
    ("bmi", "muac", "risks"),
    [
        ("18.4", None, (BodyRisk.BODY_MASS,)),
        ("18.5", "23.5", ()),
        ("24.9", "23.4", (BodyRisk.ARM,)),
        ("25.0", "23.0", (BodyRisk.BODY_MASS, BodyRisk.ARM)),
    ],
)
def test_fit_for_a_pregnancy(bmi: str, muac: str | None, risks: tuple[BodyRisk, ...]) -> None:
    assert body_risks(Decimal(bmi), decimal(muac)) == risks


@pytest.mark.parametrize(("cm", "risk"), [("144.9", BodyRisk.HEIGHT), ("145", None), (None, None)])
def test_giving_birth_may_be_hard_under_145_cm(cm: str | None, risk: BodyRisk | None) -> None:
    assert height_risk(decimal(cm)) is risk


def test_every_label_of_the_table_has_a_name() -> None:
    rows = CURRENT.rows("maternal_risk")
    codes = {row["code"] for row in rows["pressure"]} | {rows["pressure_otherwise"]}
    suspicions = {rows["preeclampsia"][name] for name in ("suspected", "severe", "convulsion")}

    assert {rows["arm"]["below"], rows["arm"]["from"]} == set(ArmColour)
    assert codes == set(MaternalPressure)
    assert suspicions == set(Preeclampsia)
