"""Scores of many children at once, from columns: a survey, an import, a whole kabupaten."""

from __future__ import annotations

from collections.abc import Sequence

from registry.rules.life_stage import Sex
from visits.rules.growth.scores import (
    DAYS_PER_MONTH,
    Hundredths,
    Measured,
    Number,
    Position,
    correct_length,
    score,
)
from visits.rules.growth.who import tables_for


def score_children(
    *,
    sexes: Sequence[Sex],
    age_days: Sequence[int],
    weight_kg: Sequence[Number | None] | None = None,
    height_cm: Sequence[Number | None] | None = None,
    positions: Sequence[Position | None] | None = None,
    head_cm: Sequence[Number | None] | None = None,
    muac_cm: Sequence[Number | None] | None = None,
    oedema: Sequence[bool] | None = None,
) -> list[Hundredths]:
    """The scores that assess_growth gives each child, as whole hundredths; a column left out was not measured.

    Weights in kg, the rest in cm, ages in whole days. Raises ValueError for an age below 0 and for columns of
    different lengths (ANT-01 to ANT-03, ANT-10).
    """
    nothing = [None] * len(sexes)
    if any(days < 0 for days in age_days):
        raise ValueError("Tanggal ukur sebelum tanggal lahir.")
    tables = {sex: tables_for(sex) for sex in Sex}
    scored = []
    for sex, days, weight, height, position, head, muac, swollen in zip(
        sexes,
        age_days,
        nothing if weight_kg is None else weight_kg,
        nothing if height_cm is None else height_cm,
        nothing if positions is None else positions,
        nothing if head_cm is None else head_cm,
        nothing if muac_cm is None else muac_cm,
        nothing if oedema is None else oedema,
        strict=True,
    ):
        length = round(float(height) * 1000) if height is not None and height > 0 else 0
        if length and position is not None:
            length = correct_length(length, days, position)
        measured = Measured(
            0.0 if weight is None else float(weight),
            length,
            0.0 if head is None else float(head),
            0.0 if muac is None else float(muac),
            bool(swollen),
        )
        scored.append(score(tables[sex], days, days / DAYS_PER_MONTH, measured))
    return scored
