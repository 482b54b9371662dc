"""A person's page on paper: the drawings with the figures under them, though nothing on paper can be unfolded."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import Enter, months_ago
from tests.conftest import Village, make_resident, make_visit

pytestmark = pytest.mark.browser


def seen(page: Page, part: str) -> list[bool]:
    return [each.evaluate("(part) => part.checkVisibility()") for each in page.locator(part).all()]


def test_the_figures_under_every_chart_are_printed(village: Village, enter: Enter) -> None:
    child = make_resident(village.melati, born=months_ago(15), since=months_ago(15))
    for months in (2, 1):
        make_visit(child, months_ago(months), weight_kg="9.4", height_cm="75.7", head_cm="45.5")
    page = enter(village.kader, child.get_absolute_url())
    assert seen(page, ".chart-table") == [False] * 5

    page.emulate_media(media="print")

    assert seen(page, ".chart-table") == [True] * 5
    assert seen(page, "svg[role=img]") == [True] * 5
    cells = page.locator(".chart-table").first.locator("tbody td").all()
    assert [cell.bounding_box() is not None for cell in cells] == [True] * 8


def test_no_page_of_a_child_is_nearly_empty(village: Village, enter: Enter, tmp_path: Path) -> None:
    child = make_resident(village.melati, born=months_ago(15), since=months_ago(15))
    for months in range(6, 0, -1):
        weight, height = f"{9.6 - months * 0.2:.1f}", f"{77 - months:.1f}"
        make_visit(child, months_ago(months), weight_kg=weight, height_cm=height, head_cm="45.5")
    page = enter(village.kader, child.get_absolute_url())

    page.pdf(path=tmp_path / "anak.pdf", format="A4", prefer_css_page_size=True)

    texts = [each.extract_text() for each in PdfReader(tmp_path / "anak.pdf").pages]
    assert "Berat menurut umur" in texts[0]
    assert [len(text) > 400 for text in texts] == [True] * 4
