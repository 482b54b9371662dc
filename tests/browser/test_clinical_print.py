"""A person's page on paper: the drawings with the figures under them, though nothing on paper can be unfolded."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

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
