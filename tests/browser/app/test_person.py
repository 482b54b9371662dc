"""One person on the phone: what waits, what was done today, what is not sent yet, and taking the visit back."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.app.conftest import OpenApp, unsent
from tests.browser.conftest import Troubles, months_ago, serious, sideways, texts
from tests.conftest import Village, make_resident, make_session, make_visit
from visits.models import Visit

pytestmark = pytest.mark.browser
# What the forms of the steps do; they have tests of their own.
RUN = """async ([session, name, script]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const { openDay } = await import(new URL("./day.js", path).href);
  const saving = await import(new URL("./saving.js", path).href);
  const day = await openDay(session);
  const person = day.people.find((each) => each.name === name);
  %s
}"""


def run(page: Page, session: Any, name: str, script: str) -> None:
    page.evaluate(RUN % script, [str(session.pk), name, ""])


def facts(page: Page) -> dict[str, str]:
    rows = page.locator("section[aria-labelledby=hari-ini] .facts > div")
    return {texts(row.locator("dt"))[0]: texts(row.locator("dd"))[0] for row in rows.all()}


def test_a_child_shows_what_waits_what_was_done_and_what_is_not_sent(
    app: OpenApp, village: Village, troubles: Troubles
) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    home = {"dusun": "Krajan", "rt": "02", "rw": "01"}
    child = make_resident(
        village.melati, "Aisyah Putri", born=months_ago(15), mother_name="Siti Aminah", home=home
    )
    page = app(village.kader, session)
    page.get_by_role("link", name="Aisyah Putri").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aisyah Putri")
    expect(page.get_by_text("1 tahun 3 bulan · Perempuan")).to_be_visible()
    expect(page.get_by_text("Anak Ibu Siti", exact=True)).to_be_visible()
    expect(page.get_by_text("RT 02")).to_be_visible()
    waits = page.locator("section[aria-labelledby=menunggu] .finding-title")
    assert texts(waits)[0].startswith("Imunisasi ")
    expect(page.get_by_text("Belum datang.")).to_be_visible()
    expect(page.get_by_role("link", name="Batalkan kunjungan")).to_have_count(0)
    expect(page.get_by_role("link", name="Tambah bayi baru lahir")).to_have_count(0)
    here = f"#/hari/{session.pk}/{child.pk}"
    assert (
        page.get_by_role("link", name="Langkah 1: Pendaftaran").get_attribute("href") == f"{here}/langkah/1"
    )
    assert page.get_by_role("link", name="Imunisasi", exact=True).get_attribute("href") == f"{here}/imunisasi"
    sheet = page.get_by_role("link", name="Checklist")
    assert "/skrining/development%3A" in (sheet.get_attribute("href") or "")
    assert (sideways(page), serious(page)) == ([], [])

    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    weighed = (
        "await saving.saveVisit(day, person, { step: 2, values: { weight_kg: '9.4', height_cm: '75.7' } });"
    )
    run(page, session, "Aisyah Putri", weighed)
    dosed = "await saving.saveDoses(day, person, [{ code: 'MR1', here: true }], ['MR1']);"
    run(page, session, "Aisyah Putri", dosed)
    expect(page.get_by_text("Imunisasi Campak-Rubela (MR) 1", exact=True)).to_be_visible()
    done = facts(page)
    assert done["Berat badan"] == "9,4 kg"
    steps = "1 Pendaftaran; 2 Penimbangan & pengukuran; 4 Pelayanan kesehatan"
    assert done["Langkah selesai"] == steps
    bar = page.get_by_role("navigation", name="Lima langkah").get_by_role("link")
    assert texts(bar)[:2] == ["Langkah 1 Pendaftaran, selesai", "Langkah 2 Penimbangan & pengukuran, selesai"]
    queue = page.locator("section[aria-labelledby=belum-terkirim]")
    assert texts(queue.get_by_role("link")) == ["Kunjungan, langkah 2: Penimbangan & pengukuran", "Imunisasi"]
    assert "#/kiriman/" in (queue.get_by_role("link").first.get_attribute("href") or "")
    expect(queue.get_by_text("Menunggu")).to_have_count(2)
    # What was measured waits no more.
    assert "Timbang dan ukur" not in texts(waits)
    assert (sideways(page), serious(page)) == ([], [])
    page.evaluate("document.documentElement.dataset.text = 'besar'")
    assert sideways(page) == []

    page.context.set_offline(False)
    expect(queue).to_have_count(0)
    assert facts(page) == done
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_visit_taken_back_stays_in_sight_with_its_reason_and_is_not_counted(
    app: OpenApp, village: Village
) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    person = make_resident(village.melati, "Sarmi", born=months_ago(30 * 12))
    page = app(village.kader, session)
    run(
        page,
        session,
        "Sarmi",
        "await saving.saveVisit(day, person, { step: 2, values: { weight_kg: '51' } });",
    )
    page.get_by_role("link", name="Sarmi").click()
    expect(page.get_by_role("link", name="Tambah bayi baru lahir")).to_be_visible()
    page.get_by_role("link", name="Batalkan kunjungan").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Batalkan kunjungan Sarmi?")
    assert (sideways(page), serious(page)) == ([], [])
    page.get_by_role("button", name="Batalkan kunjungan").click()
    expect(page.locator(".field-error")).to_have_text("Tulis alasannya, supaya bidan tahu.")
    expect(page.get_by_label("Alasan membatalkan")).to_be_focused()
    page.keyboard.type("Salah orang")
    page.keyboard.press("Enter")
    cancelled = page.get_by_role("region", name="Kunjungan yang dibatalkan")
    expect(cancelled).to_contain_text("Kunjungan ini tidak dihitung. Alasan: Salah orang.")
    expect(cancelled).to_contain_text("51,0 kg")
    expect(page.get_by_text("Belum datang.")).to_be_visible()
    while unsent(page):
        page.wait_for_timeout(100)
    visit = Visit.objects.unscoped("a test").get(resident=person)
    assert (visit.cancel_reason, visit.cancelled_at is None) == ("Salah orang", False)
    page.get_by_role("link", name="Posyandu Melati 1").click()
    expect(page.get_by_text("Datang 0 dari 1 sasaran")).to_be_visible()


def test_of_a_closed_day_a_kader_reads_and_does_not_write(app: OpenApp, village: Village) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    child = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    make_visit(child, session.date, by=village.kader, weight_kg="9.4")
    session.closed_at, session.closed_by = timezone.now(), village.bidan
    session.save()
    page = app(village.kader, session)
    expect(page.get_by_text("Hari buka ini sudah ditutup.")).to_be_visible()
    expect(page.get_by_role("link", name="Daftarkan warga baru")).to_have_count(0)
    page.get_by_role("link", name="Bagus").click()
    assert facts(page)["Berat badan"] == "9,4 kg"
    expect(page.get_by_text("Hari buka ini sudah ditutup.")).to_be_visible()
    for name in ("Langkah", "Batalkan", "Imunisasi", "Pelayanan"):
        expect(page.get_by_role("main").get_by_role("link", name=name)).to_have_count(0)
