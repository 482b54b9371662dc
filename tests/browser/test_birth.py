"""A twin birth on a phone, from the mother's pregnancy to both babies, with scripts and without."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from registry.models import Pregnancy, Resident
from registry.services.maternity import open_pregnancy
from tests.browser.conftest import Enter, months_ago, serious, sideways
from tests.conftest import Village, make_resident

pytestmark = pytest.mark.browser


def pregnant(village: Village) -> Pregnancy:
    today = timezone.localdate()
    return open_pregnancy(
        resident=make_resident(village.melati, "Siti Aminah", born=months_ago(27 * 12)),
        known_from=today - timedelta(weeks=25),
        details={"last_period": today - timedelta(weeks=38)},
    )


def fill_twins(page: Page) -> None:
    first, second = (page.locator(f".baby-{number}") for number in (1, 2))
    first.get_by_text("Perempuan", exact=True).click()
    first.get_by_label("Berat lahir").fill("2600")
    second.get_by_text("Laki-laki", exact=True).click()
    second.get_by_label("Berat lahir").fill("2,45")


def test_twins_are_born_on_one_page(enter: Enter, village: Village) -> None:
    pregnancy = pregnant(village)
    page = enter(village.kader, pregnancy.get_absolute_url())
    page.get_by_role("link", name="Catat persalinan").click()
    expect(page.locator(".baby:visible")).to_have_count(1)
    page.locator(".choice", has_text="Bayi lahir hidup").get_by_text("2", exact=True).click()
    expect(page.locator(".baby:visible")).to_have_count(2)
    fill_twins(page)
    assert sideways(page) == []
    assert serious(page) == []
    page.get_by_role("button", name="Simpan").dblclick()
    page.wait_for_url("**/persalinan/**")

    expect(page.get_by_role("heading", level=1)).to_have_text("Persalinan Siti Aminah")
    for words in ("Bayi Ny. Siti Aminah 1", "Bayi Ny. Siti Aminah 2", "Berat lahir rendah"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert sideways(page) == []
    assert serious(page) == []
    babies = Resident.objects.filter(mother=pregnancy.resident).order_by("birth_order")
    assert [(one.sex, one.birth_weight_kg) for one in babies] == [
        ("P", Decimal("2.6")),
        ("L", Decimal("2.45")),
    ]


def test_choosing_no_live_baby_asks_for_none(enter: Enter, village: Village) -> None:
    page = enter(village.kader, reverse("delivery_new", args=[pregnant(village).pk]))
    page.locator(".choice", has_text="Bayi lahir hidup").get_by_text("0", exact=True).click()
    expect(page.locator(".baby:visible")).to_have_count(0)
    page.locator(".choice", has_text="Bayi lahir meninggal").get_by_text("1", exact=True).click()
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/persalinan/**")
    expect(page.get_by_text("Dampingi ibu")).to_be_visible()


@pytest.mark.parametrize("browser_context_args", [{"java_script_enabled": False}], indirect=False)
def test_twins_are_born_without_scripts_too(
    enter: Enter, village: Village, browser_context_args: dict[str, object]
) -> None:
    page = enter(village.kader, reverse("delivery_new", args=[pregnant(village).pk]))
    page.locator(".choice", has_text="Bayi lahir hidup").get_by_text("2", exact=True).click()
    fill_twins(page)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/persalinan/**")
    expect(page.get_by_text("Bayi Ny. Siti Aminah 2").first).to_be_visible()
