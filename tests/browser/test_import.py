"""From e-PPGBM's files to the Dinkes' PDF: what the Puskesmas imports, the kabupaten sees."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import DESK, Enter, serious, sideways, texts
from tests.conftest import Village

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parents[1] / "golden"
WORKING_MS = 60_000


def test_what_the_puskesmas_imports_the_dinkes_finds_down_to_the_posyandu_and_on_paper(
    enter: Enter, village: Village, tmp_path: Path
) -> None:
    page = enter(village.officer, "/impor/")
    assert (sideways(page), serious(page)) == ([], [])
    page.get_by_label("Posyandu tujuan").select_option(label="Melati 1")
    page.get_by_label("Berkas identitas anak").set_input_files(GOLDEN / "eppgbm-identitas.xls")
    page.get_by_label("Berkas pengukuran").set_input_files(GOLDEN / "eppgbm-pengukuran.xls")
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil pemeriksaan", timeout=WORKING_MS)
    assert (sideways(page), serious(page)) == ([], [])
    new = page.locator("td[data-label=Baru]")
    assert texts(new) == ["498", "498"]
    page.get_by_role("button", name="Masukkan semua baris yang baik").click(timeout=WORKING_MS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil impor", timeout=WORKING_MS)
    assert (sideways(page), serious(page)) == ([], [])

    page = enter(village.dinkes, "/laporan/?bulan=2026-10", DESK)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kabupaten Jepara")
    for name in ("Bangsri I", "Jerukwangi", "Melati 1"):
        # At every step down the same children.
        assert texts(page.locator("#datang")) == ["498"]
        page.locator("table.units").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    weighed = texts(page.locator("#d_s :is(.figure-numerator, .figure-denominator, .figure-result)"))
    stunting = texts(page.locator("#stunting :is(.figure-numerator, .figure-denominator, .figure-result)"))

    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF").click()
    assert waiting.value.suggested_filename.endswith("2026-10.pdf")
    paper = tmp_path / "laporan.pdf"
    waiting.value.save_as(paper)
    words = " ".join(
        "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper.read_bytes())).pages).split()
    )
    assert " ".join(weighed) in words
    assert " ".join(stunting) in words
