"""A card held before the camera opens its person; a code of anything else is not followed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PHONE, serious, sideways
from tests.conftest import Village, make_resident, make_session
from visits.models import Guest

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]

# Debian's Chromium has no reader of codes: this one "sees" what the test shows it; the picture comes from a canvas.
CAMERA = """
globalThis.shown = %s;
globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return globalThis.shown ? [{ rawValue: globalThis.shown }] : []; }
};
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 9, 9);
  globalThis.stream = canvas.captureStream(5);
  return globalThis.stream;
};
"""


def show(page: Page, text: str) -> None:
    page.add_init_script(CAMERA % json.dumps(text))


def test_a_guests_card_is_found_by_the_camera(
    village: Village, enter: Enter, live_server: LiveServer
) -> None:
    visitor = make_resident(village.mawar, "Zahra Kirana", born=date(2025, 7, 25))
    session = make_session(village.melati, timezone.localdate())
    page = enter(village.kader, size=PHONE)
    show(page, f"{live_server.url}/k/{visitor.pk}/")
    page.goto(live_server.url + reverse("guest_search", args=[session.pk]))
    page.get_by_role("button", name="Pindai kartu").click()

    expect(page.get_by_text("Zahra Kirana")).to_be_visible()
    assert page.url.endswith(f"/hari-buka/{session.pk}/tamu/")
    page.get_by_role("button", name="Layani hari ini").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zahra Kirana")
    assert Guest.objects.get().resident == visitor


@pytest.mark.parametrize(
    "text",
    [
        "https://lain.example/k/0192f0c1-0000-7000-8000-000000000000/",
        "{home}/keluar/",
        "{home}/k/bukan-id/",
        "javascript:alert(1)",
        "3320086507259901",
    ],
)
def test_a_code_of_anything_else_is_not_followed(
    village: Village, enter: Enter, live_server: LiveServer, text: str
) -> None:
    session = make_session(village.melati, timezone.localdate())
    page = enter(village.kader, size=PHONE)
    show(page, text.format(home=live_server.url))
    address = live_server.url + reverse("guest_search", args=[session.pk])
    page.goto(address)
    page.get_by_role("button", name="Pindai kartu").click()

    expect(page.get_by_role("status")).to_contain_text("Kode ini bukan kartu Posyandu.")
    assert page.url == address
    assert (sideways(page), serious(page)) == ([], [])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    # A dialog tells that it closed a moment after it is gone from sight.
    page.wait_for_function(
        "() => globalThis.stream.getTracks().every((track) => track.readyState === 'ended')"
    )


def test_a_browser_without_a_reader_says_what_to_do_and_offers_typing(
    village: Village, enter: Enter, live_server: LiveServer
) -> None:
    session = make_session(village.melati, timezone.localdate())
    page = enter(village.kader, size=PHONE)
    page.goto(live_server.url + reverse("guest_search", args=[session.pk]))
    page.get_by_role("button", name="Pindai kartu").click()

    expect(page.get_by_role("status")).to_contain_text("Buka aplikasi kamera HP")
    page.get_by_role("button", name="Ketik saja").click()
    expect(page.get_by_label("NIK")).to_be_focused()
