"""A village register of 20,000 people, from the file to the register, on PostgreSQL: make bench ARGS=people_import.

Three of four people are new; the others are known already, half of them by NIK. Needs an empty PostgreSQL database.
"""

from __future__ import annotations

import csv
import io
import os
import resource
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from time import perf_counter, process_time
from typing import NamedTuple

import django

from bench.support.report import table, write

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "posyandu.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- models exist from here on
from django.db import connection  # noqa: E402

from registry.demo.names import person_name  # noqa: E402
from registry.importing import batches, upload  # noqa: E402
from registry.importing.template import workbook  # noqa: E402
from registry.models import OrgUnit, PeopleImport, Posyandu  # noqa: E402
from registry.rules.life_stage import Sex  # noqa: E402

PEOPLE = 20_000
KNOWN = 5_000
PLACES = 20
MOST_SECONDS, MOST_MEGABYTES = 60, 400
_random = Random(1)


def units() -> OrgUnit:
    """A Puskesmas with twenty Posyandu."""
    kabupaten = OrgUnit.objects.create(kind="kabupaten", code="33.20", name="Jepara")
    puskesmas = OrgUnit.objects.create(kind="puskesmas", code="P1", name="Bangsri I", parent=kabupaten)
    desa = OrgUnit.objects.create(kind="desa", code="33.20.08.2005", name="Jerukwangi", parent=puskesmas)
    for number in range(PLACES):
        unit = OrgUnit.objects.create(
            kind="posyandu", code=f"m{number}", name=f"Melati {number}", parent=desa
        )
        Posyandu.objects.create(unit=unit)
    return puskesmas


def people() -> Iterator[dict[str, str]]:
    """Families of four with the columns of the template."""
    for number in range(PEOPLE):
        family, place = number // 4, (number // 4) % PLACES
        if number % 4 == 0:
            father = person_name(_random, Sex.MALE, 1980)
            mother = person_name(_random, Sex.FEMALE, 1984)
        sex = Sex.MALE if number % 4 in (0, 2) else Sex.FEMALE
        year = (1980, 1984, 2012, 2024)[number % 4]
        born = date(year, 1, 1) + timedelta(days=_random.randrange(365))
        day = born.day + (40 if sex is Sex.FEMALE else 0)
        name = (father, mother)[number % 4] if number % 4 < 2 else person_name(_random, sex, year)
        serial = f"33{20 + number // 9999:02d}08{day:02d}{born:%m%y}{number % 9999 + 1:04d}"
        yield {
            "posyandu": f"Melati {place}", "no_kk": f"332008{150120 + family % 9:06d}{family:04d}",
            "alamat": f"Dukuh {place}",
            "rw": "01", "rt": f"{family % 12 + 1:02d}", "jamban": "Ya", "air_bersih": "Ya", "nik": serial, "nama": name,
            "jenis_kelamin": sex.label, "tanggal_lahir": f"{born:%d/%m/%Y}", "tempat_lahir": "Jepara",
            "hubungan": ("Kepala keluarga", "Istri/suami", "Anak", "Anak")[number % 4],
            "status_kawin": "Kawin" if number % 4 < 2 else "Belum kawin",
            "pendidikan": "SMA sederajat", "pekerjaan": "Petani/nelayan", "golongan_darah": "O",
            "hp": f"0812{number:08d}",
            "nama_ibu": mother if number % 4 > 1 else "", "nama_ayah": father if number % 4 > 1 else "",
        }  # fmt: skip


class Seconds(NamedTuple):
    """By the clock, and of this process's processor: the rest is the database's, and that of whoever else works."""

    clock: float
    processor: float


def timed(what: Callable[[], object]) -> Seconds:
    """How long something takes."""
    begun, working = perf_counter(), process_time()
    what()
    return Seconds(perf_counter() - begun, process_time() - working)


def to_the_end(batch: PeopleImport) -> None:
    """All steps until somebody has to decide, or all is done."""
    while batches.run(batch.pk).is_running:
        pass


def to_the_search(batch: PeopleImport) -> None:
    """All steps until the people are in; what remains is the search of look-alikes, a Posyandu a step."""
    while not batches.advance(batch.pk).to_search:
        pass


def megabytes() -> float:
    """The most memory this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def as_csv(rows: list[dict[str, str]]) -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def bring_in(unit: OrgUnit, data: bytes) -> dict[str, Seconds]:
    """Seconds for each part of an import."""
    seconds: dict[str, Seconds] = {}
    found: list[PeopleImport] = []

    def read() -> None:
        found.append(batches.start(unit=unit, posyandu=None, user=None, upload=upload.read(data)))

    seconds["file read and kept"] = timed(read)
    batch = found[0]
    seconds["checked"] = timed(lambda: to_the_end(batch))
    batches.confirm(batch.pk)
    seconds["written and linked"] = timed(lambda: to_the_search(batch))
    seconds["look-alikes searched afterwards"] = timed(lambda: to_the_end(batch))
    batch.refresh_from_db()
    print(batch.state, batch.counts, file=sys.stderr)
    print(seconds, file=sys.stderr, flush=True)
    return seconds


def main() -> None:
    """Measure and write bench/results/people_import.md."""
    if connection.vendor != "postgresql":
        raise SystemExit("PostgreSQL: scripts/with-postgres.sh python -m bench.people_import")
    call_command("migrate", verbosity=0)
    puskesmas = units()
    rows = list(people())
    some = rows[:: PEOPLE // KNOWN]
    halved = [row | {"nik": ""} if number % 2 else row for number, row in enumerate(some)]
    bring_in(puskesmas, as_csv(halved))
    with workbook(rows) as book:
        data = book.read()
    rows.clear()
    before = megabytes()
    seconds = bring_in(puskesmas, data)
    first = list(seconds.values())[:3]
    whole, own = sum(value.clock for value in first), sum(value.processor for value in first)
    lines = [[name, f"{value.clock:.1f}", f"{value.processor:.1f}"] for name, value in seconds.items()]
    lines += [["**check and write, the first three**", f"**{whole:.1f}** of {MOST_SECONDS}", f"{own:.1f}"]]
    memory = [
        ["before the import", f"{before:.0f}"],
        ["highest", f"**{megabytes():.0f}** of {MOST_MEGABYTES}"],
    ]
    write(
        "people_import",
        f"Import of {PEOPLE:,} people from Excel",
        "Time by the clock, on PostgreSQL without waiting for its disk.",
        table(["part", "seconds", "of them in Python"], lines),
        table(["memory of the process", "MB"], memory),
    )
    if whole > MOST_SECONDS or megabytes() > MOST_MEGABYTES:
        raise SystemExit("too slow, or too much memory")


if __name__ == "__main__":
    main()
