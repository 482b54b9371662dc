"""What is sent in the place of an entry: by kind, by choice, and never more than a person decided."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.app.conftest import OpenApp
from tests.conftest import Village

pytestmark = pytest.mark.browser
BODIES = """async ([name, cases]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const mending = await import(new URL("./mending.js", path).href);
  return cases.map((given) => mending[name](...given));
}"""


def bodies(page: Page, name: str, *cases: tuple[Any, ...]) -> list[Any]:
    return list(page.evaluate(BODIES, [name, [list(case) for case in cases]]))


def refused(kind: str, body: dict[str, Any], *stored: tuple[str, Any], **result: Any) -> dict[str, Any]:
    """An item in conflict about these fields."""
    errors = [{"code": 301, "field": field, "message": "", "stored": value} for field, value in stored]
    return {"kind": kind, "body": body, "answer": {"code": 301, "errors": errors, "result": result}}


def test_what_is_sent_after_a_choice(app: OpenApp, village: Village) -> None:
    page = app(village.kader)
    visit = refused(
        "visit",
        {
            "visit": "v",
            "measures": {"weight_kg": "9.4", "height_cm": "79", "sick": False},
            "seen": {"weight_kg": None, "height_cm": None, "sick": None},
            "confirmed": ["height_cm"],
        },
        ("weight_kg", "9.60"),
        ("height_cm", "78.0"),
    )
    doses = refused(
        "immunisation",
        {"date": "2026-10-12", "doses": [{"code": "BCG", "given_on": "2026-10-01"}, {"code": "OPV1"}]},
        ("BCG", "2026-09-01"),
    )
    sheet = refused("screening", {"form": "aks", "answers": {}}, ("aks", {}), form_revision=3)
    letter = refused("referral", {"codes": ["x"]}, ("", None), seen="mark")
    mine, theirs = "mine", "theirs"
    assert bodies(
        page,
        "chosenBody",
        (visit, {"weight_kg": mine, "height_cm": theirs}),
        (visit, {"weight_kg": theirs, "height_cm": theirs}),
        (doses, {"BCG": mine}),
        (doses, {"BCG": theirs}),
        (sheet, {"aks": mine}),
        (sheet, {"aks": theirs}),
        (letter, {"": mine}),
        (letter, {"": theirs}),
    ) == [
        {
            "visit": "v",
            "measures": {"weight_kg": "9.4", "sick": False},
            "seen": {"weight_kg": "9.60", "sick": None},
            "confirmed": [],
        },
        {"visit": "v", "measures": {"sick": False}, "seen": {"sick": None}, "confirmed": []},
        {
            "date": "2026-10-12",
            "doses": [{"code": "BCG", "given_on": "2026-10-01", "seen": "2026-09-01"}, {"code": "OPV1"}],
        },
        {"date": "2026-10-12", "doses": [{"code": "OPV1"}]},
        {"form": "aks", "answers": {}, "form_revision": 3},
        None,
        {"codes": ["x"], "seen": "mark"},
        None,
    ]


def test_what_is_sent_after_mending(app: OpenApp, village: Village) -> None:
    page = app(village.kader)
    visit = {
        "kind": "visit",
        "body": {"measures": {"weight_kg": "940"}, "seen": {"weight_kg": "9.1"}, "confirmed": ["muac_cm"]},
    }
    fields = [
        {"name": "weight_kg", "kind": "decimal"},
        {"name": "systolic", "kind": "whole"},
        {"name": "position", "kind": "choice"},
        {"name": "reason", "kind": "text"},
    ]
    doses = {"kind": "immunisation", "body": {"date": "d", "doses": [{"code": "BCG"}, {"code": "OPV1"}]}}
    person = {"kind": "newcomer", "body": {"name": "Rani", "rt": "02"}}
    assert bodies(
        page,
        "mendedBody",
        (visit, {"weight_kg": "9,40 kg", "systolic": "120"}, [], fields),
        (visit, {"weight_kg": "sembilan", "position": ""}, ["weight_kg"], fields),
        (visit, {"weight_kg": "", "reason": "Salah tulis"}, [], fields),
        (doses, {"BCG": "2026-10-01"}, ["BCG"], [{"name": "BCG", "kind": "date"}]),
        (person, {"name": "Rani Putri", "rt": ""}, [], []),
    ) == [
        {
            "measures": {"weight_kg": "9.40", "systolic": 120},
            "seen": {"weight_kg": "9.1", "systolic": None},
            "confirmed": ["muac_cm"],
        },
        {
            "measures": {"weight_kg": "sembilan"},
            "seen": {"weight_kg": "9.1"},
            "confirmed": ["muac_cm", "weight_kg"],
        },
        {
            "measures": {"weight_kg": None},
            "seen": {"weight_kg": "9.1"},
            "confirmed": ["muac_cm"],
            "reason": "Salah tulis",
        },
        {
            "date": "d",
            "doses": [{"code": "BCG", "given_on": "2026-10-01"}, {"code": "OPV1"}],
            "confirmed": ["BCG"],
        },
        {"name": "Rani Putri"},
    ]
