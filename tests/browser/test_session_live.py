"""Two phones at one session: what one saves, the other one shows by itself, and nobody loses what she was typing."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.ids import new_id
from registry.models import Resident
from tests.browser.conftest import PHONE, Enter, months_ago, roster, serious, sideways
from tests.conftest import Village, make_resident, make_session
from visits import services
from visits.models import Session

pytestmark = pytest.mark.browser
# A list is fetched every five seconds.
SOON_MS = 10_000


def another_phone(browser: Browser, context: BrowserContext, server: LiveServer, path: str) -> Page:
    """A second browser with the same login."""
    second = browser.new_context(viewport=PHONE, locale="id-ID", timezone_id="Asia/Jakarta")
    second.add_cookies([cookie for cookie in context.cookies() if cookie["name"] == "sessionid"])  # type: ignore[misc]
    page = second.new_page()
    page.goto(server.url + path)
    return page


def test_what_one_phone_saves_the_other_shows_within_seconds_and_keeps_what_is_typed(
    enter: Enter, browser: Browser, context: BrowserContext, live_server: LiveServer, village: Village
) -> None:
    today = timezone.localdate()
    session = make_session(village.melati, today, by=village.kader)
    for name in ("Aisyah Putri", "Aisyah Lestari", "Bunga"):
        make_resident(village.melati, name, born=months_ago(30))
    page = enter(village.kader, roster(session))
    second = another_phone(browser, context, live_server, roster(session))
    search = second.get_by_role("searchbox")
    search.press_sequentially("aisyah", delay=20)
    row = second.locator("#daftar li.person", has_text="Aisyah Putri")
    expect(second.locator("#daftar .person-name")).to_have_count(2)
    expect(row.get_by_role("img", name="belum datang")).to_be_visible()
    loaded = second.evaluate("performance.timeOrigin")

    page.get_by_role("link", name="Aisyah Putri").click()
    page.get_by_role("button", name="Simpan").first.click()
    expect(row.get_by_role("img", name="langkah 1 selesai")).to_be_visible(timeout=SOON_MS)
    expect(second.locator("#daftar .person-name")).to_have_count(2)
    assert search.input_value() == "aisyah"
    assert second.evaluate("document.activeElement.id") == "cari"
    assert second.evaluate("performance.timeOrigin") == loaded
    second.context.close()


def test_the_list_stays_where_it_is_and_keeps_the_focus_when_it_is_fetched_again(
    enter: Enter, village: Village
) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    people = [
        make_resident(village.melati, f"Warga {number:02}", born=months_ago(30)) for number in range(30)
    ]
    page = enter(village.kader, roster(session))
    link = page.get_by_role("link", name="Warga 20")
    link.focus()
    page.wait_for_timeout(1_000)
    before = link.bounding_box()
    arrive(session, people[25])

    # She stands before the others now, and nothing moved under the eyes.
    expect(page.locator("#daftar .person-name").first).to_have_text("Warga 25", timeout=SOON_MS)
    after = page.get_by_role("link", name="Warga 20").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 2
    assert page.evaluate("document.activeElement.textContent") == "Warga 20"


def test_nothing_is_asked_while_the_page_is_hidden(enter: Enter, village: Village) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    make_resident(village.melati, "Aisyah", born=months_ago(30))
    page = enter(village.kader, roster(session))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/hari-ini/" in request.url else None)
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.wait_for_timeout(6_000)
    assert asked == []
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(1_000)
    assert len(asked) == 1


def test_the_screen_of_the_day_suits_a_small_phone_and_a_keyboard(enter: Enter, village: Village) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    make_resident(village.melati, "Muhammad Rizky Alfiansyah Putra Kusuma Wardhana", born=months_ago(30))
    page = enter(village.kader, roster(session))
    page.locator(".session-drop summary").first.click()
    page.get_by_role("button", name="2 Penimbangan & pengukuran").click()
    expect(page.get_by_text("Langkah 2", exact=True)).to_be_visible()
    assert page.get_by_role("link", name="Muhammad Rizky").get_attribute("href").endswith("/langkah/2/")  # type: ignore[union-attr]
    page.get_by_label("Saringan").select_option("dilayani")
    expect(page.get_by_text("Tidak ada orang di pilihan ini.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?hanya=dilayani$"))
    assert sideways(page) == []
    assert serious(page) == []


def arrive(session: Session, person: Resident) -> None:
    """Somebody else registers a person who came."""
    services.record_visit(
        visit_id=new_id(), resident=person, posyandu=session.posyandu, day=session.date, user=None,
        measures={}, session=session, step=1,
    )  # fmt: skip
