"""The app without a network: a browser that is started again opens it, and a new version loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from registry.models import User
from tests.browser.app.conftest import OPEN, PIN, unsent
from tests.browser.app.test_gate import ADD, choose_pin, heading, type_pin, until
from tests.browser.conftest import PHONE, months_ago
from tests.browser.offline.conftest import RAW
from tests.conftest import Village, make_resident, make_session
from visits import api_sync, app_files
from visits.models import Session, Visit

pytestmark = pytest.mark.browser
# Nothing listens at the discard port: every question of the browser and of its worker fails, loopback too.
NO_NETWORK = ["--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>"]
READY = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true), new Promise((done) => setTimeout(done, 60_000, false)),
])"""
CACHED = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("aplikasi-"));
  const found = {};
  for (const name of names) {
    const asked = await (await caches.open(name)).keys();
    found[name] = asked.map(({ url }) => new URL(url).pathname);
  }
  return found;
}"""
WAITING = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/hp/");
  return registration.waiting !== null;
}"""
DRAFT = """async ([key, value]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const store = await import(new URL("../offline/store.js", path).href);
  if (value) await store.keepDraft(key, value);
  return store.draft(key);
}"""

Phone = Callable[..., Page]


@pytest.fixture
def phone(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], tmp_path: Path, live_server: Any
) -> Iterator[Phone]:
    """`phone(user)`: the same phone, switched on again; `has_network=False` cuts it off from everything."""
    running: list[BrowserContext] = []

    def switch_on(user: User | None = None, has_network: bool = True) -> Page:
        if running:
            running.pop().close()
        args = [*browser_type_launch_args["args"], *([] if has_network else NO_NETWORK)]
        how = browser_type_launch_args | {"args": args}
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", **how, viewport=PHONE, locale="id-ID", timezone_id="Asia/Jakarta"
        )
        context.set_default_timeout(15_000)
        running.append(context)
        if user:
            session = Client()
            session.force_login(user)
            value = session.cookies["sessionid"].value
            cookie = {"name": "sessionid", "value": value, "url": live_server.url, "expires": 4_000_000_000}
            context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie is a dict
        page = context.pages[0]
        page.goto(f"{live_server.url}/hp/", timeout=60_000)
        return page

    yield switch_on
    for context in running:
        context.close()


@pytest.fixture
def today(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


def kept(page: Page) -> None:
    """Until the worker has the whole app."""
    assert page.evaluate(READY)


def has(page: Page, version: str) -> bool:
    """Whether the phone still keeps that version; a page that is just being loaded again may."""
    try:
        return version in page.evaluate(CACHED)
    except Error:
        return True


def test_a_browser_that_is_started_again_without_a_network_opens_the_app_and_the_day(
    phone: Phone, village: Village, today: Session
) -> None:
    bagus = make_resident(village.melati, "Bagus Panuntun", sex="L", born=months_ago(15))
    page = phone(village.kader)
    choose_pin(page)
    expect(page.locator(".day-card")).to_contain_text("sudah yang terbaru")
    kept(page)
    ((_, cached),) = page.evaluate(CACHED).items()
    assert [path for path in cached if path != "/hp/" and not path.startswith("/static/")] == []

    page = phone(has_network=False)
    heading(page, "Masukkan PIN")
    raw = page.evaluate(RAW)
    assert len(raw) > 100_000
    assert [word for word in ("Bagus", "Panuntun", "Wahyuni", village.bidan.full_name) if word in raw] == []
    type_pin(page)
    page.get_by_role("link", name="Buka hari ini").click()
    expect(page.get_by_text("Bagus Panuntun").first).to_be_visible()
    page.evaluate(ADD, [str(today.pk), today.date.isoformat(), str(bagus.pk)])
    expect(page.get_by_text("1 belum terkirim")).to_be_visible()

    page = phone(has_network=False)
    expect(page.get_by_text("1 belum terkirim")).to_be_visible()
    type_pin(page)
    assert "Bagus" not in page.evaluate(RAW)

    page = phone()
    type_pin(page)
    expect(page.get_by_text("Semua terkirim")).to_be_visible()
    assert Visit.objects.unscoped("a test").count() == 1


def busy(**given: Any) -> NoReturn:
    raise OperationalError("busy")


def test_a_new_version_waits_is_offered_and_takes_neither_queue_nor_draft(
    phone: Phone, village: Village, today: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    bagus = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page = phone(village.kader)
    page.evaluate(OPEN, [str(village.kader.pk), PIN, str(today.pk)])
    kept(page)
    (first,) = page.evaluate(CACHED)
    # Requests of a page that has a worker go past the browser's own routes, so the server is the one to be busy.
    monkeypatch.setattr(api_sync, "receive", busy)
    page.evaluate(ADD, [str(today.pk), today.date.isoformat(), str(bagus.pk)])
    assert page.evaluate(DRAFT, ["langkah 2", {"weight_kg": "9,"}]) == {"weight_kg": "9,"}
    # The first visit was before there was a worker.
    page.reload()
    type_pin(page)
    expect(page.get_by_text("1 belum terkirim")).to_be_visible()

    read = app_files._content
    grown = lambda path: read(path) + (b"/* newer */" if path == "css/app.css" else b"")  # noqa: E731
    monkeypatch.setattr(app_files, "_content", grown)
    page.evaluate(
        "navigator.serviceWorker.getRegistration('/hp/').then((each) => each.update()).then(() => null)"
    )
    offered = page.get_by_text("Versi baru siap. Isian dan ketikan Anda tetap ada; PIN diminta lagi.")
    expect(offered).to_be_visible()
    assert len(page.evaluate(CACHED)) == 2

    page.get_by_role("button", name="Pakai sekarang").click()
    heading(page, "Masukkan PIN")
    type_pin(page)
    expect(page.get_by_text("1 belum terkirim")).to_be_visible()
    # The count is shown before the PIN has opened anything.
    until(page, lambda: unsent(page) == 1)
    assert page.evaluate(DRAFT, ["langkah 2", None]) == {"weight_kg": "9,"}
    until(page, lambda: first not in page.evaluate(CACHED))
    (second,) = page.evaluate(CACHED)
    assert re.fullmatch(r"aplikasi-[0-9a-f]{16}", second)


def test_a_new_version_is_taken_by_itself_when_no_tab_is_open(
    phone: Phone, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = phone(village.kader)
    kept(page)
    # The first visit was before there was a worker, and holds up none.
    page.reload()
    (first,) = page.evaluate(CACHED)
    read = app_files._content
    monkeypatch.setattr(
        app_files, "_content", lambda path: read(path) + (b" " if path == "css/app.css" else b"")
    )
    page.evaluate(
        "navigator.serviceWorker.getRegistration('/hp/').then((each) => each.update()).then(() => null)"
    )
    until(page, lambda: page.evaluate(WAITING))
    page = phone()
    until(page, lambda: not has(page, first))
    assert len(page.evaluate(CACHED)) == 1
    heading(page, "Pilih PIN untuk HP ini")
