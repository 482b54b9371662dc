"""Before the PIN: choosing one, typing it, forgetting it, and what is said when the phone is not one's own any more."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.app.conftest import PIN, OpenApp, unsent
from tests.browser.conftest import Enter, Troubles, months_ago, sideways
from tests.browser.offline.conftest import RAW
from tests.conftest import Village, make_resident, make_session
from visits import devices
from visits.models import Device, Session, SyncItem

pytestmark = pytest.mark.browser
PASSWORD = "tujuh-melati-mekar"
# An entry as a screen makes it, for somebody of the day.
ADD = """async ([session, day, person]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const { add } = await import(new URL("../offline/queue.js", path).href);
  const { newId } = await import(new URL("../offline/ids.js", path).href);
  const body = { visit: newId(), date: day, session, step: 2, measures: { weight_kg: "9.4" }, seen: {} };
  await add({ kind: "visit", person, body });
}"""


@pytest.fixture(autouse=True)
def without_worker(context: BrowserContext) -> None:
    """What the worker keeps is asserted on its own."""
    context.add_init_script("delete Navigator.prototype.serviceWorker")


@pytest.fixture
def today(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


def choose_pin(page: Page, pin: str = PIN, again: str = PIN) -> None:
    page.get_by_label("PIN baru", exact=True).fill(pin)
    page.get_by_label("Ketik PIN sekali lagi", exact=True).fill(again)
    page.get_by_role("button", name=re.compile("Simpan PIN")).click()


def type_pin(page: Page, pin: str = PIN) -> None:
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_role("button", name="Buka", exact=True).click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def forgive_the_line(troubles: Troubles) -> None:
    """A line that is down may complain, and nothing else."""
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


def until(page: Page, is_so: Callable[[], bool]) -> None:
    for _ in range(150):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("waited in vain")


def test_a_pin_is_chosen_once_and_opens_the_days_of_this_phone(
    enter: Enter, village: Village, today: Session
) -> None:
    page = enter(village.kader, "/hp/")
    heading(page, "Pilih PIN untuk HP ini")
    choose_pin(page, "123456", "123456")
    expect(page.get_by_text("PIN ini mudah ditebak")).to_be_visible()
    choose_pin(page, "2849", "2849")
    expect(page.get_by_text("PIN terlalu pendek. Paling sedikit 6 angka.")).to_be_visible()
    choose_pin(page, PIN, "284917")
    expect(page.get_by_text("Kedua PIN belum sama. Ketik ulang.")).to_be_visible()
    assert sideways(page) == []
    choose_pin(page)
    heading(page, "Hari buka di HP ini")
    until(page, lambda: Device.objects.exclude(recovery="").count() == 1)
    marks = page.evaluate("JSON.stringify(localStorage)")
    assert f'"posyandu:inisial:{village.kader.pk}":"SW"' in marks
    raw = page.evaluate(RAW)
    assert [word for word in ("Sri", "Wahyuni", PIN, Device.objects.get().recovery) if word in raw] == []


def test_a_new_phone_without_a_login_shows_the_way_in(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/hp/#/hari/x")
    heading(page, "Siapkan HP ini")
    expect(page.get_by_text("Belum ada yang masuk di HP ini.")).to_be_visible()
    way = page.get_by_role("link", name="Masuk")
    expect(way).to_have_attribute("href", "/masuk/?next=%2Fhp%2F%23%2Fhari%2Fx")


@pytest.fixture(autouse=True)
def a_login_that_ran_out_is_no_trouble(troubles: Troubles) -> None:
    troubles.expected |= {401}


def test_wrong_pins_are_counted_and_waited_for_without_a_signal(
    app: OpenApp, village: Village, context: BrowserContext, troubles: Troubles
) -> None:
    page = app(village.kader)
    page.goto(page.url + "#/hp")
    page.get_by_role("button", name="Kunci sekarang").click()
    context.set_offline(True)
    type_pin(page, "111119")
    expect(page.get_by_text("PIN salah. Masih 4 kali mencoba, lalu harus menunggu.")).to_be_visible()
    for _ in range(4):
        expect(page.get_by_role("button", name="Buka", exact=True)).to_be_enabled()
        type_pin(page, "111119")
        page.wait_for_timeout(100)
    wait = page.get_by_role("timer")
    expect(wait).to_contain_text(re.compile(r"Coba lagi dalam (\d+) detik\. Tidak ada yang dihapus\."))
    first = wait.text_content()
    expect(page.get_by_role("button", name="Buka", exact=True)).to_be_disabled()
    page.wait_for_timeout(2_000)
    assert wait.text_content() != first
    # Nobody is cleverer by loading the page again; it comes from the server here, so there is a line for that.
    context.set_offline(False)
    page.reload()
    expect(page.get_by_role("timer")).to_be_visible()
    forgive_the_line(troubles)


def test_the_pin_opens_without_a_signal_and_what_was_entered_is_there(
    app: OpenApp, village: Village, today: Session, context: BrowserContext, troubles: Troubles
) -> None:
    bagus = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page = app(village.kader, today)
    context.set_offline(True)
    page.evaluate(ADD, [str(today.pk), today.date.isoformat(), str(bagus.pk)])
    page.evaluate("location.hash = '#/hp'")
    page.get_by_role("button", name="Kunci sekarang").click()
    heading(page, "Masukkan PIN")
    expect(page.get_by_text("1 belum terkirim")).to_be_visible()
    type_pin(page)
    heading(page, "HP ini")
    assert unsent(page) == 1
    context.set_offline(False)
    forgive_the_line(troubles)


def test_logging_out_keeps_what_is_not_sent_sealed_and_says_so(
    app: OpenApp, village: Village, today: Session, troubles: Troubles
) -> None:
    bagus = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page = app(village.kader, today)
    page.route(
        "**/api/v1/sync/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.evaluate(ADD, [str(today.pk), today.date.isoformat(), str(bagus.pk)])
    page.evaluate("location.hash = '#/hp'")
    expect(
        page.get_by_text("1 isian belum terkirim. Bila Anda keluar, isian itu tetap tersegel")
    ).to_be_visible()
    page.get_by_role("button", name="Keluar dari akun").click()
    heading(page, "Masukkan PIN")
    assert page.evaluate("fetch('/api/v1/sync/').then((answer) => answer.status)") == 401
    assert "Bagus" not in page.evaluate(RAW)
    type_pin(page)
    heading(page, "HP ini")
    expect(page.get_by_text("Waktu masuk habis.")).to_be_visible()
    expect(page.get_by_role("link", name="Masuk")).to_have_attribute("href", "/masuk/?next=%2Fhp%2F%23%2Fhp")
    assert unsent(page) == 1
    troubles.found[:] = [each for each in troubles.found if "ERR_FAILED" not in each]


def test_a_forgotten_pin_is_replaced_with_the_password_of_the_account(
    enter: Enter, village: Village, today: Session, troubles: Troubles
) -> None:
    village.kader.set_password(PASSWORD)
    village.kader.save()
    page = enter(village.kader, "/hp/")
    choose_pin(page)
    heading(page, "Hari buka di HP ini")
    until(page, lambda: Device.objects.exclude(recovery="").exists())
    page.reload()
    page.get_by_role("button", name="Lupa PIN").click()
    troubles.expected |= {403}
    page.get_by_label("Kata sandi akun", exact=True).fill("bukan ini")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_text("Kata sandi belum cocok. Periksa huruf besar-kecilnya.")).to_be_visible()
    page.get_by_label("Kata sandi akun", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Lanjut").click()
    choose_pin(page, "730518", "730518")
    heading(page, "Hari buka di HP ini")
    page.reload()
    type_pin(page)
    expect(page.get_by_text("PIN salah.")).to_be_visible()
    type_pin(page, "730518")
    heading(page, "Hari buka di HP ini")


def test_a_recovery_that_did_not_arrive_is_made_anew_with_the_next_pin(
    enter: Enter, village: Village, troubles: Troubles
) -> None:
    page = enter(village.kader, "/hp/")
    page.route("**/api/v1/devices/*/", lambda route: route.abort())
    choose_pin(page)
    heading(page, "Hari buka di HP ini")
    page.wait_for_timeout(1_000)
    page.unroute("**/api/v1/devices/*/")
    assert not Device.objects.exclude(recovery="").exists()
    page.reload()
    # Once it is known who is logged in, which a person takes longer for than to type.
    page.wait_for_load_state("networkidle")
    type_pin(page)
    until(page, lambda: Device.objects.exclude(recovery="").exists())
    first = Device.objects.get().recovery
    page.wait_for_timeout(500)
    page.reload()
    page.wait_for_load_state("networkidle")
    type_pin(page)
    heading(page, "Hari buka di HP ini")
    page.wait_for_timeout(1_000)
    assert Device.objects.get().recovery == first
    troubles.found[:] = [each for each in troubles.found if "ERR_FAILED" not in each]


def test_what_the_browser_threw_away_is_said_as_it_is(enter: Enter, village: Village) -> None:
    page = enter(village.kader, "/hp/")
    choose_pin(page)
    heading(page, "Hari buka di HP ini")
    page.goto(page.url.replace("/hp/", "/hari-ini/"))
    page.evaluate(
        """async () => {
          const { name } = (await indexedDB.databases())[0];
          await new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done));
        }"""
    )
    page.goto(page.url.replace("/hari-ini/", "/hp/"))
    heading(page, "Isi HP ini hilang")
    expect(page.get_by_text("perlu dicatat ulang. Yang sudah terkirim aman di server.")).to_be_visible()
    choose_pin(page)
    heading(page, "Hari buka di HP ini")


def test_another_persons_login_sends_nothing_of_hers_and_says_so(
    app: OpenApp, enter: Enter, village: Village, today: Session, troubles: Troubles
) -> None:
    bagus = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page = app(village.kader, today)
    troubles.expected |= {403}
    page = enter(village.bidan, "/hp/")
    heading(page, "Masukkan PIN")
    expect(page.get_by_text(f"Yang masuk sekarang {village.bidan}. Isian ? baru dikirim")).to_be_visible()
    type_pin(page)
    heading(page, "Hari buka di HP ini")
    page.evaluate(ADD, [str(today.pk), today.date.isoformat(), str(bagus.pk)])
    expect(page.get_by_text("Yang masuk sekarang akun lain, jadi isian Anda belum dikirim.")).to_be_visible()
    assert unsent(page) == 1
    assert SyncItem.objects.unscoped("a test").count() == 0


def test_a_revoked_phone_is_emptied_says_so_and_leaves_the_account(
    app: OpenApp, village: Village, today: Session, troubles: Troubles
) -> None:
    make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page = app(village.kader, today)
    until(page, Device.objects.exists)
    before = Device.objects.get()
    devices.revoke(device=before, by=village.officer, reason="Hilang di pasar")
    troubles.expected |= {403}
    page.reload()
    heading(page, "HP ini dicabut")
    until(page, lambda: Device.objects.exclude(wiped_at=None).exists())
    until(page, lambda: page.evaluate("fetch('/api/v1/sync/').then((answer) => answer.status)") == 401)
    page.reload()
    page.get_by_role("button", name="Saya mengerti").click()
    heading(page, "Siapkan HP ini")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('posyandu:'))") == []


def test_a_phone_left_alone_asks_for_the_pin_again(app: OpenApp, village: Village, page: Page) -> None:
    page.clock.install()
    app(village.kader)
    heading(page, "Hari buka di HP ini")
    page.clock.fast_forward(14 * 60_000)
    heading(page, "Hari buka di HP ini")
    page.keyboard.press("Shift")
    page.clock.fast_forward(14 * 60_000)
    heading(page, "Hari buka di HP ini")
    page.clock.fast_forward(2 * 60_000)
    heading(page, "Masukkan PIN")


def test_emptying_a_phone_with_something_unsent_takes_a_word(
    app: OpenApp, village: Village, today: Session, troubles: Troubles
) -> None:
    bagus = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page = app(village.kader, today)
    page.route(
        "**/api/v1/sync/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.evaluate(ADD, [str(today.pk), today.date.isoformat(), str(bagus.pk)])
    page.evaluate("location.hash = '#/hp'")
    page.get_by_text("Kosongkan HP ini").first.click()
    expect(page.get_by_text("1 isian yang belum terkirim ikut hilang")).to_be_visible()
    page.get_by_role("button", name="Kosongkan HP ini").click()
    expect(page.get_by_text("Ketik HAPUS bila Anda yakin.")).to_be_visible()
    assert unsent(page) == 1
    page.get_by_label("Ketik HAPUS untuk setuju").fill("hapus")
    page.get_by_role("button", name="Kosongkan HP ini").click()
    heading(page, "Pilih PIN untuk HP ini")
    assert "Bagus" not in page.evaluate(RAW)
    until(page, lambda: Device.objects.exclude(wiped_at=None).exists())
    troubles.found[:] = [each for each in troubles.found if "ERR_FAILED" not in each]
