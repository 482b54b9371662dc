"""Every acceptance vector of the clinical rules: `--vectors FILE` runs another file of the same format.

The vectors (golden/clinical-vectors.json) speak Indonesian; tests.visits.rules.vectors holds one adapter for each rule.
A rule without an adapter and an expected value that no adapter answers are failures.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.visits.rules.vectors import ADAPTERS

GOLDEN = Path(__file__).parents[2] / "golden" / "clinical-vectors.json"
# z-scores and percentages have two decimals; another program may round the last one differently.
TOLERANCE = 0.005


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each vector of the chosen file."""
    chosen = metafunc.config.getoption("--vectors", default=None)
    path = Path(chosen) if chosen else GOLDEN
    content = json.loads(path.read_text(encoding="utf-8"))
    rules = content["rules"] if isinstance(content, dict) else content
    if not any(rule["vectors"] for rule in rules):
        raise pytest.UsageError(f"{path} holds no vectors")
    if "vector" in metafunc.fixturenames:
        cases = [
            pytest.param(rule["id"], vector, id=str(vector.get("id", f"{rule['id']}-{place}")))
            for rule in rules
            for place, vector in enumerate(rule["vectors"], start=1)
        ]
        metafunc.parametrize(("rule", "vector"), cases)
    elif "rule_ids" in metafunc.fixturenames:
        metafunc.parametrize("rule_ids", [[rule["id"] for rule in rules]], ids=[path.stem])


def test_every_rule_of_the_file_has_an_adapter(rule_ids: list[str]) -> None:
    assert [rule for rule in rule_ids if rule not in ADAPTERS] == []


def test_the_rule_answers_as_the_vector_says(rule: str, vector: dict[str, Any]) -> None:
    answer = ADAPTERS[rule](vector["input"])

    assert agrees(answer, vector["expected"]), f"{vector['input']} gave {answer}, not {vector['expected']}"


def agrees(answer: Any, expected: Any) -> bool:
    """Whether the answer holds every expected value; numbers may differ by the last rounding."""
    if isinstance(expected, dict):
        return isinstance(answer, dict) and all(
            key in answer and agrees(answer[key], value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(answer, list | tuple)
            and len(answer) == len(expected)
            and all(agrees(one, other) for one, other in zip(answer, expected, strict=True))
        )
    if isinstance(answer, bool) or isinstance(expected, bool):
        return answer is expected
    if isinstance(expected, float) and isinstance(answer, int | float | Decimal):
        return abs(float(answer) - expected) <= TOLERANCE
    return bool(answer == expected)


@pytest.mark.parametrize(
    ("answer", "expected", "same"),
    [
        ({"z": -3.0, "more": 1}, {"z": -3.004}, True),
        ({"z": -3.0}, {"z": -3.01}, False),
        ({"z": -3.0}, {"z": -3.0, "unread": None}, False),
        ({"found": ["a", "b"]}, {"found": ["a"]}, False),
        ({"refer": 1}, {"refer": True}, False),
        (None, {"refer": True}, False),
        (None, None, True),
    ],
)
def test_an_answer_agrees_only_when_it_says_everything_expected(
    answer: Any, expected: Any, same: bool
) -> None:
    assert agrees(answer, expected) is same
