"""A child born early, where the kabupaten decided to count its age from the day it was due."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from registry.rules.life_stage import Sex
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits.models import ChildCheck, RuleOverride
from visits.results import result_of
from visits.rules.growth import assess_growth


def checked(village: Village, age_days: int, weeks: int | None) -> ChildCheck:
    born = OPENING_DAY - timedelta(days=age_days)
    child = make_resident(village.melati, born=born, since=born, gestation_weeks=weeks)
    return make_visit(child, weight_kg="4.2", height_cm="54.0").child_check


def z_at(age_days: int) -> Decimal | None:
    return assess_growth(sex=Sex.FEMALE, age_days=age_days, weight_kg=Decimal("4.2")).weight_for_age_z


@pytest.fixture
def corrected(village: Village) -> None:
    RuleOverride.objects.create(
        unit=village.kabupaten,
        setting="growth_age.correct_preterm",
        value="ya",
        valid_from=date(2026, 1, 1),
        reason="SK",
    )


@pytest.mark.parametrize(("weeks", "early"), [(32, 56), (36, 28), (37, 0), (40, 0), (None, 0)])
@pytest.mark.usefixtures("corrected")
def test_a_child_born_before_37_weeks_is_compared_at_its_age_since_term(
    village: Village, weeks: int | None, early: int
) -> None:
    assert checked(village, 100, weeks).weight_for_age_z == z_at(100 - early)


def test_without_that_decision_the_age_since_birth_counts(village: Village) -> None:
    assert checked(village, 100, 32).weight_for_age_z == z_at(100)


@pytest.mark.usefixtures("corrected")
def test_before_the_day_it_was_due_a_child_has_no_score_and_no_class(village: Village) -> None:
    card = checked(village, 20, 32)

    assert [getattr(card, f"{index}_z") for index in ChildCheck.INDICES] == [None] * len(ChildCheck.INDICES)
    assert (card.weight_for_age, card.height_for_age, card.corrected_height_cm) == ("", "", Decimal("54.0"))
    assert result_of(card.visit).scores == []
