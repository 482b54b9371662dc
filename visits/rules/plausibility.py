"""Is a typed value possible, and does it fit the child and last month? (RANGE-01)

Limits, sentences and their sources are in the table "plausibility". Questions about a whole card, beside the person's
own history, are in visits.rules.doubts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from registry.rules.life_stage import Age, Sex
from visits.rules.book import CURRENT, Rules
from visits.rules.growth import FIRST_STANDING_DAY, assess_growth
from visits.rules.weight_gain import GRAMS, grams_between, minimum_gain_g
from visits.rules.wording import child_text, number_text


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest possible value, both allowed; `name` and `unit` are for people."""

    low: Decimal
    high: Decimal
    unit: str
    name: str
    text: str

    def allows(self, value: Decimal | int) -> bool:
        """Whether the value is possible at all."""
        return self.low <= value <= self.high

    @property
    def message(self) -> str:
        """What to say about a value outside."""
        low, high = number_text(self.low), number_text(self.high)
        return self.text.format(name=self.name, low=low, high=high, unit=self.unit)


def ranges_of(card: str, *, rules: Rules = CURRENT) -> Mapping[str, Range]:
    """Possible values of a card ("child", "school_age", "adult") by field (RANGE-01)."""
    rows = rules.rows("plausibility")
    # From school age on, the cards share what is not weight or height.
    found = rows[card] if card == "child" else {**rows["body"], **rows[card]}
    return {field: _range(row, rows["texts"]["range"]) for field, row in found.items()}


def _range(row: Mapping[str, str], text: str) -> Range:
    return Range(Decimal(row["low"]), Decimal(row["high"]), row["unit"], row["name"], text)


# Of the newest edition: what the database itself refuses.
CHILD_RANGES = ranges_of("child")
SCHOOL_RANGES = ranges_of("school_age")
ADULT_RANGES = ranges_of("adult")


def weight_warning(
    *,
    sex: Sex,
    age: Age,
    weight_kg: Decimal,
    height_cm: Decimal | None = None,
    previous_kg: Decimal | None = None,
    rules: Rules = CURRENT,
) -> str | None:
    """What to ask about a child's weight in kg: wrong for the age, swapped with height, or unlike last month's.

    None when there is nothing to ask. `previous_kg` is last month's weight (RANGE-01).
    """
    rows = rules.rows("plausibility")
    texts = rows["texts"]
    if weight_fits(weight_kg, sex, age):
        return None if previous_kg is None else _weight_change(sex, age, previous_kg, weight_kg, rules)
    if height_cm is not None and weight_fits(height_cm, sex, age) and height_fits(weight_kg, sex, age):
        swapped: str = texts["swapped"]
        return swapped.format(weight=number_text(height_cm), height=number_text(weight_kg))
    meant = _meant(weight_kg, rows, lambda kg: weight_fits(kg, sex, age, rows["ordinary_z"]))
    measure = texts["weight"].format(value=number_text(weight_kg))
    is_possible = ranges_of("child", rules=rules)["weight_kg"].allows(weight_kg)
    return _question(texts, measure, age, meant, texts["weigh_again"], is_possible)


def height_warning(
    *,
    sex: Sex,
    age: Age,
    height_cm: Decimal,
    previous_cm: Decimal | None = None,
    rules: Rules = CURRENT,
) -> str | None:
    """What to ask about a child's length or height in cm; None when there is nothing to ask (RANGE-01)."""
    rows = rules.rows("plausibility")
    texts = rows["texts"]
    kind = "length" if age.days < FIRST_STANDING_DAY else "height"
    measure: str = texts[kind].format(value=number_text(height_cm))
    if not height_fits(height_cm, sex, age):
        meant = _meant(height_cm, rows, lambda cm: height_fits(cm, sex, age, rows["ordinary_z"]))
        is_possible = ranges_of("child", rules=rules)["height_cm"].allows(height_cm)
        return _question(texts, measure, age, meant, texts["measure_again"], is_possible)
    if previous_cm is not None and previous_cm - height_cm > Decimal(rows["length_loss_cm"]):
        shorter: str = texts["shorter"]
        return shorter.format(measure=measure, before=number_text(previous_cm))
    return None


def weight_fits(weight_kg: Decimal, sex: Sex, age: Age, within_z: int | None = None) -> bool:
    """Whether WHO takes a weight in kg for this age as plausible, or as within so many SD (ANT-08)."""
    growth = assess_growth(sex=sex, age_days=age.days, weight_kg=weight_kg)
    return _fits("weight_for_age" in growth.implausible, growth.weight_for_age_z, within_z)


def height_fits(height_cm: Decimal, sex: Sex, age: Age, within_z: int | None = None) -> bool:
    """Whether WHO takes a length in cm for this age as plausible, or as within so many SD (ANT-08)."""
    growth = assess_growth(sex=sex, age_days=age.days, height_cm=height_cm)
    return _fits("height_for_age" in growth.implausible, growth.height_for_age_z, within_z)


def _weight_change(sex: Sex, age: Age, previous_kg: Decimal, weight_kg: Decimal, rules: Rules) -> str | None:
    rows = rules.rows("plausibility")
    gain = grams_between(previous_kg, weight_kg)
    minimum = minimum_gain_g(sex, age.months, rules=rules)
    share = Decimal(abs(gain)) / (previous_kg * GRAMS)
    # A healthy baby gains more than that share in each of its first months; only the minimum gain tells much from more.
    fast_growing = gain > 0 and age.months < rows["fast_growth_months"]
    too_much = minimum is not None and gain > rows["gain_times_minimum"] * minimum
    if not too_much and (share <= Decimal(rows["weight_change_share"]) or fast_growing):
        return None
    texts = rows["texts"]
    text: str = texts["weight_change"]
    return text.format(
        direction=texts["gained" if gain > 0 else "lost"],
        change=number_text(abs(weight_kg - previous_kg)),
        before=number_text(previous_kg),
    )


def _meant(value: Decimal, rows: Mapping[str, Any], fits: Callable[[Decimal], bool]) -> Decimal | None:
    """What was meant when a slip moved the decimal point or wrote grams: an ordinary value."""
    slipped = (value * Decimal(slip) for slip in rows["slips"])
    return next((candidate for candidate in slipped if fits(candidate)), None)


def _question(
    texts: Mapping[str, str], measure: str, age: Age, meant: Decimal | None, again: str, is_possible: bool
) -> str:
    values = {"measure": measure, "person": child_text(age), "again": again}
    if meant is not None:
        return texts["meant"].format(**values, meant=number_text(meant))
    return texts["rare" if is_possible else "impossible"].format(**values)


def _fits(implausible: bool, z: Decimal | None, within_z: int | None) -> bool:
    if within_z is None or z is None:
        return not implausible
    return abs(z) <= within_z
