"""Names by sex and by the years in which parents chose them, put together at random: nobody real.

names.json lists Javanese and Indonesian first and last names; a list holds from its `born_from` to the next one's.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from registry.rules.life_stage import Sex

_FILE = Path(__file__).parent / "names.json"


def person_name(random: Random, sex: Sex, birth_year: int) -> str:
    """A name that a person of this sex and year might have; the oldest have one word."""
    fashion = next(one for one in reversed(_fashions()) if birth_year >= one["born_from"])
    first = random.choice(fashion[sex.value]["first"])
    last = random.choice(fashion[sex.value]["last"] or [""])
    return f"{first} {last}".strip() if last != first else str(first)


@cache
def _fashions() -> list[dict[str, Any]]:
    fashions: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return fashions
