"""A page in real Chromium that holds the phone's copy of the rules, straight from the project's files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).parents[2]
HOME = "http://aturan.test"
RUNNER = f"{HOME}/tests/runner.js"
_FOLDERS = {"/static/": ROOT / "static", "/tests/": Path(__file__).parent / "clinical"}
_TYPES = {".js": "text/javascript", ".json": "application/json", ".csv": "text/csv"}


def _answer(route: Route) -> None:
    path = route.request.url.removeprefix(HOME)
    folder = next((each for each in _FOLDERS if path.startswith(each)), None)
    if folder is None:
        route.fulfill(body="<!DOCTYPE html><title>Aturan</title>", content_type="text/html")
        return
    file = _FOLDERS[folder] / path.removeprefix(folder)
    if file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=_TYPES[file.suffix])
    else:
        route.fulfill(status=404, body="")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """An empty page whose modules can be imported; nothing leaves the machine."""
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta")
    context.route("**/*", _answer)
    page = context.new_page()
    page.goto(HOME)
    yield page
    context.close()


def areas() -> list[str]:
    """Names of the modules of adapters."""
    files = (Path(__file__).parent / "clinical").glob("*.js")
    return sorted(file.stem for file in files if file.stem != "runner")


def caller(page: Page, module: str) -> Callable[..., Any]:
    """`caller(phone, "nutrition")("classifyHead", [[-2.1], [0]], bundle())`: the answer to each case.

    The rules come last, those of `day` where one is given.
    """

    def call(function: str, cases: list[list[Any]], bundle: dict[str, Any], day: str | None = None) -> Any:
        script = """async ({ url, book, name, cases, bundle, day }) => {
            const module = await import(url);
            const { Book } = await import(book);
            const opened = new Book(bundle);
            const rules = day ? opened.on(day) : opened.current;
            return cases.map((given) => module[name](...given, rules));
        }"""
        return page.evaluate(
            script,
            {
                "url": f"/static/js/clinical/{module}.js",
                "book": "/static/js/clinical/book.js",
                "name": function,
                "cases": cases,
                "bundle": bundle,
                "day": day,
            },
        )

    return call
