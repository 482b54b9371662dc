"""WHO's scores once more, slowly: Decimal throughout, straight from the committed rows and WHO's formulas.

Shares nothing with visits.rules.growth but the file of rows (which has its own check value), so that a fault in one
of the two shows.
"""

from __future__ import annotations

import json
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import cache
from itertools import accumulate
from pathlib import Path

ROWS = Path(__file__).parents[4] / "visits" / "rules" / "tables" / "who_growth.json"
DAYS_PER_MONTH = Decimal("30.4375")
INDICES = (
    "weight_for_age",
    "height_for_age",
    "weight_for_height",
    "bmi_for_age",
    "head_for_age",
    "muac_for_age",
)

Lms = tuple[Decimal, Decimal, Decimal]


@cache
def rows(name: str, sex: str) -> dict[Decimal, Lms]:
    """WHO's rows of one table by x in days, months or centimetres; `sex` is L (boys) or P (girls)."""
    table = json.loads(ROWS.read_text(encoding="ascii"))["editions"][0]["rows"][name]
    columns = [
        [Decimal(value).scaleb(-digits) for value in accumulate(table[sex][letter])]
        for letter, digits in (("l", 4), ("m", 4), ("s", 5))
    ]
    unit = Decimal("0.1") if name in {"wfl", "wfh"} else Decimal(1)
    return {(table["first"] + offset) * unit: lms for offset, lms in enumerate(zip(*columns, strict=True))}


def lms_at(table: dict[Decimal, Lms], x: Decimal, step: Decimal) -> Lms | None:
    """The row at x; between two rows, each of L, M and S on the straight line between them."""
    below = x - x % step
    part = (x - below) / step
    if below not in table or (part and below + step not in table):
        return None
    if not part:
        return table[below]
    low, high = table[below], table[below + step]
    return (
        low[0] + part * (high[0] - low[0]),
        low[1] + part * (high[1] - low[1]),
        low[2] + part * (high[2] - low[2]),
    )


def z_score(lms: Lms | None, y: Decimal, *, adjusted: bool) -> Decimal | None:
    """WHO's z to 2 decimals; `adjusted`: past 3 SD in steps of the distance between the lines at 2 and 3 SD."""
    if lms is None or y <= 0:
        return None
    power, median, variation = lms

    def line(k: int) -> Decimal:
        return median * (1 + power * variation * k) ** (1 / power)

    z = (y / median).ln() / variation if not power else ((y / median) ** power - 1) / (power * variation)
    if adjusted and z > 3:
        z = 3 + (y - line(3)) / (line(3) - line(2))
    if adjusted and z < -3:
        z = -3 + (y - line(-3)) / (line(-2) - line(-3))
    return z.quantize(Decimal("0.01"), ROUND_HALF_EVEN) + 0


def slow_scores(
    sex: str,
    days: int,
    *,
    weight: Decimal | None = None,
    height: Decimal | None = None,
    lying: bool | None = None,
    head: Decimal | None = None,
    arm: Decimal | None = None,
    oedema: bool = False,
) -> dict[str, Decimal | None]:
    """All six scores of one child, by name; kg and cm."""
    with localcontext() as context:
        context.prec = 40
        if height is not None:
            height = _as_measured_for_age(height, days, lying)
        kg = None if oedema else weight
        bmi = kg / (height / 100) ** 2 if kg is not None and height else None
        found: dict[str, Decimal | None] = dict.fromkeys(INDICES)
        if days <= 1856:
            tables: tuple[str, ...] = ("wfa", "lhfa", "bfa", "hcfa", "acfa")
            x, for_height = Decimal(days), "wfl" if days < 731 else "wfh"
            if kg is not None and height:
                lms = lms_at(rows(for_height, sex), height, Decimal("0.1"))
                found["weight_for_height"] = z_score(lms, kg, adjusted=True)
        else:
            tables, x = ("wfa07", "hfa07", "bfa07"), days / DAYS_PER_MONTH
        values = (kg, height, bmi, head, arm)
        names = ("weight_for_age", "height_for_age", "bmi_for_age", "head_for_age", "muac_for_age")
        # From five years on there are three tables only.
        for name, table, value in zip(names[: len(tables)], tables, values[: len(tables)], strict=True):
            if value is not None:
                plain = name in {"height_for_age", "head_for_age"}
                found[name] = z_score(lms_at(rows(table, sex), x, Decimal(1)), value, adjusted=not plain)
        return found


def _as_measured_for_age(height: Decimal, days: int, lying: bool | None) -> Decimal:
    if lying is False and 9 * DAYS_PER_MONTH <= days < 731:
        return height + Decimal("0.7")
    return height - Decimal("0.7") if lying and days >= 731 else height
