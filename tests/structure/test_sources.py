"""Limits on the project's own files: short files, short functions, no inline scripts, settings that are described."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = (
    "posyandu",
    "registry",
    "visits",
    "reports",
    "tests",
    "bench",
    "scripts",
    "deploy",
    "templates",
    "static",
)
SUFFIXES = {".py", ".html", ".js", ".mjs", ".css", ".sh", ".toml", ".conf"}
FILE_LINES = 400
FUNCTION_LINES = 50
# Inside an opening tag only: "<", a tag name, and anything up to the attribute without leaving the tag.
INLINE = re.compile(r"<[a-zA-Z][^<>]*?\s(style|on[a-z]+)\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style\b", re.IGNORECASE)
READ_FROM_ENVIRONMENT = re.compile(r"""(?:\benv(?:\.\w+)?|_secret)\(\s*"([A-Z][A-Z_]+)\"""")


def sources(*suffixes: str) -> Iterator[Path]:
    """The files that people write; migrations and what npm or a build puts down are left out."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and "migrations" not in path.parts and path.is_file():
                yield path


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def long_functions(source: str) -> list[str]:
    tree = ast.parse(source)
    functions = (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES]


def inline_code(template: str) -> list[str]:
    """Style attributes, handlers, and scripts or styles in the page itself: the browser refuses them all."""
    # Template tags may hold "<" and quotes of their own.
    plain = re.sub(r"{[%#{].*?[%#}]}", "", template, flags=re.DOTALL)
    return [match[0][:60] for pattern in (INLINE, SCRIPT) for match in pattern.finditer(plain)]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in sources(*SUFFIXES)}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_of_the_application_is_longer_than_fifty_lines() -> None:
    # A test may tell a long story.
    code = [path for path in sources(".py") if path.relative_to(ROOT).parts[0] != "tests"]
    assert len(code) > 50
    found = {name_of(path): long_functions(path.read_text("utf-8")) for path in code}
    assert {name: long for name, long in found.items() if long} == {}


def test_templates_have_no_inline_code() -> None:
    # Paper has no browser policy, and takes its style from inside the document.
    screens = [path for path in sources(".html") if "pdf" not in path.parts]
    assert len(screens) > 20
    found = {name_of(path): inline_code(path.read_text("utf-8")) for path in screens}
    assert {name: code for name, code in found.items() if code} == {}


def environment_names() -> list[str]:
    settings = (ROOT / "posyandu" / "settings.py").read_text("utf-8")
    return sorted(set(READ_FROM_ENVIRONMENT.findall(settings)))


def test_the_search_finds_the_settings() -> None:
    assert {"DATABASE_URL", "DATA_DIR", "FIELD_KEY", "HASH_KEY", "SECRET_KEY"} <= set(environment_names())


def test_every_setting_of_the_environment_is_described() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    text = "\n".join(page.read_text("utf-8") for page in pages if page.exists())
    assert [name for name in environment_names() if not re.search(rf"\b{name}\b", text)] == []


def test_a_long_function_and_inline_code_are_noticed() -> None:
    body = "    x = 1\n"
    assert long_functions("def short():\n" + body * 49 + "def long():\n" + body * 50) == ["long"]
    assert len(inline_code('<p style="color: red">')) == 1
    assert len(inline_code('<button class="btn"\n onclick="go()">')) == 1
    assert len(inline_code("<script>go()</script><style>p {}</style>")) == 2
    fine = '<p class="style">style = on</p><script src="a.js"></script><input value="{{ a|default:"<b style=" }}">'
    assert inline_code(fine) == []
