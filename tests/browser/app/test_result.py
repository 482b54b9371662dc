"""What was measured means something at once, without a signal: in colour, words, icon and on the curves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from registry.models import Resident
from tests.browser.app.conftest import OpenApp, unsent
from tests.browser.app.filling import EVERYBODY
from tests.browser.conftest import DESK, Troubles, last_month, months_ago, serious, settle, sideways, texts
from tests.browser.test_screens import small_controls
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BIG = "document.documentElement.dataset.text = 'besar'"
# Everything that is drawn and told of each chart of a page, by its title.
DRAWN = """() => {
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
  const plain = (text) => text.replace(/\\s+/g, " ").trim();
  const numbers = (text) => (text.match(/-?\\d+(\\.\\d+)?/g) ?? []).map(Number);
  const all = (chart, selector, read) => [...chart.querySelectorAll(selector)].map(read);
  return Object.fromEntries([...document.querySelectorAll("section.chart")].map((chart) => [
    plain(chart.querySelector("h2").textContent),
    {
      lines: all(chart, "polyline, polygon", (each) => [
        each.getAttribute("class"), numbers(each.getAttribute("points")),
      ]),
      paths: all(chart, "path", (each) => [each.getAttribute("class"), numbers(each.getAttribute("d"))]),
      points: all(chart, "circle", (each) => [
        plain(each.getAttribute("class")), plain(each.textContent),
        ["cx", "cy", "r"].map((name) => Number(each.getAttribute(name))),
      ]),
      words: all(chart, "svg text", (each) => [
        plain(each.getAttribute("class")), plain(each.textContent), each.getAttribute("text-anchor") ?? "start",
        ["x", "y"].map((name) => Number(each.getAttribute(name))),
      ]),
      said: all(chart, ".chart-about, .chart-status, .chart-note, desc, th, td, caption",
        (each) => plain(each.textContent)),
    },
  ]));
}"""


@pytest.fixture(autouse=True)
def no_signal_is_no_trouble(troubles: Troubles) -> Iterator[None]:
    yield
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


@pytest.fixture
def today(village: Village) -> Session:
    return make_session(village.melati, timezone.localdate(), by=village.kader)


def result_of(page: Page, session: Session, person: Resident) -> None:
    page.evaluate("hash => { location.hash = hash; }", f"#/hari/{session.pk}/{person.pk}/hasil")
    expect(page.get_by_role("heading", level=1)).to_have_text(person.name)
    expect(page.get_by_role("heading", name="Yang dicatat")).to_be_visible()


def measures(person: Resident, *rows: tuple[date, dict[str, Any]]) -> Resident:
    for day, values in rows:
        make_visit(person, day, **values)
    return person


def history(village: Village) -> list[Resident]:
    """Children and adults with a past and a visit of today; one child with a value that cannot be, and gaps."""
    today = timezone.localdate()
    baby = make_resident(village.melati, "Bayi", born=months_ago(8))
    toddler = make_resident(village.melati, "Anak", sex="L", born=months_ago(40))
    pupil = make_resident(village.melati, "Siswa", sex="L", born=months_ago(12 * 11))
    first = make_resident(village.melati, "Apras", born=months_ago(65))
    old = make_resident(village.melati, "Lansia", sex="L", born=months_ago(12 * 66))
    return [
        measures(
            baby,
            (months_ago(6), {"weight_kg": "5.1", "height_cm": "57.5", "head_cm": "38.5"}),
            (months_ago(5), {"weight_kg": "15.9", "height_cm": "60"}),
            (months_ago(2), {"weight_kg": "6.6", "height_cm": "65.5", "position": "berdiri"}),
            (last_month(), {"weight_kg": "6.7"}),
            (today, {"weight_kg": "6.6", "height_cm": "68", "head_cm": "42.1", "position": "telentang"}),
        ),
        measures(
            toddler,
            (months_ago(20), {"weight_kg": "10.6", "height_cm": "81"}),
            (months_ago(3), {"weight_kg": "12.9", "height_cm": "92.5", "position": "telentang"}),
            (today, {"weight_kg": "16.9", "height_cm": "95", "position": "berdiri", "oedema": True}),
        ),
        measures(
            first,
            (months_ago(7), {"weight_kg": "15.1", "height_cm": "103"}),
            (today, {"weight_kg": "16.4", "height_cm": "107.2", "position": "berdiri"}),
        ),
        measures(
            pupil,
            (months_ago(70), {"weight_kg": "15", "height_cm": "104"}),
            (months_ago(13), {"weight_kg": "31", "height_cm": "136.5", "systolic": 104, "diastolic": 66}),
            (today, {"weight_kg": "45", "height_cm": "141.5", "systolic": 124, "diastolic": 79}),
        ),
        measures(
            old,
            (months_ago(15), {"systolic": 118, "diastolic": 74}),
            (months_ago(2), {"systolic": 166, "diastolic": 94}),
            (today, {"systolic": 183, "diastolic": 98, "weight_kg": "61"}),
        ),
    ]


def nearly(drawn: Any) -> Any:
    """Numbers to a pixel's tenth, which Python and JavaScript round apart where they lie in the middle."""
    if isinstance(drawn, dict):
        return {name: nearly(value) for name, value in drawn.items()}
    if isinstance(drawn, list):
        return [nearly(value) for value in drawn]
    return pytest.approx(drawn, abs=0.11) if isinstance(drawn, int | float) else drawn


