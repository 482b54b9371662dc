"""What tests put into the queue of a phone, and what lies there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from registry.ids import new_id
from registry.models import Resident, User
from tests.browser.app.conftest import OPEN, PIN
from tests.browser.conftest import PHONE
from visits.models import Session

_RUN = """async ([script, given]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const asset = (name) => import(new URL(name, path).href);
  const o = { status: (await asset("../offline/status.js")).status };
  for (const name of ["queue", "sender", "vault", "export", "database"]) o[name] = await asset(`../offline/${name}.js`);
  o.until = (isSo, patience = 10000) => new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${isSo}: ${JSON.stringify(o.status.shown)}`)), patience);
    const look = () => isSo(o.status.shown) && (clearTimeout(timer), done(o.status.shown));
    o.status.addEventListener("change", look);
    look();
  });
  return globalThis.posyanduTest[script](o, ...given);
}"""
# Written out, because the page's policy forbids making a function of a text.
_SCRIPTS = """() => { globalThis.posyanduTest = {
  add: (o, item) => o.queue.add(item),
  settled: (o) => o.until((now) => now.counts && now.counts.menunggu === 0 && now.sending === "tenang"),
  open: (o) => o.queue.listOpen(),
  kept: (o) => o.queue.listKept(),
  again: (o, id) => o.queue.again(id),
  discard: (o, id, reason) => o.queue.discard(id, reason),
  file: async (o, user) => o.export.queueFile(user),
  lock: (o) => { o.sender.stop(); o.vault.lock(); },
  stop: (o) => o.sender.stop(),
  start: (o, user) => o.sender.start(user),
  damage: (o, user, id) => o.database.write(user, ["items"], async (tx) => {
    const items = tx.objectStore("items");
    const record = await items.get(id);
    await items.put({ ...record, data: record.data.map((byte) => byte ^ 1) });
  }),
}; }"""


def run(page: Page, script: str, *given: Any) -> Any:
    """One of the scripts above, in the modules of the page."""
    page.evaluate(_SCRIPTS)
    return page.evaluate(_RUN, [script, list(given)])


def visit(person: Resident | str, session: Session, step: int = 2, **measures: Any) -> dict[str, Any]:
    """An item as an entry page makes it; `seen` stands in the measures' own names."""
    seen = measures.pop("seen", {})
    body = {
        "visit": str(new_id()),
        "date": session.date.isoformat(),
        "session": str(session.pk),
        "step": step,
    }
    told = {"measures": measures, "seen": dict.fromkeys(measures) | seen, "confirmed": []}
    who = str(person.pk) if isinstance(person, Resident) else person
    return {"kind": "visit", "person": who, "body": body | told}


def add(page: Page, item: dict[str, Any], *, until_settled: bool = True) -> str:
    found = str(run(page, "add", item))
    if until_settled:
        run(page, "settled")
    return found


def look(page: Page, address: str, heading: str) -> None:
    """Go to a screen and wait for it."""
    page.evaluate("(hash) => { location.hash = hash; }", address)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@contextmanager
def another_phone(browser: Browser, home: str, user: User, session: Session) -> Iterator[Page]:
    """The phone of somebody else, ready for the session."""
    context: BrowserContext = browser.new_context(
        locale="id-ID", timezone_id="Asia/Jakarta", viewport=PHONE, service_workers="block"
    )
    context.set_default_timeout(15_000)
    login = Client()
    login.force_login(user)
    cookie = {"name": "sessionid", "value": login.cookies["sessionid"].value, "url": home}
    context.add_cookies([cookie])  # type: ignore[list-item]  # playwright's own TypedDict
    page = context.new_page()
    page.goto(f"{home}/hp/")
    page.evaluate(OPEN, [str(user.pk), PIN, str(session.pk)])
    yield page
    context.close()
