"""The people of the day on a phone: found by name, group and step, and counted as the server counts them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from registry.models import Delivery, Pregnancy, Resident
from tests.browser.app.conftest import OpenApp, unsent
from tests.browser.conftest import DESK, Troubles, months_ago, serious, sideways, texts
from tests.browser.test_scan import CAMERA
from tests.conftest import Village, make_resident, make_session
from visits.models import Guest, Session
from visits.roster import roster_of

pytestmark = pytest.mark.browser
# What an entry form does; the forms have tests of their own.
SAVE = """async ([session, ...saves]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const { openDay } = await import(new URL("./day.js", path).href);
  const saving = await import(new URL("./saving.js", path).href);
  for (const [name, step] of saves) {
    const day = await openDay(session);
    const person = day.people.find((each) => each.name === name);
    await saving.saveVisit(day, person, { step, values: {}, confirmed: ["measures"] });
  }
}"""
BIG = "document.documentElement.dataset.text = 'besar'"


def everybody(village: Village) -> tuple[Session, dict[str, Resident]]:
    """One person of each target group and a guest."""
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    born = {
        "Ayu Lestari": months_ago(5),
        "Bagus Prakoso": months_ago(20),
        "Citra Dewi": months_ago(64),
        "Dimas Saputra": months_ago(9 * 12),
        "Eka Putri": months_ago(16 * 12),
        "Fitri Handayani": months_ago(30 * 12),
        "Gita Purnama": months_ago(27 * 12),
        "Hesti Rahayu": months_ago(25 * 12),
        "Indah Sari": months_ago(24 * 12),
        "Sarmi": months_ago(70 * 12),
    }
    mothers = {"Ayu Lestari": "Hesti Rahayu", "Bagus Prakoso": "Fitri Handayani"}
    people = {
        name: make_resident(village.melati, name, born=day, mother_name=mothers.get(name, ""))
        for name, day in born.items()
    }
    today = timezone.localdate()
    begun = today - timedelta(weeks=20)
    Pregnancy.objects.create(resident=people["Gita Purnama"], known_from=begun, last_period=begun)
    for name, days in (("Hesti Rahayu", 20), ("Indah Sari", 150)):
        Delivery.objects.create(resident=people[name], on=today - timedelta(days=days), live_births=1)
    people["Joko"] = make_resident(village.mawar, "Joko", sex="L", born=months_ago(40))
    Guest.objects.create(session=session, resident=people["Joko"], added_by=village.kader)
    return session, people


def names(page: Page) -> list[str]:
    return texts(page.locator(".session-list .person-name"))


def chips(page: Page) -> dict[str, str]:
    rows = (text.rpartition(" ") for text in texts(page.locator(".chip")))
    return {label: count for label, _, count in rows}


def test_the_list_counts_as_the_server_does_and_leads_to_whoever_is_looked_for(
    app: OpenApp, village: Village
) -> None:
    session, _ = everybody(village)
    page = app(village.kader, session)
    expect(page.get_by_text("Datang 0 dari 10 sasaran")).to_be_visible()
    page.evaluate(
        SAVE,
        [str(session.pk), ["Ayu Lestari", 1], ["Ayu Lestari", 2], ["Sarmi", 1], ["Joko", 1]]
        + [["Gita Purnama", step] for step in range(1, 6)],
    )
    page.wait_for_function(
        "async () => document.querySelector('.session-count').innerText.includes('3 dari 10')"
    )
    while unsent(page):
        page.wait_for_timeout(100)
    counted = roster_of(session)
    assert (counted.came, counted.expected, counted.guests) == (3, 10, 1)
    expect(page.get_by_text("Datang 3 dari 10 sasaran, dan 1 tamu dari Posyandu lain")).to_be_visible()
    expect(page.get_by_text("3 sedang dilayani")).to_be_visible()
    assert counted.in_service == 3
    assert chips(page) == {"Semua": "3/10"} | {
        one.group.label: f"{one.came}/{one.expected}" for one in counted.groups
    }
    assert len(counted.groups) == 10
    # Who is being served comes first, who is through comes last; as the server's page says it.
    assert set(names(page)[:3]) == {"Ayu Lestari", "Sarmi", "Joko"}
    assert names(page)[-1] == "Gita Purnama"
    assert names(page)[3:10] == [row.resident.name for row in counted.rows[3:10]]
    ayu = page.locator("li.person", has_text="Ayu Lestari")
    assert ayu.locator(".dots").get_attribute("aria-label") == "langkah 1, 2 selesai"

    search = page.get_by_label("Cari nama orang atau ibunya")
    for typed, found in {
        "sar": ["Sarmi", "Indah Sari"],
        "saputra dimas": ["Dimas Saputra"],
        "FITRI": ["Fitri Handayani", "Bagus Prakoso"],
        "bagus fitri": ["Bagus Prakoso"],
        "lain": [],
    }.items():
        search.fill(typed)
        expect(page.locator(".session-list .person-name")).to_have_count(len(found))
        assert sorted(names(page)) == sorted(found), typed
    expect(page.get_by_text("Tidak ada yang cocok.")).to_be_visible()
    search.fill("")
    page.get_by_role("button", name="Ibu nifas").click()
    assert names(page) == ["Hesti Rahayu"]
    page.get_by_role("button", name="Semua 3/10").click()
    only = page.get_by_label("Saringan")
    for wanted, expected in {
        "Belum datang": 7,
        "Sedang dilayani": 3,
        "Selesai": 1,
        "Belum terkirim": 0,
    }.items():
        only.select_option(label=wanted)
        expect(page.locator(".session-list .person-name")).to_have_count(expected)
    for wanted, kind in {"Perlu imunisasi": "imunisasi", "Skrining tahunan": "skrining"}.items():
        only.select_option(label=wanted)
        waiting = {row.resident.name for row in counted.rows if kind in {need.kind for need in row.needs}}
        assert set(names(page)) == waiting, wanted
        assert waiting


def test_whoever_waits_for_the_step_of_this_phone_comes_first_and_one_tap_opens_it(
    app: OpenApp, village: Village
) -> None:
    session, people = everybody(village)
    page = app(village.kader, session)
    page.evaluate(SAVE, [str(session.pk), ["Sarmi", 1], ["Dimas Saputra", 1], ["Dimas Saputra", 2]])
    # By keyboard alone.
    page.get_by_text("Langkah", exact=True).press("Enter")
    page.get_by_role("button", name="2 Penimbangan & pengukuran").press("Enter")
    expect(page.get_by_text("1 menunggu")).to_be_visible()
    assert (names(page)[0], names(page)[-1]) == ("Sarmi", "Dimas Saputra")
    page.get_by_role("link", name="Sarmi").press("Enter")
    page.wait_for_url(f"**/hp/#/hari/{session.pk}/{people['Sarmi'].pk}/langkah/2")
    page.go_back()
    # The phone remembers its step.
    expect(page.get_by_text("Langkah 2", exact=True)).to_be_visible()
    page.get_by_text("Langkah 2", exact=True).click()
    page.get_by_role("button", name="Semua langkah").click()
    page.get_by_role("link", name="Sarmi").click()
    page.wait_for_url(f"**/hp/#/hari/{session.pk}/{people['Sarmi'].pk}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sarmi")


def test_a_printed_card_opens_its_person_without_a_signal(
    app: OpenApp, village: Village, troubles: Troubles
) -> None:
    session, people = everybody(village)
    page = app(village.kader, session)
    camera = "() => {" + CAMERA % json.dumps("") + "}"
    page.evaluate(camera)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    stranger = make_resident(village.mawar, "Orang Jauh", sex="L")
    for card, told in ((stranger, "Orang di kartu ini tidak ada"), (people["Sarmi"], "")):
        page.evaluate("(text) => { globalThis.shown = text; }", f"{page.url.split('/hp/')[0]}/k/{card.pk}/")
        page.get_by_role("button", name="Pindai kartu").click()
        if told:
            expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sarmi")
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


@pytest.mark.parametrize("size", [None, DESK], ids=["phone", "desk"])
def test_the_list_and_the_person_can_be_read_by_everybody(app: OpenApp, village: Village, size: Any) -> None:
    session, _ = everybody(village)
    long = "Muhammad Rizky Alfiansyah Putra Kusuma Wardhana"
    make_resident(
        village.melati, long, sex="L", born=months_ago(30), mother_name="Nyai Raden Ayu Kusumaningrum"
    )
    page = app(village.kader, session, **({"size": size} if size else {}))
    page.evaluate(SAVE, [str(session.pk), [long, 1]])
    expect(page.get_by_role("link", name=long)).to_be_visible()
    assert (sideways(page), serious(page)) == ([], [])
    page.evaluate(BIG)
    assert sideways(page) == []
    page.get_by_role("link", name=long).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(long)
    assert (sideways(page), serious(page)) == ([], [])
