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

GOLDEN = Path(__file__).parents[2] / "golden"
# The second holds what the first leaves out: missing inputs, edges, tails.
FILES = (GOLDEN / "clinical-vectors.json", GOLDEN / "project-vectors.json")
# z-scores and percentages have two decimals; another program may round the last one differently.
TOLERANCE = 0.005


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each vector of the chosen file, else of the project's own."""
    chosen = metafunc.config.getoption("--vectors", default=None)
    paths = [Path(chosen)] if chosen else FILES
    rules = [rule for path in paths for rule in _rules_of(path)]
    if "vector" in metafunc.fixturenames:
        cases = [
            pytest.param(rule["id"], vector, id=str(vector.get("id", f"{rule['id']}-{place}")))
            for rule in rules
            for place, vector in enumerate(rule["vectors"], start=1)
        ]
        metafunc.parametrize(("rule", "vector"), cases)
    elif "rule_ids" in metafunc.fixturenames:
        metafunc.parametrize("rule_ids", [[rule["id"] for rule in rules]], ids=[paths[0].stem])


def _rules_of(path: Path) -> list[dict[str, Any]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    rules: list[dict[str, Any]] = content["rules"] if isinstance(content, dict) else content
    if not any(rule["vectors"] for rule in rules):
        raise pytest.UsageError(f"{path} holds no vectors")
    return rules


def test_every_rule_of_the_file_has_an_adapter(rule_ids: list[str]) -> None:
    assert [rule for rule in rule_ids if rule not in ADAPTERS] == []


def test_the_rule_answers_as_the_vector_says(rule: str, vector: dict[str, Any]) -> None:
    answer, expected = ADAPTERS[rule](vector["input"]), vector["expected"]

    agreed = agrees(answer, expected) or (says_nothing(answer) and says_nothing(expected))
    assert agreed, f"{vector['input']} gave {answer}, not {expected}"


def says_nothing(answer: Any) -> bool:
    """Without an input there is no result: as a whole, or null for each part of it."""
    return answer is None or (
        isinstance(answer, dict) and bool(answer) and all(value is None for value in answer.values())
    )


def agrees(answer: Any, expected: Any) -> bool:
    """Whether the answer holds every expected value; numbers may differ by the last rounding, a set has no order."""
    if isinstance(answer, frozenset) and isinstance(expected, list):
        return len(expected) == len(answer) and set(expected) == answer
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
        ({"found": frozenset("ab")}, {"found": ["b", "a"]}, True),
        ({"found": frozenset("ab")}, {"found": ["b", "b"]}, False),
        ({"refer": 1}, {"refer": True}, False),
        (None, {"refer": True}, False),
        (None, None, True),
    ],
)
def test_an_answer_agrees_only_when_it_says_everything_expected(
    answer: Any, expected: Any, same: bool
) -> None:
    assert agrees(answer, expected) is same
