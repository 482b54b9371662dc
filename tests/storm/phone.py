"""Real browsers: each phone is a context with tabs of one or two users, whose pages are closed, crashed, reopened."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Error, Page

from tests.storm.journal import Journal
from tests.storm.village import expire, log_in

Json = dict[str, Any]
PIN = "284916"
_HERE = Path(__file__).parent
_PAGE = (_HERE / "page.js").read_text("utf-8")
_CLOCK = (_HERE / "clock.js").read_text("utf-8")
_MODULES = {
    "queue": "js/offline/queue.js",
    "vault": "js/offline/vault.js",
    "sender": "js/offline/sender.js",
    "store": "js/offline/store.js",
    "status": "js/offline/status.js",
    "clock": "js/offline/clock.js",
    "saving": "js/app/saving.js",
    "ready": "js/app/ready.js",
    "day": "js/app/day.js",
}
# A page that answers no question for so long is dead.
PATIENCE_S = 90


class Gone(Exception):
    """The page was closed or crashed, or does not answer any more."""


@dataclass
class Phone:
    """One browser. `users` take turns where there are two; the login is one cookie for all tabs."""

    name: str
    home: str
    context: BrowserContext
    journal: Journal
    users: list[str]
    asset: Callable[[str], str]
    cookie: str = ""
    logged_in: str = ""
    shift_ms: int = 0

    async def prepare(self) -> None:
        """The clock that can be set, and the ear for what pages say."""
        await self.context.add_init_script(_CLOCK)
        await self.context.expose_binding("stormTold", self._told)

    def _told(self, _source: object, news: Json) -> None:
        self.journal.told(f"{self.name} {news['user']}", news)

    async def log_in(self, user: str = "") -> None:
        """A fresh login; of whoever was logged in where nobody is named."""
        self.logged_in = user or self.logged_in
        self.cookie = await asyncio.to_thread(log_in, self.logged_in)
        cookie = {"name": "sessionid", "value": self.cookie, "url": self.home}
        await self.context.add_cookies([cookie])  # type: ignore[list-item]

    async def expire(self) -> None:
        """The login runs out at the server; the phone does not know."""
        await asyncio.to_thread(expire, self.cookie)

    async def set_clock(self, shift_ms: int) -> None:
        """Put the phone's clock so far off the true time."""
        self.journal.clocks[self.name] += 1
        self.shift_ms = shift_ms
        for page in self.context.pages:
            with suppress(Error):
                # One page tells all tabs.
                await page.evaluate("(ms) => localStorage.setItem('badai:jam', String(ms))", shift_ms)
                return


@dataclass
class Tab:
    """One tab of a phone, opened with the PIN of one user."""

    phone: Phone
    user: str
    name: str
    page: Page | None = None
    # Numbers of the operations that the page is at.
    at_work: list[str] = field(default_factory=list)

    @property
    def device(self) -> str:
        """The queue that this tab writes to; another tab of the same user writes to it too."""
        return f"{self.phone.name} {self.user}"

    @property
    def is_alive(self) -> bool:
        return self.page is not None and not self.page.is_closed()

    async def open(self) -> None:
        """Load the app and open it with the PIN. Raises Gone."""
        page = await self.phone.context.new_page()
        self.page = page
        page.on("crash", lambda _: self._crashed(page))
        urls = {name: self.phone.asset(path) for name, path in _MODULES.items()}
        try:
            await asyncio.wait_for(self._load(page, urls), PATIENCE_S)
        except (Error, TimeoutError) as error:
            await self.kill()
            raise Gone(str(error)) from error

    async def _load(self, page: Page, urls: Json) -> None:
        await page.goto(f"{self.phone.home}/hp/", wait_until="commit")
        await page.evaluate(_PAGE, {"urls": urls, "user": self.user, "pin": PIN})

    def _crashed(self, page: Page) -> None:
        if self.page is page:
            self.page = None

    async def run(self, script: str, *given: Any) -> Any:
        """The answer of a script that sees `storm` and what is given. Raises Gone."""
        if self.page is None:
            raise Gone(self.name)
        try:
            asked = self.page.evaluate(f"async (given) => {{ {script} }}", list(given))
            return await asyncio.wait_for(asked, PATIENCE_S)
        except (Error, TimeoutError) as error:
            if self.is_alive and not is_end_of_page(error):
                raise
            raise Gone(str(error)) from error

    async def work(self, operations: list[Json], script: str, *given: Any) -> Any:
        """Let the page do what is planned; whatever of it nobody is told about may be there or not. Raises Gone."""
        numbers = [each["n"] for each in operations]
        self.phone.journal.intend(self.device, operations, time.time() * 1000)
        try:
            answer = await self.run(script, *given)
        except Gone:
            self.phone.journal.lose(numbers)
            await self.kill()
            raise
        self.phone.journal.forget(numbers)
        return answer

    async def kill(self) -> None:
        """Close the page, whatever it is doing."""
        page, self.page = self.page, None
        if page is not None:
            with suppress(Error):
                await page.close(run_before_unload=False)

    async def crash(self) -> None:
        """Let the page's process die, as on a phone without memory."""
        if (page := self.page) is None:
            return
        with suppress(Error, TimeoutError):
            session = await self.phone.context.new_cdp_session(page)
            await asyncio.wait_for(session.send("Page.crash"), 2)
        await self.kill()


def is_end_of_page(error: BaseException) -> bool:
    """Whether the page ended or locked itself, rather than its script being wrong."""
    words = ("closed", "crash", "destroyed", "navigat", "detached", "locked: ")
    return isinstance(error, TimeoutError) or any(word in str(error).lower() for word in words)
