"""Every public rule says what it gives, in which unit, what it refuses and which document it follows.

The convention, read from each docstring of `registry/rules` and `visits/rules` alone, not from its module's:

- Public functions, and the public methods and properties of public classes, have a docstring.
- A public function names its source: a rule id of the clinical vectors (TBC-01), a document (Buku KIA, KMK, Permenkes,
  WHO, a Posyandu card...), or, where no document stands behind it, a sentence "Source: ...".
- A number has its unit at the end of its name (`weight_kg`, `months`) or in the docstring of its function or class.
- What raises says so: "Raises ValueError when...".

An exported function of `static/js/clinical` has a JSDoc comment right above it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).resolve().parent.parent.parent
RULES = ("registry/rules", "visits/rules")
SCRIPTS = "static/js/clinical"
Definition = ast.FunctionDef | ast.ClassDef

# The input of z-scores has no vectors of its own: those of ANT-11 hold it.
TESTED_WITH_ANOTHER = {"ANT-01"}
# Questionnaires whose names look like rules.
NO_RULE = {"SRQ-20", "GDS-15"}
RULE_ID = re.compile(r"\b[A-Z][A-Z0-9]*-\d\d\b")
DOCUMENT = re.compile(
    r"\b(?:KMK|Permenkes|PP \d+/\d{4}|WHO|Buku KIA|Juknis PKG|Kemendagri|Dukcapil|Kartu Bantu|Posyandu cards?|"
    r"cards of 2023|registers? of 2023)\b|\bSource: (?!as above|see )\S"
)
NUMBERS = {"int", "float", "Decimal", "Number", "Measure", "Glucose"}
# The unit itself, or what is counted, put in order or named by a number and needs none.
UNIT_IN_NAME = re.compile(
    r"(?:^|_)(?:kg|g|iu|kcal|cm|mm|mg_?dl|g_?dl|z|seconds|hours|days?|weeks|months?|years?|trimester|percent|"
    r"score|total|number|serial|count|answered|places|tablets|meals|feeds|groups|children|problems|words|path|id|order|births|posyandu)$"
)
UNIT = re.compile(
    r"\b(?:kg|kilograms?|g|grams?|mg|kcal|cm|(?:centi)?metres?|mm|mmHg|mg/dL|g/dL|seconds|hours|days?|weeks|months?|years|"
    r"units?|SD|z-scores?|z|per cent|percent|pack-years|score|points|times|number)\b",
    re.IGNORECASE,
)
# Measures whose everyday name has no unit, and never go without.
ALWAYS = {
    "systolic": "mmHg",
    "diastolic": "mmHg",
    "bmi": "kg",
    "bmi_before": "kg",
    "first_trimester_bmi": "kg",
}
EXPORTED = re.compile(
    r"^export (?:default )?(?:async )?(?:function\*? *(\w+)|(?:const|let) (\w+) = (?:async )?(?:\(|\w+ =>))"
)


def is_public(node: ast.stmt) -> TypeGuard[Definition]:
    return isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")


def definitions(source: str) -> Iterator[tuple[str, Definition, bool]]:
    """Public functions, classes and their methods: name, node and whether it is a function of the module."""
    for node in filter(is_public, ast.parse(source).body):
        yield node.name, node, isinstance(node, ast.FunctionDef)
        for method in filter(is_public, node.body if isinstance(node, ast.ClassDef) else []):
            yield f"{node.name}.{method.name}", method, False


def names_source(text: str, rule_ids: set[str]) -> bool:
    return bool(DOCUMENT.search(text) or rule_ids & set(RULE_ID.findall(text)))


def numbers_without_unit(node: Definition) -> list[str]:
    """Numeric parameters, or attributes of a class, that neither name nor docstring gives a unit."""
    if isinstance(node, ast.ClassDef):
        attributes = [line for line in node.body if isinstance(line, ast.AnnAssign)]
        pairs = [(ast.unparse(line.target), line.annotation) for line in attributes]
    else:
        arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
        pairs = [(argument.arg, argument.annotation) for argument in arguments if argument.annotation]
    numeric = [name for name, kind in pairs if NUMBERS & set(re.findall(r"\w+", ast.unparse(kind)))]
    text = ast.get_docstring(node) or ""
    in_text = bool(UNIT.search(text))
    return [
        name
        for name in numeric
        if not (ALWAYS[name] in text if name in ALWAYS else in_text or UNIT_IN_NAME.search(name))
    ]


def own_raises(node: ast.AST) -> Iterator[ast.Raise]:
    """What the function itself raises; functions inside it answer for themselves."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Raise):
            yield child
        if not isinstance(child, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            yield from own_raises(child)


def is_silent_about_errors(node: Definition, text: str) -> bool:
    raises = isinstance(node, ast.FunctionDef) and any(own_raises(node))
    return raises and not re.search(r"\braises\b", text, re.IGNORECASE)


def faults(source: str, rule_ids: set[str]) -> list[str]:
    found = []
    for name, node, of_module in definitions(source):
        text = ast.get_docstring(node) or ""
        if not text:
            found.append(f"{name}: no docstring")
            continue
        if of_module and not names_source(text, rule_ids):
            found.append(f"{name}: no source")
        if is_silent_about_errors(node, text):
            found.append(f"{name}: does not say that it raises")
        found += [f"{name}: no unit of {number}" for number in numbers_without_unit(node)]
        unknown = [rule for rule in RULE_ID.findall(text) if rule not in rule_ids | NO_RULE]
        found += [f"{name}: unknown rule {rule}" for rule in unknown]
    return found


def has_comment_above(lines: list[str], number: int) -> bool:
    """Whether the lines right above are a JSDoc comment, of one line or more."""
    above = lines[:number]
    if not above or not above[-1].endswith("*/"):
        return False
    opening = next((line for line in reversed(above) if line.lstrip().startswith("/*")), "")
    return opening.lstrip().startswith("/**")


def exports_without_comment(script: str) -> list[str]:
    lines = script.splitlines()
    exported = ((number, EXPORTED.match(line)) for number, line in enumerate(lines))
    return [
        match[1] or match[2] for number, match in exported if match and not has_comment_above(lines, number)
    ]


def known_ids() -> set[str]:
    vectors = json.loads((ROOT / "tests" / "golden" / "clinical-vectors.json").read_text("utf-8"))
    return {rule["id"] for rule in vectors["rules"]} | TESTED_WITH_ANOTHER


def test_every_public_rule_says_its_source_units_and_errors() -> None:
    modules = [path for folder in RULES for path in sorted((ROOT / folder).rglob("*.py"))]
    assert len(modules) > 50
    found = {
        path.relative_to(ROOT).as_posix(): faults(path.read_text("utf-8"), known_ids()) for path in modules
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_every_exported_function_of_the_phone_has_a_comment() -> None:
    scripts = sorted((ROOT / SCRIPTS).rglob("*.js"))
    assert len(scripts) > 50
    found = {path.name: exports_without_comment(path.read_text("utf-8")) for path in scripts}
    assert {name: bare for name, bare in found.items() if bare} == {}


def test_a_silent_rule_is_noticed() -> None:
    source = '''
def weigh(weight_kg: Decimal, waist: Decimal) -> str:
    """The class (BMI-99)."""
    raise ValueError

class Card:
    """What is measured."""
    pulse: int

    @property
    def label(self) -> str:
        return ""
'''
    assert faults(source, {"TBC-01"}) == [
        "weigh: no source",
        "weigh: does not say that it raises",
        "weigh: no unit of waist",
        "weigh: unknown rule BMI-99",
        "Card: no unit of pulse",
        "Card.label: no docstring",
    ]


def test_a_rule_that_says_everything_passes() -> None:
    source = '''
def weigh(weight_kg: Decimal, waist: Decimal) -> str:
    """The class by weight and waist in cm (IMT-01). Raises ValueError below zero."""
    raise ValueError

def _helper(): pass
'''
    assert faults(source, {"IMT-01"}) == []


def test_a_bare_export_is_noticed() -> None:
    script = """
/** Says it. */
export function said() {}
/**
 * Says it.
 * @param {number} x
 */
export const alsoSaid = (x) => x;
/* Not for readers. */
export function whispered() {}
export const bare = (x) => x;
export const LIMIT = 3;
"""
    assert exports_without_comment(script) == ["whispered", "bare"]
