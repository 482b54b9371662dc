"""What a busy hand types is not lost, and tired eyes get larger letters."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import DESK, Enter, entry, months_ago, roster
from tests.conftest import Village, make_resident, make_session

pytestmark = pytest.mark.browser


def test_a_half_filled_form_is_still_there_after_leaving_it(enter: Enter, village: Village) -> None:
    child = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    page = enter(village.kader, entry(session, child))
    page.get_by_label("Berat badan").fill("9,4")
    page.get_by_text("Berdiri", exact=True).click()
    page.get_by_role("link", name="Melati 1").first.click()
    page.wait_for_url(f"**{roster(session)}")

    page.get_by_role("link", name="Bagus").click()
    page.get_by_role("link", name="Semua").click()
    expect(page.get_by_label("Berat badan")).to_have_value("9,4")
    expect(page.get_by_label("Berdiri")).to_be_checked()
    expect(page.get_by_text("Isian yang belum disimpan dikembalikan.")).to_be_visible()
    # What was brought back is judged like what is typed.
    expect(page.locator("#hasil")).to_contain_text("Berat badan normal.")

    page.get_by_role("button", name="Simpan & lihat hasil").click()
    page.wait_for_url("**/kunjungan/**")
    page.get_by_role("link", name="Perbaiki").click()
    expect(page.get_by_label("Berat badan")).to_have_value("9,4")
    expect(page.get_by_text("Isian yang belum disimpan dikembalikan.")).to_have_count(0)


def test_a_refused_newcomer_keeps_every_typed_word(enter: Enter, village: Village) -> None:
    page = enter(village.kader, "/warga/baru/")
    page.get_by_label("Nama lengkap").fill("Ayu Lestari")
    page.get_by_text("Perempuan", exact=True).click()
    page.get_by_label("Tanggal lahir").fill("2199-01-01")
    page.get_by_label("NIK").fill("123")
    page.get_by_role("button", name="Simpan").click()
    wrong = page.locator(".field", has=page.get_by_label("Tanggal lahir")).locator(".field-error")
    expect(wrong).to_contain_text("belum terjadi")
    expect(page.get_by_label("Nama lengkap")).to_have_value("Ayu Lestari")
    expect(page.get_by_label("Perempuan")).to_be_checked()
    expect(page.get_by_label("NIK")).to_have_value("123")


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_large_letters_stay_chosen_on_the_next_page(enter: Enter, village: Village, size: str) -> None:
    page = enter(village.kader, "/warga/", DESK) if size == "desk" else enter(village.kader, "/warga/")
    letters = "() => parseFloat(getComputedStyle(document.querySelector('main h1')).fontSize)"
    before = page.evaluate(letters)
    if size == "phone":
        page.locator("details.account summary").click()
    page.locator("[data-text-size]:visible").click()
    assert page.locator("[data-text-size]:visible").get_attribute("aria-pressed") == "true"
    page.get_by_role("link", name="Laporan").locator("visible=true").click()
    page.wait_for_url("**/laporan/**")
    assert page.evaluate(letters) / before == pytest.approx(1.3, abs=0.01)
