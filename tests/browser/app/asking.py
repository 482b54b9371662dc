"""Screens of one person in the app, with and without a signal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from playwright.sync_api import BrowserContext, Page, expect

from registry.models import Resident
from tests.browser.app.conftest import unsent
from tests.browser.conftest import PATIENCE_MS, Troubles
from visits.models import Session

_MODULE = """const at = (path) =>
  import(new URL(path, document.querySelector('script[src*="js/app/main"]').src).href);"""
_SENT = f"""async () => {{
  {_MODULE}
  const {{ counts }} = await at("../offline/queue.js");
  const {{ openUser }} = await at("../offline/vault.js");
  const sender = await at("../offline/sender.js");
  sender.wake();
  for (let turn = 0; turn < 100; turn += 1) {{
    if ((await counts(openUser())).menunggu === 0) return;
    await new Promise((done) => setTimeout(done, 100));
  }}
}}"""
_ERRORS = f"""async () => {{
  {_MODULE}
  const {{ listOpen }} = await at("../offline/queue.js");
  return (await listOpen()).map(({{ kind, state, answer }}) => [kind, state, answer?.errors ?? []]);
}}"""
_DRAFTS = f"""async () => {{
  {_MODULE}
  const {{ need }} = await at("../offline/vault.js");
  const {{ read }} = await at("../offline/database.js");
  return (await read(need().user, ["drafts"], (tx) => tx.objectStore("drafts").getAll())).length;
}}"""


def show(page: Page, session: Session, person: Resident, rest: str = "") -> None:
    """One screen of the person."""
    address = f"#/hari/{session.pk}/{person.pk}" + (f"/{rest}" if rest else "")
    page.evaluate("(hash) => { location.hash = hash; }", address)
    expect(page.locator("h1")).to_have_count(1)
    page.wait_for_function(
        "() => document.querySelector('h1') && !document.body.innerText.includes('Membuka…')"
    )


@contextmanager
def no_signal(page: Page, context: BrowserContext, troubles: Troubles) -> Iterator[None]:
    """Nothing is sent until the end; then all of it is, and the server has answered for each item."""
    context.set_offline(True)
    yield
    context.set_offline(False)
    page.evaluate(_SENT)
    # A line that is down may complain, and nothing else.
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


def refused(page: Page) -> list[list[Any]]:
    """What the server did not store: kind, state, and what it said."""
    return cast(list[list[Any]], page.evaluate(_ERRORS))


def all_stored(page: Page) -> bool:
    """Whether the server took everything."""
    assert refused(page) == []
    return unsent(page) == 0


def drafts(page: Page) -> int:
    """How many half-filled forms the phone keeps."""
    page.wait_for_timeout(700)
    return int(page.evaluate(_DRAFTS))


def tap(page: Page, answer: str) -> None:
    """Answer the question on the screen, and wait until the next one stands there."""
    before = page.locator("[data-question]").get_attribute("data-question")
    page.locator(".question-option").filter(has=page.get_by_text(answer, exact=True)).click()
    page.wait_for_function(
        "(before) => document.querySelector('[data-question]')?.dataset.question !== before",
        arg=before,
        timeout=PATIENCE_MS,
    )
