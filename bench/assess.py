"""A child's visit from measures to results, in memory: make bench ARGS=assess."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from time import process_time

import django

from bench.support.report import table, write

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "posyandu.settings")
django.setup()

from registry.models import Resident  # noqa: E402 -- models exist from here on
from registry.rules.life_stage import add_months  # noqa: E402
from visits.assess import assess_person  # noqa: E402
from visits.models import ChildCheck, Visit  # noqa: E402
from visits.results import result_of  # noqa: E402
from visits.rulebook import Shelf  # noqa: E402

BORN = date(2024, 10, 2)
RUNS = 2_000
HISTORIES = (1, 6, 24)


def visits_of(child: Resident, count: int) -> list[Visit]:
    """Monthly visits of a growing child, every field of the card filled."""
    visits = []
    for month in range(1, count + 1):
        visit = Visit(resident=child, posyandu_id=1, date=add_months(BORN, month))
        visit.child_check = ChildCheck(
            visit=visit,
            weight_kg=Decimal("3.8") + Decimal("0.35") * month,
            height_cm=Decimal(53) + Decimal("1.5") * month,
            position="telentang",
            head_cm=Decimal(38) + Decimal("0.4") * month,
            muac_cm=Decimal("13.5"),
        )
        visits.append(visit)
    return visits


def microseconds(child: Resident, visits: list[Visit]) -> tuple[float, float]:
    """For each visit: deriving every column, and reading the sentences from them."""
    books, runs = Shelf(), RUNS // len(visits)
    assess_person(child, visits, [], books=books)
    start = process_time()
    for _ in range(runs):
        assess_person(child, visits, [], books=books)
    assessed = process_time()
    for _ in range(runs):
        for visit in visits:
            result_of(visit, books=books)
    said = process_time()
    each = 1_000_000 / (runs * len(visits))
    return (assessed - start) * each, (said - assessed) * each


def main() -> None:
    """Measure and write bench/results/assess.md."""
    child = Resident(sex="P", birth_date=BORN, posyandu_id=1)
    rows = []
    for count in HISTORIES:
        derived, said = microseconds(child, visits_of(child, count))
        rows.append([f"{count}", f"{derived:.0f}", f"{said:.0f}"])
    head = ["visits of the child", "columns derived, µs a visit", "sentences read, µs a visit"]
    write(
        "assess",
        "A full child visit",
        "Six z-scores with flags, all classes, N/T/O/B and 2T, month's last values; nothing is saved.",
        table(head, rows),
    )


if __name__ == "__main__":
    main()
