"""What holds for every child: more is more, no jumps at 3 SD, girls are not boys, wrong units do not pass."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.life_stage import Sex
from tests.visits.rules.growth.slow import rows, z_score
from visits.rules.growth import Growth, Position, assess_growth, score_children
from visits.rules.growth.scores import Hundredths, edged_z, plain_z, value_at
from visits.rules.growth.who import Row, Table, Tables, tables_for

sexes = st.sampled_from(Sex)
under_five = st.integers(0, 1856)
school_age = st.integers(1857, 6939)
# Measures that WHO takes in steps of the outermost SD past 3 SD, and those that it never adjusts.
EDGED = ("wfa", "bfa", "acfa", "wfl", "wfh", "wfa07", "bfa07")
PLAIN = ("lhfa", "hcfa", "hfa07")


@st.composite
def any_row(draw: st.DrawFn, names: tuple[str, ...]) -> Row:
    """A row of one of WHO's tables."""
    table: Table = getattr(tables_for(draw(sexes)), draw(st.sampled_from(names)))
    return draw(st.sampled_from(table.rows))


def score_of(growth: Growth, index: str) -> Decimal:
    """A score that must be there."""
    value = getattr(growth, f"{index}_z")
    assert isinstance(value, Decimal)
    return value


@given(any_row(EDGED), st.floats(0.2, 4), st.floats(1, 2))
def test_a_larger_measure_never_scores_lower_however_far_from_the_median(
    row: Row, share: float, factor: float
) -> None:
    small, large = edged_z(row, row.median * share), edged_z(row, row.median * share * factor)

    assert small is not None
    assert large is not None
    assert small <= large


@given(any_row(PLAIN), st.floats(0.5, 1.5), st.floats(1.01, 1.5))
def test_a_larger_length_or_head_scores_higher(row: Row, share: float, factor: float) -> None:
    small, large = plain_z(row, row.median * share), plain_z(row, row.median * share * factor)

    assert small is not None
    assert large is not None
    assert small < large


@given(sexes, school_age, st.integers(80, 1500), st.integers(1, 200))
def test_a_heavier_schoolchild_never_scores_lower(sex: Sex, days: int, tenths: int, more: int) -> None:
    light, heavy = (
        assess_growth(sex=sex, age_days=days, weight_kg=Decimal(weight).scaleb(-1), height_cm=140)
        for weight in (tenths, tenths + more)
    )

    assert score_of(light, "bmi_for_age") <= score_of(heavy, "bmi_for_age")


@given(sexes, school_age, st.integers(700, 2100), st.integers(1, 100))
def test_a_taller_schoolchild_never_scores_lower_for_height_nor_higher_for_bmi(
    sex: Sex, days: int, millimetres: int, more: int
) -> None:
    short, tall = (
        assess_growth(sex=sex, age_days=days, weight_kg=35, height_cm=Decimal(height).scaleb(-1))
        for height in (millimetres, millimetres + more)
    )

    assert score_of(short, "height_for_age") <= score_of(tall, "height_for_age")
    assert score_of(short, "bmi_for_age") >= score_of(tall, "bmi_for_age")


@given(any_row(EDGED), st.sampled_from([-3, 3]))
def test_scores_join_without_a_jump_at_3_sd(row: Row, edge: int) -> None:
    at_edge = value_at(row, edge)

    around = [edged_z(row, at_edge * share) for share in (0.9999, 1, 1.0001)]

    assert around[1] == edge * 100
    assert [abs(b - a) <= 1 for a, b in pairwise(z for z in around if z is not None)] == [True, True]


@given(any_row(EDGED), st.sampled_from([-1, 1]), st.integers(1, 5))
def test_past_3_sd_every_further_sd_is_as_wide_as_the_outermost_one(row: Row, side: int, steps: int) -> None:
    edge = value_at(row, 3 * side)
    width = abs(edge - value_at(row, 2 * side))

    score = edged_z(row, edge + side * steps * width) if side * steps * width > -edge else None

    assert score in (None, side * (300 + 100 * steps))


@given(sexes, st.integers(730, 730), st.integers(700, 1000))
def test_a_child_of_730_days_is_scored_lying_and_of_731_standing(
    sex: Sex, day: int, millimetres: int
) -> None:
    length = Decimal(millimetres).scaleb(-1)

    lying, standing = (
        assess_growth(sex=sex, age_days=age, weight_kg=12, height_cm=length, position=Position.LYING)
        for age in (730, 731)
    )

    assert (lying.corrected_height_cm, standing.corrected_height_cm) == (length, length - Decimal("0.7"))


@pytest.mark.parametrize("name", Tables._fields)
@given(share=st.decimals("0.7", "1.4", places=3), place=st.floats(0, 1, exclude_max=True))
def test_girls_and_boys_differ_as_the_tables_say(name: str, share: Decimal, place: float) -> None:
    boys = rows(name, "L")
    x = list(boys)[int(place * len(boys))]
    value = boys[x][1] * share
    adjusted = name not in PLAIN
    expected = {sex: z_score(rows(name, sex)[x], value, adjusted=adjusted) for sex in Sex}

    found = {sex: (edged_z if adjusted else plain_z)(_row(name, sex, x), float(value)) for sex in Sex}

    for sex in Sex:
        assert isclose(found[sex] or 0, float((expected[sex] or 0) * 100), abs_tol=1)


