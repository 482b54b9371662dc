"""Is a typed value possible, and does it fit the child and last month? (RANGE-01)

Limits, sentences and their sources are in the table "plausibility". Questions about a whole card, beside the person's
own history, are in visits.rules.doubts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from registry.rules.life_stage import Age, Sex, add_months
from registry.rules.wording import MONTHS
from visits.rules.book import CURRENT, Rules
from visits.rules.growth import FIRST_STANDING_DAY, assess_growth
from visits.rules.weight_gain import GRAMS, grams_between, minimum_gain_g
from visits.rules.wording import child_text, number_text


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest possible value in `unit`, both allowed; `name` and `unit` are for people."""

    low: Decimal
    high: Decimal
    unit: str
    name: str
    text: str

    def allows(self, value: Decimal | int) -> bool:
        """Whether the value, in the unit of the range, is possible at all."""
        return self.low <= value <= self.high

    @property
    def message(self) -> str:
        """What to say about a value outside."""
        low, high = number_text(self.low), number_text(self.high)
        return self.text.format(name=self.name, low=low, high=high, unit=self.unit)


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask about a value; a refused one cannot be kept by confirming it."""

    text: str
    is_refused: bool = False


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
    earlier: str | None = None,
    rules: Rules = CURRENT,
) -> Question | None:
    """What to ask about a child's weight in kg: wrong for the age, swapped with height, or unlike the one before.

    None when there is nothing to ask. `previous_kg` is the weight before, `earlier` the words for when that was, last
    month without them (RANGE-01).
    """
    rows = rules.rows("plausibility")
    texts = rows["texts"]
    if weight_kg <= 0:
        return _not_positive("weight_kg", rules)
    if weight_fits(weight_kg, sex, age):
        change = (
            None if previous_kg is None else _weight_change(sex, age, previous_kg, weight_kg, earlier, rules)
        )
        return Question(change) if change else None
    is_possible = ranges_of("child", rules=rules)["weight_kg"].allows(weight_kg)
    is_slip = not is_possible or _is_impossible(rows, "weight_for_age", _z_of_weight(weight_kg, sex, age))
    if height_cm is not None and are_swapped(weight_kg, height_cm, sex, age, rules=rules):
        swapped: str = texts["swapped"]
        return Question(swapped.format(weight=number_text(height_cm), height=number_text(weight_kg)), is_slip)
    meant = _meant(weight_kg, rows, lambda kg: weight_fits(kg, sex, age, rows["ordinary_z"]))
    values = {
        "measure": texts["weight"].format(value=number_text(weight_kg)),
        "person": child_text(age),
        "again": texts["weigh_again"],
    }
    return _question(texts, values, meant, is_possible=is_possible, is_slip=is_slip)


def height_warning(
    *,
    sex: Sex,
    age: Age,
    height_cm: Decimal,
    previous_cm: Decimal | None = None,
    earlier: str | None = None,
    rules: Rules = CURRENT,
) -> Question | None:
    """What to ask about a child's length or height in cm; None when there is nothing to ask (RANGE-01).

    `previous_cm` is the one before, `earlier` the words for when that was, last month without them.
    """
    rows = rules.rows("plausibility")
    texts = rows["texts"]
    if height_cm <= 0:
        return _not_positive("height_cm", rules)
    kind = "length" if age.days < FIRST_STANDING_DAY else "height"
    measure: str = texts[kind].format(value=number_text(height_cm))
    if not height_fits(height_cm, sex, age):
        return _unlike_age(sex, age, height_cm, measure, rules)
    if previous_cm is not None and previous_cm - height_cm > Decimal(rows["length_loss_cm"]):
        shorter: str = texts["shorter"]
        before = number_text(previous_cm)
        return Question(
            shorter.format(measure=measure, before=before, earlier=earlier or texts["last_month"])
        )
    return None


def earlier_text(day: date, previous_day: date | None, *, rules: Rules = CURRENT) -> str:
    """When the value before was taken (RANGE-01): "bulan lalu", or "12 November".

    The second where that is not the calendar month before.
    """
    if previous_day is None or add_months(previous_day.replace(day=1), 1) == day.replace(day=1):
        text: str = rules.rows("plausibility")["texts"]["last_month"]
        return text
    return f"{previous_day.day} {MONTHS[previous_day.month - 1]}"


def are_swapped(
    weight_kg: Decimal, height_cm: Decimal, sex: Sex, age: Age, *, rules: Rules = CURRENT
) -> bool:
    """Whether kg and cm stand in each other's place (RANGE-01): the "height" is a weight of this age.

    The "weight" is then a height of this age, or at least one that a child can have where the "height" is none.
    """
    if weight_fits(weight_kg, sex, age) or not weight_fits(height_cm, sex, age):
        return False
    heights = ranges_of("child", rules=rules)["height_cm"]
    only_other_way = heights.allows(weight_kg) and not heights.allows(height_cm)
    return only_other_way or height_fits(weight_kg, sex, age)


def weight_fits(weight_kg: Decimal, sex: Sex, age: Age, within_z: int | None = None) -> bool:
    """Whether WHO takes a weight in kg for this age as plausible, or as within so many SD (ANT-08)."""
    growth = assess_growth(sex=sex, age_days=age.days, weight_kg=weight_kg)
    return _fits("weight_for_age" in growth.implausible, growth.weight_for_age_z, within_z)


def height_fits(height_cm: Decimal, sex: Sex, age: Age, within_z: int | None = None) -> bool:
    """Whether WHO takes a length in cm for this age as plausible, or as within so many SD (ANT-08)."""
    growth = assess_growth(sex=sex, age_days=age.days, height_cm=height_cm)
    return _fits("height_for_age" in growth.implausible, growth.height_for_age_z, within_z)


def _z_of_weight(weight_kg: Decimal, sex: Sex, age: Age) -> Decimal | None:
    return assess_growth(sex=sex, age_days=age.days, weight_kg=weight_kg).weight_for_age_z


def _is_impossible(rows: Mapping[str, Any], index: str, z: Decimal | None) -> bool:
    """Whether no child of that age has this z-score; beyond all arithmetic there is none."""
    limits = rows["impossible_z"][index]
    return z is None or not Decimal(limits["low"]) <= z <= Decimal(limits["high"])


def _not_positive(field: str, rules: Rules) -> Question:
    name = ranges_of("child", rules=rules)[field].name
    return Question(rules.rows("plausibility")["texts"]["not_positive"].format(name=name), is_refused=True)


def _unlike_age(sex: Sex, age: Age, height_cm: Decimal, measure: str, rules: Rules) -> Question:
    rows = rules.rows("plausibility")
    texts, limits = rows["texts"], ranges_of("child", rules=rules)["height_cm"]
    is_possible = limits.allows(height_cm)
    z = assess_growth(sex=sex, age_days=age.days, height_cm=height_cm).height_for_age_z
    meant = _meant(height_cm, rows, lambda cm: height_fits(cm, sex, age, rows["ordinary_z"]))
    if meant is None and not is_possible:
        for slip in rows["unit_slips"]["height_cm"]:
            in_unit = height_cm * Decimal(slip["times"])
            if height_fits(in_unit, sex, age):
                values = {"unit": slip["unit"], "meant": number_text(in_unit), "right_unit": limits.unit}
                return Question(texts["unit_meant"].format(measure=measure, **values), is_refused=True)
    values = {"measure": measure, "person": child_text(age), "again": texts["measure_again"]}
    is_slip = not is_possible or _is_impossible(rows, "height_for_age", z)
    return _question(texts, values, meant, is_possible=is_possible, is_slip=is_slip)


def _weight_change(
    sex: Sex, age: Age, previous_kg: Decimal, weight_kg: Decimal, earlier: str | None, rules: Rules
) -> str | None:
    rows = rules.rows("plausibility")
    gain = grams_between(previous_kg, weight_kg)
    minimum = minimum_gain_g(sex, age.months, rules=rules)
    share = Decimal(abs(gain)) / (previous_kg * GRAMS)
    # WHO's median baby gains 29 to 33% in its first month and 23 to 25% in the second, from the third 14% and less: in
    # the first months only the minimum gain tells much from more.
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
        earlier=earlier or texts["last_month"],
    )


def _meant(value: Decimal, rows: Mapping[str, Any], fits: Callable[[Decimal], bool]) -> Decimal | None:
    """What was meant when a slip moved the decimal point or wrote grams: an ordinary value."""
    slipped = (value * Decimal(slip) for slip in rows["slips"])
    return next((candidate for candidate in slipped if fits(candidate)), None)


def _question(
    texts: Mapping[str, str],
    values: Mapping[str, str],
    meant: Decimal | None,
    *,
    is_possible: bool,
    is_slip: bool,
) -> Question:
    """A slip is a value that nobody of that age has: refused once it is known what was meant."""
    if meant is not None:
        text = texts["meant" if is_slip else "rare_meant"]
        return Question(text.format(**values, meant=number_text(meant)), is_slip)
    return Question(texts["rare" if is_possible else "impossible"].format(**values), not is_possible)


def _fits(implausible: bool, z: Decimal | None, within_z: int | None) -> bool:
    if within_z is None or z is None:
        return not implausible
    return abs(z) <= within_z
