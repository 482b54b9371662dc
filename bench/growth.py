"""Rows per second of the growth command on 100,000 invented rows: make bench ARGS=growth."""

from __future__ import annotations

import io
import random
import sys
from time import perf_counter

from visits.rules.growth.cli import score_file

ROWS = 100_000
HEADER = "sex,age_days,weight_kg,lenhei_cm,measured,headc_cm,muac_cm,oedema"


def generated_rows(count: int) -> str:
    """A CSV of invented children with every measure filled in, the same at every run."""
    generator = random.Random(20261012)
    lines = [HEADER]
    for _ in range(count):
        day = generator.randrange(1857)
        height = 50 + day**0.55 * generator.uniform(0.88, 1.04)
        weight = 3.3 + day**0.5 * generator.uniform(0.24, 0.4)
        head, muac = generator.gauss(45, 3), generator.gauss(14.5, 1.5)
        sex, oedema = generator.choice("MF"), "y" if generator.random() < 0.01 else "n"
        lines.append(
            f"{sex},{day},{weight:.1f},{height:.1f},{generator.choice('LH')},{head:.1f},{muac:.1f},{oedema}"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Time the scoring of the whole file, reading and writing CSV included."""
    text = generated_rows(ROWS)
    start = perf_counter()
    score_file(text, io.StringIO(), sys.stderr)
    seconds = perf_counter() - start
    print(f"growth: {ROWS} rows in {seconds:.2f} s, {ROWS / seconds:,.0f} rows/s")


if __name__ == "__main__":
    main()
