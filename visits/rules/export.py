"""The tables of the rules in one piece, for the phone's copy of the rules: python -m visits.rules.export.

Tables are taken as they stand in their files, with every edition, so that the phone can open them at any day. What the
curves and the registry's rules hold as constants becomes tables here, because no number is typed a second time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any

from registry.rules import life_stage, nik, region, wording
from visits.rules import book
from visits.rules.growth import who

HASH_LENGTH = 16


def bundle(overrides: Sequence[book.Override] = ()) -> dict[str, Any]:
    """Every table with its editions, and what a kabupaten changed, each with its place in the rows.

    Source: the tables' files; ValueError for a setting that no table declares.
    """
    tables = {name: _exported(book.read_table(name)) for name in book.table_names()}
    content = {"tables": tables | _constants(), "overrides": [_override(each) for each in overrides]}
    return {"version": _digest(content), **content}


def content_hash(overrides: Sequence[book.Override] = ()) -> str:
    """Names exactly this content; part of the bundle's address. Source: SHA-256 of the content, shortened."""
    version: str = bundle(overrides)["version"]
    return version


def _exported(table: Mapping[str, Any]) -> dict[str, Any]:
    return {"editions": table["editions"]}


def _override(override: book.Override) -> dict[str, Any]:
    return {
        "table": override.table,
        "path": list(book.setting(override.table, override.setting).path),
        "value": override.value,
        "valid_from": override.valid_from.isoformat(),
        "valid_until": override.valid_until.isoformat() if override.valid_until else None,
    }


@cache
def _constants() -> dict[str, Any]:
    rows = {
        "who_growth": who.exported(),
        "life_stage": _life_stage(),
        "nik": _nik(),
        "region": _region(),
        "calendar": {"months": wording.MONTHS},
    }
    return {name: {"editions": [_only_edition(each)]} for name, each in rows.items()}


def _only_edition(rows: dict[str, Any]) -> dict[str, Any]:
    return {"edition": book.RELEASE, "valid_from": None, "valid_until": None, "rows": rows}


def _life_stage() -> dict[str, Any]:
    return {
        "stages": [
            {"stage": stage, "label": stage.label, "first_month": month}
            for stage, month in life_stage.FIRST_MONTH.items()
        ],
        "neonate_max_days": life_stage.NEONATE_MAX_DAYS,
        "adolescent_years": [life_stage.ADOLESCENT_YEARS.start, life_stage.ADOLESCENT_YEARS.stop],
    }


def _nik() -> dict[str, Any]:
    return {
        "length": nik.LENGTH,
        "female_day_offset": nik.FEMALE_DAY_OFFSET,
        "max_age_years": nik.MAX_AGE_YEARS,
        "provinces": sorted(nik.PROVINCE_CODES),
        "errors": _messages(nik.NikError),
        "warnings": _messages(nik.NikWarning),
        "kk_message": "".join(nik.KkReading(is_valid=False).messages),
    }


def _messages(kinds: type[nik.NikError] | type[nik.NikWarning]) -> dict[str, dict[str, str]]:
    return {kind.name.lower(): {"code": kind.value, "message": kind.message} for kind in kinds}


def _region() -> dict[str, Any]:
    return {
        "pattern": region.CODE.pattern,
        "levels": {level.name.lower(): level.value for level in region.RegionLevel},
        "villages": region.VILLAGES,
        "first_city_number": region.FIRST_CITY_NUMBER,
    }


def _digest(content: Mapping[str, Any]) -> str:
    return sha256(as_text(content).encode()).hexdigest()[:HASH_LENGTH]


def as_text(content: Mapping[str, Any]) -> str:
    """JSON without spaces, the same for the same content. Source: JSON, with its keys in the order of the tables."""
    # Keys keep their order: in some tables it is the order of the card.
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    sys.stdout.write(as_text(bundle()))
