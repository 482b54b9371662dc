"""The app of the day on a real server: a phone with a PIN, ready for a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from registry.models import User
from tests.browser.conftest import PHONE, Enter
from visits.models import Session

PIN = "284916"
# The seal of the PIN is slow on purpose; what is asserted about it is asserted elsewhere.
OPEN = """async ([user, pin, session]) => {
  const asset = (path) => new URL(path, document.querySelector('script[src*="js/app/main"]').src).href;
  const vault = await import(asset("../offline/vault.js"));
  if (await vault.isPrepared(user)) await vault.unlock(user, pin);
  else await vault.setPin(user, pin);
  const { fetchDay } = await import(asset("./ready.js"));
  const sender = await import(asset("../offline/sender.js"));
  sender.start(user);
  if (session) {
    await fetchDay(user, session);
    location.hash = `#/hari/${session}`;
  }
}"""
# The modules of the page itself, so that a test sees what a screen sees.
MODULE = """(path) => import(new URL(path, document.querySelector('script[src*="js/app/main"]').src).href)"""

OpenApp = Callable[..., Page]


@pytest.fixture
def app(enter: Enter, context: BrowserContext) -> OpenApp:
    """`app(user, session)`: her phone, made ready for the session and opened, on the list of its people."""

    def make(user: User, session: Session | None = None, size: Any = PHONE) -> Page:
        # Keeping all files of the app on the phone takes a while, and is asserted on its own.
        context.add_init_script("delete Navigator.prototype.serviceWorker")
        page = enter(user, "/hp/", size=size)
        page.evaluate(OPEN, [str(user.pk), PIN, str(session.pk) if session else ""])
        return page

    return make


def unsent(page: Page) -> int:
    """How many items wait on the phone."""
    script = """async () => {
      const path = document.querySelector('script[src*="js/app/main"]').src;
      const { counts } = await import(new URL("../offline/queue.js", path).href);
      const { openUser } = await import(new URL("../offline/vault.js", path).href);
      return (await counts(openUser())).unsent;
    }"""
    return int(page.evaluate(script))