def _row(name: str, sex: Sex, x: Decimal) -> Row:
    table: Table = getattr(tables_for(sex), name)
    scale = 10 if name in {"wfl", "wfh"} else 1
    return table.rows[int(x * scale) - table.first]


def test_the_same_ten_kilograms_are_more_on_a_girl_than_on_a_boy() -> None:
    girl, boy = (
        assess_growth(sex=sex, age_days=365, weight_kg=10, height_cm=75) for sex in (Sex.FEMALE, Sex.MALE)
    )

    assert [str(growth.weight_for_age_z) for growth in (girl, boy)] == ["0.90", "0.33"]
    assert [str(growth.height_for_age_z) for growth in (girl, boy)] == ["0.39", "-0.31"]


ORDINARY = {"weight_kg": "9.4", "height_cm": "75.7", "head_cm": "45.8", "muac_cm": "14.6"}


@pytest.mark.parametrize(
    ("field", "typed", "flagged"),
    [
        ("weight_kg", "9400", {"weight_for_age", "weight_for_height", "bmi_for_age"}),
        ("weight_kg", "94", {"weight_for_age", "weight_for_height", "bmi_for_age"}),
        ("weight_kg", "0.94", {"weight_for_age", "weight_for_height", "bmi_for_age"}),
        ("height_cm", "757", {"height_for_age", "bmi_for_age"}),
        ("height_cm", "7.57", {"height_for_age", "bmi_for_age"}),
        ("height_cm", "0.757", {"height_for_age", "bmi_for_age"}),
        ("head_cm", "458", {"head_for_age"}),
        ("muac_cm", "146", {"muac_for_age"}),
        ("muac_cm", "1.46", {"muac_for_age"}),
    ],
)
def test_a_measure_in_the_wrong_unit_is_flagged(field: str, typed: str, flagged: set[str]) -> None:
    usual, wrong = (
        assess_growth(
            sex=Sex.FEMALE,
            age_days=400,
            weight_kg=Decimal(values["weight_kg"]),
            height_cm=Decimal(values["height_cm"]),
            head_cm=Decimal(values["head_cm"]),
            muac_cm=Decimal(values["muac_cm"]),
        )
        for values in (ORDINARY, ORDINARY | {field: typed})
    )

    assert usual.implausible == set()
    assert wrong.implausible == flagged


@given(sexes, under_five, st.decimals("0.8", "1.2", places=2))
def test_millimetres_for_centimetres_and_grams_for_kilograms_are_flagged_at_every_age(
    sex: Sex, days: int, share: Decimal
) -> None:
    tables = tables_for(sex)
    kilograms = share * Decimal(str(tables.wfa.rows[days].median))
    centimetres = (share / 10 + Decimal("0.9")) * Decimal(str(tables.lhfa.rows[days].median))

    growth = assess_growth(sex=sex, age_days=days, weight_kg=kilograms * 1000, height_cm=centimetres * 10)

    assert growth.implausible >= {"weight_for_age", "height_for_age"}


@given(
    st.lists(
        st.tuples(
            sexes,
            st.integers(0, 7000),
            st.one_of(st.none(), st.decimals(-1, 90, places=1)),
            st.one_of(st.none(), st.decimals(-1, 190, places=1)),
            st.sampled_from([None, *Position]),
            st.one_of(st.none(), st.decimals(30, 60, places=1)),
            st.one_of(st.none(), st.decimals(8, 25, places=1)),
            st.booleans(),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_children_in_columns_score_as_one_by_one(children: list[tuple[object, ...]]) -> None:
    names = ("sexes", "age_days", "weight_kg", "height_cm", "positions", "head_cm", "muac_cm", "oedema")
    one = ("sex", "age_days", "weight_kg", "height_cm", "position", "head_cm", "muac_cm", "oedema")

    columns = dict(zip(names, zip(*children, strict=True), strict=True))
    together = score_children(**columns)

    alone = [assess_growth(**dict(zip(one, child, strict=True))) for child in children]  # type: ignore[arg-type]
    assert together == [
        Hundredths(
            *(
                None if (z := getattr(growth, f"{name}_z")) is None else int(z * 100)
                for name in Hundredths._fields
            )
        )
        for growth in alone
    ]


def test_columns_left_out_are_not_measured_and_lengths_must_fit() -> None:
    assert score_children(sexes=[Sex.MALE], age_days=[365], weight_kg=[9.6]) == [
        Hundredths(-4, None, None, None, None, None)
    ]
    with pytest.raises(ValueError, match="shorter"):
        score_children(sexes=[Sex.MALE], age_days=[365], weight_kg=[])
    with pytest.raises(ValueError, match="sebelum tanggal lahir"):
        score_children(sexes=[Sex.MALE], age_days=[-1], weight_kg=[3])
