"""A phone that reads the day's package: what it shows of a person, worked out from the package alone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.test import Client

from registry.models import Membership, Posyandu, User
from visits.fields import COLUMNS, empty_of
from visits.models import Session

Pack = dict[str, Any]
Shown = list[tuple[int, list[tuple[str, str]], list[str]]]


def address(session: Session) -> str:
    return f"/api/v1/sessions/{session.pk}/pack/"


def fetch(client: Client, session: Session) -> Pack:
    answer = client.get(address(session))
    assert answer.status_code == 200, answer.content
    content: Pack = answer.json()
    return content


def long_ago(user: User) -> User:
    """The user, who has worked there for years."""
    Membership.objects.filter(user=user).update(valid_from=date(2020, 1, 1))
    return user


def number(posyandu: Posyandu) -> Posyandu:
    """The Posyandu with what the generated people are made from."""
    posyandu.official_number, posyandu.dusun, posyandu.rw = "2005.1", "Krajan", "01"
    posyandu.save()
    return posyandu


def sections_of(pack: Pack, profile: Pack, values: Pack) -> Shown:
    """Step, asked columns with their labels, folded names; a folded column that is filled stands among the others."""
    found = []
    for section in profile["sections"]:
        folded = [name for name in section["folded"] if not _shows(values.get(name))]
        asked = [name for name in section["columns"] if name not in folded]
        found.append((section["step"], [(name, label_of(pack, profile, name)) for name in asked], folded))
    return found


def _shows(value: Any) -> bool:
    """Whether the page calls it a value: Tidak is one, no tablets are none."""
    return isinstance(value, bool) or value not in (None, "", [], 0)


def label_of(pack: Pack, profile: Pack, name: str) -> str:
    label: str = profile["labels"].get(name) or pack["columns"][name]["label"]
    return label


def seen_of(person: Pack, names: list[str]) -> dict[str, str]:
    """What the entry page calls `seen`: each value in a text that is the same for equal values."""
    values = person.get("visit", {}).get("values", {})
    found = {}
    for name in names:
        value = values.get(name, empty_of(name))
        is_number = COLUMNS[name].kind == "decimal" and value is not None
        found[name] = value if is_number else json.dumps(value)
    return found


def default_for(pack: Pack, sex: str, born: date) -> Pack:
    """The row of the defaults for a newcomer."""
    day = born.isoformat()
    rows = [
        row
        for row in pack["defaults"]
        if row["sex"] == sex and day <= row["born_to"] and (row["born_from"] or "") <= day
    ]
    assert len(rows) == 1, (sex, day, rows)
    found: Pack = rows[0]
    return found
