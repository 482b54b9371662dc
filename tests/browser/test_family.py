"""A family of three generations, entered on the kader's phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from registry.models import Household
from tests.browser.conftest import DESK, Enter, months_ago, serious, sideways, texts
from tests.conftest import Village

pytestmark = pytest.mark.browser


def add(page: Page, button: str, name: str, sex: str, years: int) -> None:
    """One member: a button of the family's page, three fields, and back there."""
    page.get_by_role("link", name=button, exact=True).locator("visible=true").first.click()
    page.get_by_label("Nama lengkap").fill(name)
    page.get_by_text(sex, exact=True).click()
    page.get_by_label("Tanggal lahir", exact=True).fill(months_ago(years * 12).isoformat())
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def test_three_generations_are_entered_with_three_fields_each(village: Village, enter: Enter) -> None:
    page = enter(village.kader, "/keluarga/")
    page.get_by_role("link", name="Keluarga baru", exact=True).click()
    page.get_by_label("Dusun/lingkungan").fill("Krajan")
    page.get_by_label("RT", exact=False).first.fill("2")
    page.get_by_role("button", name="Simpan & tambah anggota").click()

    add(page, "Tambah kepala keluarga", "Wagiman", "Laki-laki", 66)
    add(page, "Tambah istri/suami", "Painem", "Perempuan", 63)
    add(page, "Tambah anak", "Bagus", "Laki-laki", 38)
    add(page, "Menantu", "Ratih", "Perempuan", 36)
    add(page, "Tambah cucu", "Kirana", "Perempuan", 4)

    assert texts(page.locator(".generation-title")) == ["Kepala keluarga dan pasangan", "Anak", "Cucu"]
    family = Household.objects.unscoped("what was stored").get()
    stored = {one.name: (one.relation, one.known_mother) for one in family.members.select_related("mother")}
    assert stored == {
        "Wagiman": ("kepala", ""),
        "Painem": ("pasangan", ""),
        "Bagus": ("anak", "Painem"),
        "Ratih": ("menantu", ""),
        "Kirana": ("cucu", "Ratih"),
    }
    assert (str(family), family.rt) == ("Keluarga Wagiman", "02")
    for path in ("", "ubah/", "anggota/", "kepala/", "pecah/", "gabung/"):
        for size in (None, DESK):
            shown = enter(village.kader, f"{family.get_absolute_url()}{path}", *([size] if size else []))
            assert (path, sideways(shown), serious(shown)) == (path, [], [])
    shown = enter(village.kader, "/wilayah-binaan/")
    assert (sideways(shown), serious(shown)) == ([], [])