def test_the_charts_are_those_of_the_server(app: OpenApp, village: Village, today: Session) -> None:
    people = history(village)
    page = app(village.kader, today)
    found = {}
    for person in people:
        result_of(page, today, person)
        found[person.name] = page.evaluate(DRAWN)

    titles = []
    for person in people:
        page.goto(f"{page.url.split('/hp/')[0].split('/warga/')[0]}{person.get_absolute_url()}")
        expected = page.evaluate(DRAWN)
        assert list(found[person.name]) == list(expected), person.name
        assert found[person.name] == nearly(expected), person.name
        titles += list(expected)
    assert len(set(titles)) == 9


def test_an_entry_without_a_signal_is_judged_drawn_and_compared_with_last_month(
    app: OpenApp, village: Village, today: Session, context: BrowserContext
) -> None:
    baby = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    make_visit(baby, last_month(), weight_kg="9.1", height_cm="76.5")
    page = app(village.kader, today)
    context.set_offline(True)
    page.evaluate("hash => { location.hash = hash; }", f"#/hari/{today.pk}/{baby.pk}/langkah/2")
    page.locator("#ukur [name=weight_kg]").fill("8,2")
    page.get_by_role("button", name="Simpan & lihat hasil").click()

    expect(page.get_by_text("Tersimpan di HP ini, dikirim begitu ada sinyal.")).to_be_visible()
    assert unsent(page) == 1
    red = page.locator(".finding.is-rujuk")
    assert any("turun 900 g" in each for each in texts(red))
    expect(red.first.locator("svg")).to_be_visible()
    expect(page.locator("dl.facts")).to_contain_text("8,2 kg (9,1 kg)")
    expect(page.locator(".chart-value").first).to_have_text("8,2 kg")
    expect(page.get_by_text("Usul rujukan:").first).to_be_visible()
    page.get_by_role("link", name="Putuskan rujukan").click()
    page.wait_for_url(f"**/hp/#/hari/{today.pk}/{baby.pk}/rujuk")


def test_who_has_not_come_has_no_result(app: OpenApp, village: Village, today: Session) -> None:
    person = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    page = app(village.kader, today)
    page.evaluate("hash => { location.hash = hash; }", f"#/hari/{today.pk}/{person.pk}/hasil")
    expect(page.get_by_text("Belum ada yang dicatat hari ini.")).to_be_visible()
    page.get_by_role("link", name="Mulai dari langkah 1").click()
    expect(page.get_by_role("heading", name="Langkah 1 · Pendaftaran")).to_be_visible()


@pytest.mark.parametrize("size", [None, DESK], ids=["phone", "desk"])
def test_the_result_can_be_read_by_everybody(
    app: OpenApp, village: Village, today: Session, size: Any
) -> None:
    people = history(village)
    mother = EVERYBODY["pregnant"](village, "Muhammad Rizky Alfiansyah Putri Kusuma Wardhani")
    measures(
        mother,
        (timezone.localdate(), {"muac_cm": "22.1", "systolic": 165, "diastolic": 112, "tb_cough": True}),
    )
    page = app(village.kader, today, **({"size": size} if size else {}))
    found = {}
    for person in (people[0], people[3], mother):
        result_of(page, today, person)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.evaluate("delete document.documentElement.dataset.text")
        settle(page)
        found[person.name] = [*sideways(page), *small_controls(page), *serious(page)]
        page.evaluate(BIG)
        settle(page)
        found[f"{person.name} in large letters"] = [*sideways(page), *small_controls(page)]
    assert {name: problems for name, problems in found.items() if problems} == {}
    said = " ".join(texts(page.locator(".finding.is-rujuk")))
    assert "Usul rujukan" in said
