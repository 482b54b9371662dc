"""A phone in the village: Debian's Chromium, cut off from the internet, on a live server with a real database."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)
from pytest_django.live_server_helper import LiveServer

from registry.models import Resident, User
from registry.rules.life_stage import add_months
from visits.models import Session

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1366, "height": 768}
# Above the slowest page of a busy machine; a page that fails does so at once.
PATIENCE_MS = 15_000
AT_REST_MS = 700
expect.set_options(timeout=PATIENCE_MS)

# What promises that no visit is lost must hold the first time, however busy the machine is.
NEVER_AGAIN = ("/offline/", "/test_five_phones.py", "/test_thirty_people.py")

Enter = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A page that was late is looked at once more, and the report names it; but never where a visit could be lost."""
    for item in items:
        place = item.path.as_posix()
        if "/tests/browser/" in place and not any(part in place for part in NEVER_AGAIN):
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass
class Troubles:
    """What went wrong in the browser. A test that goes looking for a refusal names its status in `expected`."""

    home: str
    expected: set[int] = field(default_factory=set)
    found: list[str] = field(default_factory=list)

    def said(self, message: ConsoleMessage) -> None:
        refused = any(f"status of {status} " in message.text for status in self.expected)
        if message.type in ("error", "warning") and not refused:
            self.found.append(f"console: {message.text} ({message.location.get('url')})")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.found.append(f"another host was asked: {request.url}")

    def answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.found.append(f"{response.status}: {response.url}")

    def failed(self, request: Request) -> None:
        # A request that the page itself dropped, as for a download or a newer search, is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"{request.failure}: {request.url}")

    def thrown(self, error: Error) -> None:
        self.found.append(f"script: {error.message}")


class _Counted(StaticFilesHandler):
    """Knows how many pages are being made, so that a test can wait for the last one."""

    at_work = 0
    changed = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        with self.changed:
            _Counted.at_work += 1
        try:
            return super().__call__(environ, start_response)
        finally:
            with self.changed:
                _Counted.at_work -= 1
                self.changed.notify_all()


def wait_for_quiet() -> None:
    """Until no page is being made: the database is to be emptied after the last answer, not under it."""
    with _Counted.changed:
        _Counted.changed.wait_for(lambda: _Counted.at_work == 0, PATIENCE_MS / 1000)


class _OneAtATime(_Counted):
    """Pages wait for each other: SQLite in memory is one connection, which the server's threads share."""

    turn = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        if self._should_handle(environ["PATH_INFO"]):
            return super().__call__(environ, start_response)
        with self.turn:
            return super().__call__(environ, start_response)


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """pytest-django's server, with one page at a time on SQLite."""
    server = LiveServer("127.0.0.1", start=False)
    server.thread.static_handler = _OneAtATime if connection.vendor == "sqlite" else _Counted
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Pages are drawn before collectstatic has given each file its hash."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {
        "executable_path": os.environ.get("CHROMIUM") or "/usr/bin/chromium",
        "args": [
            "--no-sandbox",
            "--disable-quic",
            "--disable-background-networking",
            "--no-first-run",
            # No name but this machine's has an address: what a page fetches from elsewhere fails.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"viewport": PHONE, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}


@pytest.fixture
def quiet_server(live_server: LiveServer, transactional_db: None) -> Iterator[None]:
    """Set up before the browser, so that the database is emptied only when the last answer is given."""
    yield
    wait_for_quiet()


@pytest.fixture(autouse=True)
def troubles(quiet_server: None, context: BrowserContext, live_server: LiveServer) -> Iterator[Troubles]:
    """Fails the test when a page complained, asked another host, or was refused something."""
    troubles = Troubles(home=live_server.url)
    context.set_default_timeout(PATIENCE_MS)
    context.on("console", troubles.said)
    context.on("request", troubles.asked)
    context.on("response", troubles.answered)
    context.on("requestfailed", troubles.failed)
    context.on("weberror", lambda raised: troubles.thrown(raised.error))
    yield troubles
    assert troubles.found == []


@pytest.fixture
def enter(context: BrowserContext, page: Page, live_server: LiveServer) -> Enter:
    """`enter(user, path)`: the browser, logged in as this person, at this page."""

    def open_page(user: User, path: str = "/", size: ViewportSize = PHONE) -> Page:
        session = Client()
        session.force_login(user)
        context.clear_cookies()
        context.add_cookies(
            [{"name": "sessionid", "value": session.cookies["sessionid"].value, "url": live_server.url}]
        )
        page.set_viewport_size(size)
        page.goto(live_server.url + path)
        return page

    return open_page


def roster(session: Session) -> str:
    """Path of a session's page."""
    return reverse("session_detail", args=[session.pk])


def entry(session: Session, resident: Resident) -> str:
    """Path of the page on which somebody is measured in a session."""
    return reverse("visit_entry", args=[session.pk, resident.pk])


def months_ago(count: int) -> date:
    """The day of today `count` months ago; birthdays by it stay right on whatever day the tests run."""
    return add_months(timezone.localdate(), -count)


def last_month() -> date:
    """A day of last month that is at most 31 days ago."""
    return add_months(timezone.localdate(), -1)


def sideways(page: Page) -> list[str]:
    """What reaches beyond the right edge, when the page can be scrolled sideways."""
    found = page.evaluate(
        """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          const clips = (part) => getComputedStyle(part).overflowX !== "visible";
          const scrolls = (part) => part && (clips(part) || scrolls(part.parentElement));
          const wide = [...document.querySelectorAll("body *")].filter(
            (part) => part.getBoundingClientRect().right > root.clientWidth + 0.5 && !scrolls(part.parentElement));
          return wide.slice(0, 5).map((part) => part.outerHTML.slice(0, 120)).concat(`${root.scrollWidth} px`);
        }"""
    )
    return cast(list[str], found)


def settle(page: Page) -> None:
    """Until a change of colours has reached the screen."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def serious(page: Page, *rules: str) -> list[str]:
    """What axe calls serious or critical, and still does after a moment; only these rules where some are named.

    A busy machine may still be drawing the colours of before: what is wrong with a page stays wrong.
    """
    if not (found := _serious(page, *rules)):
        return found
    page.wait_for_timeout(AT_REST_MS)
    return _serious(page, *rules)


def _serious(page: Page, *rules: str) -> list[str]:
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{found['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for found in violations
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


def texts(found: Locator | Iterable[Locator]) -> list[str]:
    """The words of each element, with single spaces."""
    parts = found.all() if isinstance(found, Locator) else found
    return [" ".join(part.inner_text().split()) for part in parts]
