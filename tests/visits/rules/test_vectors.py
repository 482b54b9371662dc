"""Every acceptance vector of the clinical rules that the code covers, run through one adapter for each rule.

The vectors (golden/clinical-vectors.json) speak Indonesian; an adapter turns an input into the code's arguments and the
answer back into the vector's words. A rule that nobody covers yet is named in NOT_YET_COVERED.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.visits.rules.adapters import ADAPTERS

RULES = json.loads(
    (Path(__file__).parents[2] / "golden" / "clinical-vectors.json").read_text(encoding="utf-8")
)
Values = dict[str, Any]

# Rules of later work: other cards, other programmes, and what recaps count.
NOT_YET_COVERED = frozenset(
    {
        "AGE-02",
        "ANT-13",
        "ANT-15",
        "LILA-02",
        "LILA-03",
        "KMS-05",
        "KMS-06",
        "KMS-07",
        "TD-05",
        "TD-06",
        "KOL-01",
        "AU-01",
        "HB-01",
        "PUMA-01",
        "TBC-01",
        "SRQ-01",
        "SDQ-01",
        "PHQ4-01",
        "AKS-01",
        "SKILAS-01",
        "MATA-01",
        "TELINGA-01",
        "GDS-01",
        "REMAJA-01",
        "IMU-01",
        "IMU-02",
        "IMU-03",
        "VITA-01",
        "CACING-01",
        "ASI-01",
        "MPASI-01",
        "KPSP-01",
        "KPSP-02",
        "KEMBANG-01",
        "BBL-01",
        "TTDREM-01",
        "HML-01",
        "HML-02",
        "HML-03",
        "HML-04",
        "HML-05",
        "HML-06",
        "HML-07",
        "HML-08",
        "NIFAS-01",
        "NEO-01",
        "NIFAS-02",
        "RISTI-01",
        "NIK-01",
        "NIK-02",
        "KK-01",
        "WIL-01",
        "ROKOK-01",
        "KB-01",
        "RAPUH-01",
        "ELIG-01",
        "RUJUK-01",
        "RUJUK-02",
    }
)

VECTORS = [
    pytest.param(rule["id"], vector["input"], vector["expected"], id=vector["id"])
    for rule in RULES["rules"]
    for vector in rule["vectors"]
    if rule["id"] in ADAPTERS
]


def test_each_rule_is_covered_or_named_as_not_yet_covered() -> None:
    assert {rule["id"] for rule in RULES["rules"]} == ADAPTERS.keys() | NOT_YET_COVERED
    assert not ADAPTERS.keys() & NOT_YET_COVERED


@pytest.mark.parametrize(("rule", "given", "expected"), VECTORS)
def test_vector(rule: str, given: Values, expected: Values) -> None:
    answer = ADAPTERS[rule](given)

    assert {key: answer[key] for key in expected} == expected
