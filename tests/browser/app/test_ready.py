"""Ready for the day: what the phone says it holds, how it stays the newest, and what it notices before an entry."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.app.conftest import OpenApp
from tests.browser.conftest import Troubles, months_ago, sideways
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import Session

pytestmark = pytest.mark.browser
HOME = "location.hash = '#/'"
# What a screen of the day sees of somebody.
WEIGHT_OF = """async ([session, person]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const { openDay } = await import(new URL("./day.js", path).href);
  return (await openDay(session)).person(person)?.visit?.values.weight_kg ?? null;
}"""
# Puts every package of the phone ten days back, as if nobody had opened it since.
AGE = """async (user) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const { write } = await import(new URL("../offline/database.js", path).href);
  await write(user, ["packs"], async (tx) => {
    const packs = tx.objectStore("packs");
    for (const each of await packs.getAll()) {
      await packs.put({ ...each, made_at: new Date(Date.parse(each.made_at) - 10 * 86_400_000).toISOString() });
    }
  });
}"""
FULL = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value, key) {
  if (key === "probe") throw new DOMException("", "QuotaExceededError");
  return put.apply(this, arguments);
};
"""
LOW = "StorageManager.prototype.estimate = async () => ({ quota: 90e6, usage: 80e6 });"
LATE = "const real = Date.now.bind(Date); Date.now = () => real() - 3 * 3_600_000 - 60_000;"


@pytest.fixture
def today(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


def forgive_the_line(troubles: Troubles) -> None:
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


def test_opening_the_app_makes_it_ready_and_says_how_large_and_how_old(
    app: OpenApp, village: Village, today: Session, context: BrowserContext, troubles: Troubles
) -> None:
    make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page = app(village.kader)
    card = page.locator(".day-card")
    expect(card.get_by_role("heading")).to_have_text("Melati 1")
    expect(card).to_contain_text(
        re.compile(
            r"Siap tanpa sinyal · \d+ kB · diambil baru saja · sudah yang terbaru · disimpan sampai \d+ \w+ 20\d\d"
        )
    )
    assert sideways(page) == []
    context.set_offline(True)
    card.get_by_role("button", name="Perbarui").click()
    expect(card).to_contain_text("Belum ada sinyal untuk memeriksa yang baru.")
    card.get_by_role("link", name="Buka hari ini").click()
    expect(page.get_by_text("Bagus").first).to_be_visible()
    context.set_offline(False)
    forgive_the_line(troubles)


def test_an_open_day_fetches_what_others_saved_by_itself(
    app: OpenApp, village: Village, today: Session, page: Page
) -> None:
    bagus = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page.clock.install()
    app(village.kader, today)
    asked = [str(today.pk), str(bagus.pk)]
    assert page.evaluate(WEIGHT_OF, asked) is None
    page.wait_for_load_state("networkidle")
    make_visit(bagus, today.date, by=village.bidan, weight_kg="9.6")
    with page.expect_response("**/pack/") as answered:
        page.clock.fast_forward(61_000)
    assert answered.value.status == 200
    with page.expect_response("**/pack/") as again:
        page.clock.fast_forward(61_000)
    assert again.value.status == 304
    assert page.evaluate(WEIGHT_OF, asked) == "9.6"


def test_a_package_that_is_too_old_is_gone_and_the_phone_says_it_is_not_ready(
    app: OpenApp, village: Village, today: Session, context: BrowserContext, troubles: Troubles
) -> None:
    make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page = app(village.kader, today)
    expect(page.get_by_text("Bagus").first).to_be_visible()
    context.set_offline(True)
    page.evaluate(AGE, str(village.kader.pk))
    page.evaluate(HOME)
    expect(page.get_by_text("HP ini belum siap untuk hari apa pun.")).to_be_visible()
    page.evaluate("(id) => (location.hash = `#/hari/${id}`)", str(today.pk))
    expect(page.get_by_role("heading", level=1)).to_have_text("HP ini belum siap untuk hari itu")
    context.set_offline(False)
    forgive_the_line(troubles)


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (FULL, "Penyimpanan HP penuh: isian baru tidak bisa disimpan."),
        (LOW, "Penyimpanan HP hampir penuh."),
        (LATE, "Jam HP ini lambat 3 jam. Waktu isian dibetulkan sendiri"),
    ],
    ids=["full", "low", "late"],
)
def test_what_would_spoil_an_entry_is_said_before_it(
    app: OpenApp, village: Village, today: Session, page: Page, first: str, words: str
) -> None:
    page.add_init_script(first)
    app(village.kader, today)
    expect(page.get_by_text(words)).to_be_visible()


def test_a_day_of_another_login_is_not_kept_under_her_pin(
    app: OpenApp, village: Village, today: Session
) -> None:
    page = app(village.kader)
    expect(page.locator(".day-card")).to_contain_text("Siap tanpa sinyal")
    refused = page.evaluate(
        """async (session) => {
          const path = document.querySelector('script[src*="js/app/main"]').src;
          const { fetchDay } = await import(new URL("./ready.js", path).href);
          const vault = await import(new URL("../offline/vault.js", path).href);
          await vault.setPin("999999", "284916");
          return fetchDay("999999", session).catch((error) => error.name);
        }""",
        str(today.pk),
    )
    assert refused == "OtherUser"


def test_a_screen_that_fails_says_so_and_shows_a_way_on(
    app: OpenApp, village: Village, today: Session, page: Page, troubles: Troubles
) -> None:
    def broken(route: Any) -> None:
        route.fulfill(
            content_type="text/javascript",
            body="export function SendingScreen() { throw new RangeError('Bagus'); }",
        )

    page.route("**/js/app/screens/sending.js", broken)
    app(village.kader)
    page.evaluate("location.hash = '#/kiriman'")
    expect(page.get_by_role("heading", level=1)).to_have_text("Halaman ini terhenti")
    expect(page.get_by_text("(RangeError)")).to_be_visible()
    page.get_by_role("link", name="Ke halaman awal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hari buka di HP ini")
    page.evaluate("Promise.reject(new DOMException('', 'DataError')) && null")
    expect(page.get_by_role("alert")).to_contain_text("Yang terakhir belum berhasil (DataError).")
    troubles.found[:] = [
        each for each in troubles.found if "DataError" not in each and "script: " not in each
    ]
