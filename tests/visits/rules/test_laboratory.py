"""Cholesterol, uric acid and haemoglobin at every edge."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.rules.life_stage import Sex
from visits.rules.advice import Level
from visits.rules.anaemia import AnaemiaClass, AnaemiaGroup, classify_haemoglobin
from visits.rules.book import CURRENT
from visits.rules.laboratory import CholesterolClass, UricAcidClass, classify_cholesterol, classify_uric_acid
from visits.rules.sentences import sentence_for


def test_cholesterol_limits_belong_to_the_higher_class() -> None:
    assert [classify_cholesterol(value) for value in (199, 200, 239, 240)] == [
        CholesterolClass.NORMAL,
        CholesterolClass.BORDERLINE,
        CholesterolClass.BORDERLINE,
        CholesterolClass.HIGH,
    ]
    assert classify_cholesterol(None) is None


def test_uric_acid_is_high_only_over_the_limit_of_the_sex() -> None:
    assert classify_uric_acid(Sex.MALE, Decimal("6.5")) is UricAcidClass.NORMAL
    assert classify_uric_acid(Sex.FEMALE, Decimal("6.5")) is UricAcidClass.HIGH
    assert classify_uric_acid(Sex.MALE, None) is None


@pytest.mark.parametrize(
    ("sex", "months", "pregnant", "group", "limits"),
    [
        (Sex.MALE, 6, False, AnaemiaGroup.UNDER_FIVE, ("11.0", "10.0", "7.0")),
        (Sex.FEMALE, 59, False, AnaemiaGroup.UNDER_FIVE, ("11.0", "10.0", "7.0")),
        (Sex.FEMALE, 60, False, AnaemiaGroup.CHILD, ("11.5", "11.0", "8.0")),
        (Sex.MALE, 143, False, AnaemiaGroup.CHILD, ("11.5", "11.0", "8.0")),
        (Sex.MALE, 144, False, AnaemiaGroup.YOUNG_TEEN, ("12.0", "11.0", "8.0")),
        (Sex.FEMALE, 179, False, AnaemiaGroup.YOUNG_TEEN, ("12.0", "11.0", "8.0")),
        (Sex.FEMALE, 180, False, AnaemiaGroup.WOMAN, ("12.0", "11.0", "8.0")),
        (Sex.MALE, 180, False, AnaemiaGroup.MAN, ("13.0", "11.0", "8.0")),
        (Sex.FEMALE, 170, True, AnaemiaGroup.PREGNANT, ("11.0", "10.0", "7.0")),
    ],
)
def test_each_group_has_its_limits(
    sex: Sex, months: int, pregnant: bool, group: AnaemiaGroup, limits: tuple[str, str, str]
) -> None:
    classes = list(AnaemiaClass)
    for place, limit in enumerate(limits):
        at = classify_haemoglobin(sex=sex, months=months, pregnant=pregnant, g_dl=Decimal(limit))
        under = classify_haemoglobin(
            sex=sex, months=months, pregnant=pregnant, g_dl=Decimal(limit) - Decimal("0.1")
        )
        assert at is not None
        assert under is not None
        assert (at.group, at.category) == (group, classes[place])
        assert (under.group, under.category) == (group, classes[place + 1])


def test_under_six_months_and_without_a_value_there_is_no_class() -> None:
    for months, value in ((5, Decimal(9)), (20, None)):
        assert classify_haemoglobin(sex=Sex.MALE, months=months, pregnant=False, g_dl=value) is None


def test_every_class_has_a_sentence_with_a_level() -> None:
    assert set(CURRENT.rows("anaemia")["advice"]) == set(AnaemiaClass)
    assert set(CURRENT.rows("laboratory")["cholesterol_advice"]) == set(CholesterolClass)
    assert set(CURRENT.rows("laboratory")["uric_acid_advice"]) == set(UricAcidClass)
    found = sentence_for("anaemia", AnaemiaClass.SEVERE, "hb")
    assert found is not None
    assert (found.field, found.level) == ("hb", Level.REFER)
    assert found.text == "Kurang darah berat. Segera ke Puskesmas hari ini."
    high = sentence_for("laboratory", UricAcidClass.HIGH, "uric_acid", part="uric_acid_advice")
    assert high is not None
    assert high.level is Level.REFER
    assert sentence_for("anaemia", None, "hb") is None
