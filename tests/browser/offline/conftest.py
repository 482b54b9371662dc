"""A phone whose server can be made to fail at will: it speaks the sync protocol and cuts the line when told to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

ROOT = Path(__file__).parents[3]
# Loopback is a secure context, as the real address is; nothing listens there.
HOME = "http://127.0.0.1:8999"
PIN = "284916"
ITERATIONS = "600_000"
_POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'"
_FILES = {"/static/vendor/idb/": ROOT / "node_modules/idb/build", "/static/": ROOT / "static"}
_TEXTS = {"ditolak": 202, "bentrok": 301, "menunggu": 501, "tersimpan": 0}
MODULES = ["vault", "queue", "store", "sender", "seal", "ids", "clock"]
OPEN = """async ({ modules, user, pin }) => {
  window.o = { status: (await import("/static/js/offline/status.js")).status };
  for (const name of modules) o[name] = await import(`/static/js/offline/${name}.js`);
  o.until = (isSo, patience = 8000) => new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${isSo}: ${JSON.stringify(o.status.shown)}`)), patience);
    const look = () => isSo(o.status.shown) && (clearTimeout(timer), done(o.status.shown));
    o.status.addEventListener("change", look);
    look();
  });
  if (pin && await o.vault.isPrepared(user)) await o.vault.unlock(user, pin);
  else if (pin) await o.vault.setPin(user, pin);
}"""
# Everything that lies on the phone for whoever takes it apart: every byte of every store, as text.
RAW = """async () => {
  const text = (value) => {
    if (value instanceof ArrayBuffer) return text(new Uint8Array(value));
    if (ArrayBuffer.isView(value)) return String.fromCharCode(...value);
    if (value instanceof CryptoKey) return "KEY";
    if (value && typeof value === "object") return Object.entries(value).flat().map(text).join(" ");
    return String(value);
  };
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    for (const store of db.objectStoreNames) {
      const part = db.transaction(store).objectStore(store);
      for (const asked of [part.getAllKeys(), part.getAll()]) {
        await new Promise((done) => (asked.onsuccess = done));
        found.push(`${name} ${store} ${text(asked.result)}`);
      }
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) found.push(asked.url, await (await cache.match(asked)).text());
  }
  return found.join("\\n");
}"""

Fault = str | tuple[int, Any] | tuple[int, Any, dict[str, str]]
_users = count(1)


@dataclass
class FakeServer:
    """Stores each item once, and does to the next batches what `faults` says.

    cut: nothing arrives. lost: all is stored, no answer comes. hold: all is stored, the line stays open and silent.
    portal: a hotspot answers. A tuple is status, JSON or text, and headers.
    """

    user: str = field(default_factory=lambda: str(next(_users)))
    faults: list[Fault] = field(default_factory=list)
    greetings: list[Fault] = field(default_factory=list)
    ahead: timedelta = timedelta()
    most_bytes: int = 1_000_000
    devices: dict[str, str] = field(default_factory=dict)
    wiped: list[str] = field(default_factory=list)
    batches: list[dict[str, Any]] = field(default_factory=list)
    ledger: dict[str, dict[str, Any]] = field(default_factory=dict)
    stored: list[dict[str, Any]] = field(default_factory=list)
    accepts_all: bool = False
    logins: int = 1
    waiting: list[Route] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return timezone.now() + self.ahead

    def answer(self, route: Route) -> None:
        """One question of the phone."""
        path = route.request.url.removeprefix(HOME).split("?")[0]
        if not path.startswith("/api/"):
            _serve(route, path)
        elif path.startswith("/api/v1/devices/"):
            self._meet(route, path)
        elif route.request.method == "GET":
            fault = self.greetings.pop(0) if self.greetings else None
            self._reply(route, fault, lambda: self._beat(route.request.url))
        else:
            fault = self.faults.pop(0) if self.faults else None
            self._reply(route, fault, lambda: self._receive(json.loads(route.request.post_data or "")))

    def _reply(self, route: Route, fault: Fault | None, work: Callable[[], tuple[int, Any]]) -> None:
        if isinstance(fault, tuple):
            say(route, *fault)
        elif fault == "portal":
            say(route, 200, "<!DOCTYPE html><title>Selamat datang di WiFi</title>")
        elif fault == "cut":
            route.abort("connectionreset")
        else:
            answer = work()
            if fault == "lost":
                route.abort("connectionreset")
            elif fault == "hold":
                self.waiting.append(route)
            else:
                say(route, *answer)

    def _meet(self, route: Route, path: str) -> None:
        device = path.split("/")[4]
        if path.endswith("/wiped/"):
            self.wiped.append(device)
            say(route, 204, "")
        else:
            self.devices[device] = json.loads(route.request.post_data or "")["name"]
            say(route, 201, {"id": device})

    def _beat(self, url: str) -> tuple[int, Any]:
        device = url.partition("device=")[2]
        if device and device not in self.devices:
            return 404, {"code": 1008, "message": ""}
        told = {"protocol": 1, "server_time": self.now.isoformat(), "csrf": "tanda", "device": None}
        return 200, told | {"user": {"id": int(self.user), "name": "Kader"}}

    def _receive(self, batch: dict[str, Any]) -> tuple[int, Any]:
        if len(json.dumps(batch)) > self.most_bytes:
            return 413, "<h1>413 Request Entity Too Large</h1>"
        self.batches.append(batch)
        answers = [self._settle(item) for item in batch["items"]]
        told = {"protocol": 1, "server_time": self.now.isoformat(), "clock_ahead_s": 0, "answers": answers}
        return 200, told

    def _settle(self, item: dict[str, Any]) -> dict[str, Any]:
        """An item's body names the answer it wants, unless it was stored before."""
        known = self.ledger.get(item["id"], {})
        state = known.get("state") or item["body"].get("answer", "tersimpan")
        if item["after"] and item["after"] not in self.ledger:
            return {"id": item["id"], "code": 401, "state": "menunggu", "errors": [], "result": {}}
        if self.accepts_all:
            state = "tersimpan"
        if state == "tersimpan" and known.get("state") != "tersimpan":
            self.stored.append(item)
        if state != "menunggu":
            self.ledger[item["id"]] = {"state": state}
        errors = [{"code": _TEXTS[state], "field": "weight_kg", "message": "Periksa lagi."}]
        return {
            "id": item["id"],
            "code": _TEXTS[state],
            "state": state,
            "errors": errors if state in ("ditolak", "bentrok") else [],
            "result": {},
        }

    @property
    def names(self) -> list[str]:
        """What was stored, in the order it was."""
        return [item["body"]["name"] for item in self.stored]


def say(route: Route, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
    """Answer, if the page is still there."""
    kind = "text/html" if isinstance(content, str) else "application/json"
    body = content if isinstance(content, str) else json.dumps(content)
    with suppress(Error):
        route.fulfill(
            status=status, body=body, content_type=kind, headers={"Content-Type": kind} | (headers or {})
        )


def _serve(route: Route, path: str) -> None:
    prefix = next((each for each in _FILES if path.startswith(each)), None)
    if prefix is None:
        page = "<!DOCTYPE html><title>HP</title><link rel=icon href='data:,'>"
        say(route, 200, page, {"Content-Security-Policy": _POLICY})
    else:
        # The slowness of a PIN is for thieves, and asserted on its own.
        text = (_FILES[prefix] / path.removeprefix(prefix)).read_text("utf-8").replace(ITERATIONS, "1_000")
        route.fulfill(body=text, content_type="text/javascript")


@pytest.fixture
def quiet_server() -> None:
    """No database: what these pages ask, the fake answers."""


@pytest.fixture
def troubles() -> None:
    """Broken lines are what these tests are about."""


@pytest.fixture(scope="module")
def browser_of_phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def server(browser_of_phone: BrowserContext) -> Iterator[FakeServer]:
    """For a user of her own, so that tests share a browser and nothing else."""
    server = FakeServer()
    browser_of_phone.route("**/*", server.answer)
    yield server
    for page in browser_of_phone.pages:
        page.close()
    browser_of_phone.unroute("**/*", server.answer)


@dataclass
class Tab:
    """One tab of the phone; `user` is known to its scripts as the first argument."""

    page: Page
    user: str

    def run(self, script: str, *given: Any) -> Any:
        """The answer of a script that sees the modules as `o`, the user as `user` and the rest as `given`."""
        wrapped = f"async ([user, ...given]) => {{ {script} }}"
        return self.page.evaluate(wrapped, [self.user, *given])

    def add(self, name: str, person: str = "", **body: Any) -> str:
        """One item, named so that its way can be followed."""
        item = {"kind": "visit", "person": person or name, "body": {"name": name, **body}}
        return str(self.run("return o.queue.add(given[0])", item))

    def send_all(self) -> None:
        """Until nothing waits, without waiting for the next try."""
        self.run("o.sender.start(user); await o.until((now) => now.counts?.unsent === 0)")

    def try_until(self, sending: str) -> None:
        self.run("o.sender.wake(); await o.until((now) => now.sending === given[0])", sending)

    def open_items(self) -> dict[str, str]:
        """The state of each item that is not on the server, by its name."""
        found = self.run("return (await o.queue.listOpen()).map(({ body, state }) => [body.name, state])")
        return dict(found)


def opened(page: Page, user: str, pin: str = PIN, first: str = "0") -> Tab:
    """A page of this phone with the modules loaded, opened with the PIN unless that is empty."""
    page.goto(HOME)
    page.evaluate(first)
    page.evaluate(OPEN, {"modules": MODULES, "user": user, "pin": pin})
    return Tab(page, user)


OpenTab = Callable[..., Tab]


@pytest.fixture
def open_tab(browser_of_phone: BrowserContext, server: FakeServer) -> OpenTab:
    """`open_tab()`: another tab, opened with the PIN; `pin=""` leaves it locked. `first` runs before the modules."""

    def make(user: str = "", pin: str = PIN, first: str = "0") -> Tab:
        return opened(browser_of_phone.new_page(), user or server.user, pin, first)

    return make
