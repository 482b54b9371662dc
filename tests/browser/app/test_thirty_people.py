"""A whole day without a network: thirty people of all groups, two of them born since, all at the server afterwards."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from registry.models import Resident
from tests.browser.app.filling import EVERYBODY, typed
from tests.browser.app.test_gate import choose_pin, type_pin, until
from tests.browser.app.test_worker import Phone, kept, phone, today
from tests.conftest import Village, make_resident
from visits.columns import Who, columns_for
from visits.entry import person_on
from visits.models import Device, Session, SyncItem, Visit, VisitSave

__all__ = ["phone", "today"]  # fixtures
pytestmark = pytest.mark.browser
MEASURED = ("weight_kg", "height_cm", "head_cm", "muac_cm", "waist_cm", "systolic", "diastolic")


def everybody(village: Village) -> list[Resident]:
    """Twenty-eight people: two of each kind of card, and four children more."""
    kinds = [
        *EVERYBODY.items(),
        *EVERYBODY.items(),
        *list(EVERYBODY.items())[:3],
        ("bayi", EVERYBODY["bayi"]),
    ]
    return [make(village, f"Warga {place:02d} {kind}") for place, (kind, make) in enumerate(kinds, start=1)]


def measured(who: Who) -> dict[str, str]:
    """What is measured of the person at step 2, as it is typed."""
    return {column.name: typed(column, who) for column in columns_for(who) if column.name in MEASURED}


def weigh(page: Page, name: str, values: dict[str, str]) -> dict[str, str]:
    """From the list of the day through step 2 back to the list; what was typed, which is what is not folded away."""
    page.get_by_role("searchbox").fill(name)
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.locator(".step-bar a.step-link").nth(1).click()
    page.locator("#ukur [name=weight_kg]").wait_for()
    asked = {
        field: value for field, value in values.items() if page.locator(f"#ukur [name={field}]").is_visible()
    }
    for field, value in asked.items():
        page.locator(f"#ukur [name={field}]").fill(value)
    page.get_by_role("button", name="Simpan & lihat hasil").click()
    page.wait_for_url(re.compile("/hasil"))
    page.evaluate("location.hash = location.hash.split('/').slice(0, 3).join('/')")
    return asked


def register_newborn(page: Page, mother: str, name: str) -> None:
    page.get_by_role("searchbox").fill(mother)
    page.get_by_role("link", name=mother, exact=True).click()
    page.get_by_role("link", name="Tambah bayi baru lahir").click()
    page.locator("#id_name").fill(name)
    page.get_by_text("Perempuan", exact=True).click()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.evaluate("location.hash = location.hash.split('/').slice(0, 3).join('/')")


def test_thirty_people_entered_without_a_network_are_all_at_the_server_once_it_is_back(
    phone: Phone, village: Village, today: Session
) -> None:
    people = everybody(village)
    mother = make_resident(village.melati, "Siti Aminah", born=timezone.localdate().replace(year=1998))
    page = phone(village.kader)
    choose_pin(page)
    expect(page.locator(".day-card")).to_contain_text("sudah yang terbaru")
    kept(page)

    page = phone(has_network=False)
    type_pin(page)
    page.get_by_role("link", name="Buka hari ini").click()
    expected = {}
    for person in people:
        values = measured(person_on(person, timezone.localdate(), None))
        expected[person.name] = weigh(page, person.name, values)
    for name in ("Hasna", "Husna"):
        register_newborn(page, mother.name, name)
        expected[name] = weigh(page, name, {"weight_kg": "2,9"})
    entered = 28 + 2 * 2
    expect(page.get_by_text(f"{entered} belum terkirim").first).to_be_visible()

    page = phone()
    type_pin(page)
    expect(page.get_by_text("Semua terkirim")).to_be_visible()
    visits = Visit.objects.unscoped("a test").with_cards().select_related("resident")
    until(page, lambda: visits.count() == len(expected))
    stored = {
        visit.resident.name: {name: getattr(visit.card, name) for name in expected[visit.resident.name]}
        for visit in visits
    }
    assert stored == {
        name: {field: Decimal(text.replace(",", ".")) for field, text in values.items()}
        for name, values in expected.items()
    }
    babies = Resident.objects.unscoped("a test").filter(mother=mother).order_by("name")
    assert [baby.name for baby in babies] == ["Hasna", "Husna"]
    items = list(SyncItem.objects.unscoped("a test").order_by("entered_at"))
    assert {item.state for item in items} == {SyncItem.State.STORED}
    # In the order of the morning, each with who saved it, and nothing that no item brought.
    saves = VisitSave.objects.unscoped("a test").order_by("item__entered_at").select_related("item", "visit")
    assert [save.visit.resident_id for save in saves] == [
        item.person_id for item in items if item.kind == "visit"
    ]
    assert {save.saved_by_id for save in saves} == {village.kader.pk}
    assert Device.objects.get().unsent == 0
