"""Correcting and cancelling: what was there stays readable, and the figures move by exactly that person."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from registry.models import OrgUnit
from tests.browser.conftest import Enter, Troubles, entry, months_ago, texts
from tests.conftest import Village, make_resident, make_session, make_visit

pytestmark = pytest.mark.browser


def figures(page: Page, unit: OrgUnit) -> dict[str, str]:
    """What the unit's report of this month shows: "1 2 50,0%" where there are a numerator and a denominator."""
    page.goto(urljoin(page.url, reverse("dashboard_unit", args=[unit.pk])))
    shares = {
        code: texts(page.locator(f"#{code} :is(.figure-numerator, .figure-denominator, .figure-result)"))
        for code in ("d_s", "stunting", "wasting")
    }
    counts = {code: texts(page.locator(f"#{code}")) for code in ("sasaran", "datang")}
    return {code: " ".join(parts) for code, parts in (counts | shares).items()}


def test_a_correction_and_a_cancellation_move_the_report_by_exactly_that_child(
    enter: Enter, village: Village
) -> None:
    today = timezone.localdate()
    make_visit(
        make_resident(village.melati, "Anik", born=months_ago(20)), today, weight_kg="10.5", height_cm="82"
    )
    child = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    session = make_session(village.melati, today, by=village.kader)
    unit = village.melati.unit

    page = enter(village.kader, reverse("dashboard"))
    assert figures(page, unit) == {
        "sasaran": "2", "datang": "1", "d_s": "1 2 50,0%", "stunting": "0 1 0,0%", "wasting": "0 1 0,0%",
    }  # fmt: skip

    enter(village.kader, entry(session, child))
    page.get_by_label("Berat badan").fill("7,4")
    page.get_by_label("Panjang atau tinggi badan").fill("78")
    page.get_by_role("button", name="Simpan & lihat hasil").click()
    expect(page.locator(".finding.is-rujuk").first).to_be_visible()
    page.wait_for_url("**/kunjungan/**")
    visit_page = page.url
    assert figures(page, unit) == {
        "sasaran": "2", "datang": "2", "d_s": "2 2 100,0%", "stunting": "0 2 0,0%", "wasting": "1 2 50,0%",
    }  # fmt: skip

    page.goto(visit_page)
    page.get_by_role("link", name="Perbaiki").click()
    expect(page.get_by_label("Berat badan")).to_have_value("7,4")
    page.get_by_label("Berat badan").fill("9,8")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Sebelum diubah")).to_be_visible()
    assert "7,4" in texts(page.locator(".timeline li"))[0]
    assert page.get_by_role("definition").filter(has_text="9,8 kg").is_visible()
    assert figures(page, unit) == {
        "sasaran": "2", "datang": "2", "d_s": "2 2 100,0%", "stunting": "0 2 0,0%", "wasting": "0 2 0,0%",
    }  # fmt: skip

    page.goto(visit_page)
    page.get_by_role("link", name="Batalkan kunjungan").click()
    page.get_by_role("button", name="Batalkan kunjungan").click()
    # Without a reason nothing happens.
    expect(page.get_by_role("heading", level=1)).to_have_text("Batalkan kunjungan Bagus?")
    page.get_by_label("Alasan membatalkan").fill("Salah orang")
    page.get_by_role("button", name="Batalkan kunjungan").click()
    expect(page.get_by_text("Alasan: Salah orang").first).to_be_visible()
    assert texts(page.locator(".card-panel > .status")) == ["Dibatalkan"]
    assert "9,8" in texts(page.locator(".timeline li"))[0]
    assert figures(page, unit) == {
        "sasaran": "2", "datang": "1", "d_s": "1 2 50,0%", "stunting": "0 1 0,0%", "wasting": "0 1 0,0%",
    }  # fmt: skip


def test_the_neighbours_kader_is_told_kindly_that_the_child_is_not_hers(
    enter: Enter, village: Village, troubles: Troubles
) -> None:
    troubles.expected = {404}
    visit = make_visit(make_resident(village.melati, "Bagus", sex="L"), by=village.kader, weight_kg="9.4")
    session = make_session(village.melati)
    for path in (
        visit.resident.get_absolute_url(),
        visit.get_absolute_url(),
        entry(session, visit.resident),
        reverse("resident_edit", args=[visit.resident_id]),
    ):
        page = enter(village.neighbour, path)
        assert page.get_by_role("heading", level=1).inner_text() == (
            "Halaman ini tidak ada atau bukan wilayah Anda."
        )
        assert "Bagus" not in page.content()
    page.get_by_role("link", name="Ke halaman depan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hari Ini")
