"""Every page fits the phone, can be hit with a thumb, and can be read by everybody."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.models import User
from tests.browser.conftest import DESK, PHONE, Enter, entry, months_ago, roster, serious, settle, sideways
from tests.conftest import Village, make_resident, make_session, make_visit

pytestmark = pytest.mark.browser

Stop = tuple[str, User, str]
# The pages below one first step of the address; what is below no other goes with the reports.
PARTS = ("hari-ini", "kunjungan", "warga", "laporan")
LEAST_PX = 44
# What a finger or a keyboard can act on; links inside a sentence are text and follow its size.
CONTROLS = "a[href], button, input:not([type=hidden]), select, summary, textarea"


@pytest.fixture
def stops(village: Village) -> list[Stop]:
    """The main pages with something on them: name, who opens it, path."""
    today = timezone.localdate()
    child = make_resident(
        village.melati, "Muhammad Bagus Prasetyo Wicaksono", sex="L", born=months_ago(15),
        mother_name="Siti Nur Khasanah Rahmawati",
    )  # fmt: skip
    grown = make_resident(village.melati, "Dewi", born=months_ago(12 * 40))
    teen = make_resident(village.melati, "Rini", born=months_ago(12 * 16))
    make_visit(child, months_ago(1), weight_kg="9.1", height_cm="77")
    visit = make_visit(child, today, by=village.kader, weight_kg="7.4", height_cm="78")
    pressure = make_visit(
        grown, today, by=village.kader, weight_kg="70", height_cm="152", systolic="150", diastolic="95"
    )
    session = make_session(village.melati, today, by=village.kader)
    kader, officer, dinkes = village.kader, village.officer, village.dinkes
    return [
        ("roster", kader, roster(session)),
        ("sessions", kader, "/hari-ini/?semua=1"),
        ("entry of a child", kader, entry(session, child)),
        ("entry of a teenager", kader, entry(session, teen)),
        ("result of a child", kader, visit.get_absolute_url()),
        ("result of an adult", kader, pressure.get_absolute_url()),
        ("correction", kader, reverse("visit_edit", args=[visit.pk])),
        ("cancellation", kader, reverse("visit_cancel", args=[visit.pk])),
        ("people", kader, "/warga/"),
        ("newcomer", kader, "/warga/baru/"),
        ("person", kader, child.get_absolute_url()),
        ("change of a person", kader, reverse("resident_edit", args=[child.pk])),
        ("leaving", kader, reverse("resident_end", args=[child.pk])),
        ("report of the Posyandu", kader, reverse("dashboard_unit", args=[village.melati.pk])),
        ("sessions of the desa", village.bidan, "/hari-ini/"),
        ("people of the Puskesmas", officer, "/warga/"),
        ("import", officer, "/impor/"),
        ("report of the kabupaten", dinkes, reverse("dashboard_unit", args=[village.kabupaten.pk])),
        ("targets of the kabupaten", dinkes, reverse("targets", args=[village.kabupaten.pk])),
        ("password", kader, "/sandi/"),
        ("leaving the app", kader, "/keluar/"),
    ]


def of_part(stops: list[Stop], part: str) -> list[Stop]:
    def home(path: str) -> str:
        step = path.split("/")[1]
        return step if step in PARTS else PARTS[-1]

    return [stop for stop in stops if home(stop[2]) == part]


def open_folds(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })")


@pytest.mark.parametrize("part", PARTS)
def test_no_page_scrolls_sideways_on_phones_and_tablets_or_with_large_letters(
    enter: Enter, stops: list[Stop], part: str
) -> None:
    found = {}
    for name, user, path in of_part(stops, part):
        page = enter(user, path)
        open_folds(page)
        for width in (360, 412, 768):
            page.set_viewport_size({"width": width, "height": 740})
            found[f"{name} at {width}"] = sideways(page)
        page.set_viewport_size(PHONE)
        page.evaluate("document.documentElement.dataset.text = 'besar'")
        settle(page)
        found[f"{name} in large letters"] = sideways(page)
    assert {name: wide for name, wide in found.items() if wide} == {}


def test_whoever_measures_gets_large_targets_and_the_digits_of_the_keyboard(
    enter: Enter, stops: list[Stop]
) -> None:
    for name, user, path in stops:
        if not name.startswith(("entry", "correction", "newcomer")):
            continue
        page = enter(user, path)
        open_folds(page)
        assert small_controls(page) == [], name
        assert wrong_keyboards(page) == [], name


def small_controls(page: Page) -> list[str]:
    """Visible controls below 44 px; a box inside a label is hit by the whole label."""
    found: list[str] = page.evaluate(
        """([controls, least]) => [...document.querySelectorAll(controls)]
          .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.matches(".skip-link, p a"))
          .map((part) => [part, (part.closest("label") ?? part).getBoundingClientRect()])
          .filter(([, box]) => box.height < least - 0.5)
          .map(([part, box]) => `${box.height} px: ${part.outerHTML.slice(0, 120)}`)""",
        [CONTROLS, LEAST_PX],
    )
    return found


def wrong_keyboards(page: Page) -> list[str]:
    """Number boxes without digits, and text boxes of type number, which swallow the comma."""
    found: list[str] = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll("main input")];
          const digits = ["nik", "kk", "rt", "rw"];
          const numbers = boxes.filter((box) => box.closest(".has-unit") || digits.includes(box.name));
          const wrong = numbers.filter((box) => !["decimal", "numeric"].includes(box.inputMode));
          return [...wrong, ...boxes.filter((box) => box.type === "number")].map((box) => box.outerHTML);
        }"""
    )
    return found


@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_serious_on_the_phone_by_day_or_by_night(
    enter: Enter, stops: list[Stop], part: str
) -> None:
    found = {}
    for name, user, path in of_part(stops, part):
        page = enter(user, path)
        open_folds(page)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        settle(page)
        found[name] = serious(page)
        page.emulate_media(color_scheme="dark")
        settle(page)
        # Only the colours differ by night.
        found[f"{name}, by night"] = serious(page, "color-contrast")
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_serious_on_the_desk(enter: Enter, stops: list[Stop], part: str) -> None:
    found = {}
    for name, user, path in of_part(stops, part):
        page = enter(user, path, DESK)
        open_folds(page)
        found[name] = serious(page)
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_the_door_is_open_to_everybody_and_says_kindly_what_was_wrong(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/masuk/")
    assert (sideways(page), small_controls(page), serious(page)) == ([], [], [])
    page.get_by_label("Nama pengguna").fill("kader.melati")
    page.get_by_label("Kata sandi", exact=True).fill("salah-sekali")
    page.get_by_role("button", name="Perlihatkan kata sandi").click()
    expect(page.get_by_label("Kata sandi", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("Nama pengguna atau kata sandi belum cocok.")).to_be_visible()
    expect(page.get_by_label("Nama pengguna")).to_have_value("kader.melati")
    assert serious(page) == []


def test_the_pages_of_specialists_work_without_the_internet_too(enter: Enter, village: Village) -> None:
    page = enter(village.officer, "/gaya/", DESK)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(urljoin(page.url, "/api/docs/"))
    expect(page.get_by_text("/api/v1/residents/").first).to_be_visible()
    page.goto(urljoin(page.url, "/api/v1/residents/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # A browser asks for /favicon.ico after a page without an icon is drawn, so the page must name its own.
    assert page.locator("link[rel=icon]").count() == 1
    page = enter(village.admin, "/kelola/", DESK)
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    assert page.locator("link[rel=icon]").count() == 1
