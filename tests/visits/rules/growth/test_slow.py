"""The fast scores and the slow ones agree, from birth to 19 years; fixed cases for schoolchildren."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.rules.life_stage import Sex
from tests.visits.rules.growth.slow import INDICES, slow_scores
from visits.rules.growth import Growth, Position, assess_growth

POSITIONS = {None: None, True: Position.LYING, False: Position.STANDING}
HUNDREDTH = Decimal("0.01")


def scores(growth: Growth) -> dict[str, Decimal | None]:
    return {name: getattr(growth, f"{name}_z") for name in INDICES}


def score_of(found: dict[str, Decimal | None], name: str) -> Decimal:
    """A score that must be there."""
    z = found[name]
    assert z is not None
    return z


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(Sex),
    st.one_of(
        st.integers(0, 1900),
        st.sampled_from([0, 90, 91, 273, 274, 730, 731, 1856, 1857]),
        st.integers(0, 7100),
    ),
    st.decimals(1, 90, places=2),
    st.decimals(40, 190, places=1),
    st.sampled_from([None, True, False]),
    st.decimals(30, 60, places=1),
    st.decimals(8, 25, places=1),
    st.booleans(),
)
def test_fast_and_slow_scores_agree(
    sex: Sex,
    days: int,
    weight: Decimal,
    height: Decimal,
    lying: bool | None,
    head: Decimal,
    arm: Decimal,
    oedema: bool,
) -> None:
    expected = slow_scores(
        sex.value, days, weight=weight, height=height, lying=lying, head=head, arm=arm, oedema=oedema
    )

    found = scores(
        assess_growth(
            sex=sex,
            age_days=days,
            weight_kg=weight,
            height_cm=height,
            position=POSITIONS[lying],
            head_cm=head,
            muac_cm=arm,
            oedema=oedema,
        )
    )

    assert {name for name, z in found.items() if z is None} == {n for n, z in expected.items() if z is None}
    # The last digit may turn where the score lies on the border between two hundredths.
    far = [
        name for name, z in expected.items() if z is not None and abs(score_of(found, name) - z) > HUNDREDTH
    ]
    assert far == []


# The first eight are those that WHO's anthroplus was run on; the last column is height, weight and BMI for age.
SCHOOLCHILDREN = [
    ("L", 2557, "22.0", "121.0", ("-0.14", "-0.29", "-0.34")),
    ("P", 4202, "55.0", "148.0", ("-0.03", None, "2.15")),
    ("L", 5114, "34.0", "155.0", ("-1.06", None, "-3.09")),
    ("P", 6115, "38.0", "158.0", ("-0.71", None, "-2.65")),
    ("P", 1857, "15.5", "104.0", ("-1.17", "-1.19", "-0.66")),
    ("L", 5844, "72.0", "168.0", ("-0.63", None, "1.51")),
    ("P", 6574, "50.0", "157.0", ("-0.92", None, "-0.33")),
    ("L", 3638, "20.0", "135.0", ("-0.40", "-3.13", "-4.87")),
    ("L", 1857, "18.3", "110.0", ("-0.06", "-0.09", "-0.11")),
    ("P", 1857, "9.9", "88.0", ("-4.53", "-4.52", "-1.97")),
    ("L", 1900, "31.5", "121.4", ("2.24", "3.88", "3.60")),
    ("P", 2191, "20.4", "115.1", ("0.00", "0.08", "0.08")),
    ("L", 2557, "14.0", "104.5", ("-3.26", "-3.84", "-2.35")),
    ("P", 3652, "58.0", "150.2", ("1.81", "2.92", "2.61")),
    ("L", 3652, "21.2", "128.0", ("-1.53", "-2.70", "-2.81")),
    ("P", 3653, "32.0", "138.6", ("-0.01", None, "0.02")),
    ("L", 3653, "32.0", "138.6", ("0.13", None, "0.12")),
    ("L", 4383, "75.5", "149.0", ("-0.01", None, "3.64")),
    ("P", 4383, "22.0", "139.9", ("-1.66", None, "-4.54")),
    ("P", 5000, "46.3", "156.8", ("-0.30", None, "-0.20")),
    ("L", 5479, "38.8", "150.0", ("-2.43", None, "-1.22")),
    ("P", 5479, "110.0", "160.0", ("-0.24", None, "4.02")),
    ("L", 6209, "62.5", "172.4", ("-0.36", None, "-0.04")),
    ("P", 6574, "40.1", "141.0", ("-3.34", None, "-0.38")),
    ("L", 6939, "130.0", "178.0", ("0.20", None, "3.95")),
    ("P", 6939, "52.0", "158.0", ("-0.79", None, "-0.20")),
    ("L", 6940, "60.0", "170.0", (None, None, None)),
    ("P", 7300, "50.0", "155.0", (None, None, None)),
]


@pytest.mark.parametrize(("sex", "days", "weight", "height", "expected"), SCHOOLCHILDREN)
def test_schoolchildren_score_as_in_whos_reference(
    sex: str, days: int, weight: str, height: str, expected: tuple[str | None, ...]
) -> None:
    growth = assess_growth(sex=Sex(sex), age_days=days, weight_kg=Decimal(weight), height_cm=Decimal(height))
    found = (growth.height_for_age_z, growth.weight_for_age_z, growth.bmi_for_age_z)

    assert tuple(None if z is None else str(z) for z in found) == expected


@pytest.mark.parametrize(("sex", "days", "weight", "height", "expected"), SCHOOLCHILDREN)
def test_the_slow_scores_of_schoolchildren_are_the_same(
    sex: str, days: int, weight: str, height: str, expected: tuple[str | None, ...]
) -> None:
    slow = slow_scores(sex, days, weight=Decimal(weight), height=Decimal(height))
    found = (slow["height_for_age"], slow["weight_for_age"], slow["bmi_for_age"])

    assert tuple(None if z is None else str(z) for z in found) == expected
