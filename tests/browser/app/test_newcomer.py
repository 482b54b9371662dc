"""Whoever is not on the list is registered on the phone: a newcomer, twins under their mother, a guest of one day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from registry.models import Resident
from tests.browser.app.conftest import PIN, OpenApp, unsent
from tests.browser.conftest import Troubles, months_ago, serious, sideways, texts
from tests.conftest import Village, make_resident, make_session
from visits.models import Guest

pytestmark = pytest.mark.browser
LOCK = """async ([user, pin]) => {
  const path = document.querySelector('script[src*="js/app/main"]').src;
  const vault = await import(new URL("../offline/vault.js", path).href);
  vault.lock();
  await new Promise((later) => setTimeout(later, 300));
  await vault.unlock(user, pin);
}"""


def type_in(page: Page, **values: str) -> None:
    """Each field by its name, in the order given."""
    for name, value in values.items():
        page.locator(f"#id_{name}").fill(value)


def wait_until_sent(page: Page) -> None:
    while unsent(page):
        page.wait_for_timeout(100)


def errors(page: Page) -> list[str]:
    return texts(page.locator(".field-error"))


def test_a_mother_and_her_twins_registered_without_a_signal_are_on_the_list_at_once_and_linked_at_the_server(
    app: OpenApp, village: Village, troubles: Troubles
) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    page = app(village.kader, session)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_role("link", name="Daftarkan warga baru").first.click()
    type_in(page, name="Siti Aminah")
    page.get_by_text("Perempuan", exact=True).click()
    page.get_by_text("Umur", exact=True).click()
    type_in(page, age_years="24", rt="03")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Siti Aminah")
    expect(page.get_by_text("24 tahun · Perempuan")).to_be_visible()

    page.get_by_role("link", name="Tambah bayi baru lahir").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anak Ibu Siti Aminah")
    type_in(page, name="Hasan")
    page.get_by_text("Laki-laki", exact=True).click()
    type_in(page, birth_weight_kg="2,4", gestation_weeks="36", birth_order="1")
    page.get_by_role("button", name="Simpan & tambah kembar").click()
    expect(page.get_by_text("Hasan tersimpan. Sekarang kembarannya.")).to_be_visible()
    expect(page.locator("#id_name")).to_be_focused()
    # Only what differs is asked again.
    assert page.locator("#id_gestation_weeks").input_value() == "36"
    assert page.locator("#id_birth_order").input_value() == "2"
    page.keyboard.type("Husna")
    page.get_by_text("Perempuan", exact=True).click()
    type_in(page, birth_weight_kg="2.35")
    page.get_by_role("button", name="Simpan", exact=True).dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Husna")
    page.get_by_role("link", name="Posyandu Melati 1").click()
    assert sorted(texts(page.locator(".session-list .person-name"))) == ["Hasan", "Husna", "Siti Aminah"]
    twin = page.locator("li.person", has_text="Husna")
    expect(twin).to_contain_text("0 hari · anak Ibu Siti")
    expect(twin).to_contain_text("Menunggu")
    expect(page.get_by_text("Datang 0 dari 3 sasaran")).to_be_visible()
    assert unsent(page) == 3

    page.context.set_offline(False)
    wait_until_sent(page)
    people = {one.name: one for one in Resident.objects.unscoped("a test").select_related("household")}
    assert sorted(people) == ["Hasan", "Husna", "Siti Aminah"]
    mother = people["Siti Aminah"]
    twins = [people["Hasan"], people["Husna"]]
    assert [(one.mother, one.household, one.birth_date) for one in twins] == [
        (mother, mother.household, timezone.localdate())
    ] * 2
    assert [(one.birth_weight_kg, one.birth_order) for one in twins] == [
        (Decimal("2.40"), 1),
        (Decimal("2.35"), 2),
    ]
    assert (mother.birth_date, mother.birth_date_known) == (months_ago(24 * 12), "perkiraan")
    assert mother.household is not None
    assert mother.household.rt == "03"
    troubles.found[:] = [each for each in troubles.found if "ERR_INTERNET_DISCONNECTED" not in each]


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    app: OpenApp, village: Village
) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    make_resident(village.melati, "Aisyah Putri", born=months_ago(15), mother_name="Siti")
    fitri = make_resident(village.melati, "Fitri Handayani", born=months_ago(30 * 12))
    page = app(village.kader, session)
    page.get_by_role("link", name="Daftarkan warga baru").click()
    # By keyboard: the empty form says what is missing and goes to the first field.
    page.locator("#id_name").press("Enter")
    assert errors(page) == [
        "Tulis namanya.",
        "Pilih jenis kelaminnya.",
        "Isi tanggal lahir, umur, atau tahunnya.",
    ]
    expect(page.locator("#id_name")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Belum disimpan.")
    assert (sideways(page), serious(page)) == ([], [])
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    type_in(page, name="123", birth_date=tomorrow, rt="RT 2")
    page.get_by_role("button", name="Simpan", exact=True).click()
    assert errors(page) == [
        "Tulis nama dengan huruf.",
        "Pilih jenis kelaminnya.",
        "Tanggal lahir belum terjadi. Periksa lagi tahunnya.",
        "Tulis RT dengan angka, misalnya 02.",
    ]
    type_in(page, name="Putri Aisyah", rt="02", birth_date=months_ago(14).isoformat())
    page.get_by_text("Perempuan", exact=True).click()
    page.get_by_text("Kelahiran").click()
    type_in(page, birth_weight_kg="32", gestation_weeks="empat", birth_order="21")
    page.get_by_role("button", name="Simpan", exact=True).click()
    assert errors(page) == [
        "Berat lahir antara 0,4 dan 7 kg.",
        "Tulis dengan angka.",
        "Anak ke-1 sampai ke-20.",
    ]
    # The same words in another order: told, and in nobody's way.
    expect(page.get_by_role("heading", name="Mungkin sudah terdaftar")).to_be_visible()
    assert texts(page.locator(".lookalikes .person-name")) == ["Aisyah Putri"]
    type_in(page, birth_weight_kg="3,2", gestation_weeks="", birth_order="")
    page.locator("#id_mother_name").fill("handa")
    page.get_by_role("button", name="Fitri Handayani").press("Enter")
    expect(page.get_by_text("Ibu: Fitri Handayani")).to_be_visible()
    page.wait_for_timeout(600)

    page.evaluate(LOCK, [str(village.kader.pk), PIN])
    expect(page.get_by_text("Isian yang belum disimpan dikembalikan.")).to_be_visible()
    assert page.locator("#id_name").input_value() == "Putri Aisyah"
    expect(page.get_by_text("Ibu: Fitri Handayani")).to_be_visible()
    assert (sideways(page), serious(page)) == ([], [])
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Putri Aisyah")
    wait_until_sent(page)
    child = Resident.objects.unscoped("a test").get(name="Putri Aisyah")
    assert (child.mother, child.birth_weight_kg, child.birth_date) == (fitri, Decimal("3.20"), months_ago(14))
    # What was saved is not offered once more.
    page.get_by_role("link", name="Posyandu Melati 1").click()
    page.get_by_role("link", name="Daftarkan warga baru").click()
    assert page.locator("#id_name").input_value() == ""


def test_somebody_from_elsewhere_is_a_guest_of_the_day_and_nobodys_sasaran(
    app: OpenApp, village: Village
) -> None:
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    page = app(village.kader, session)
    page.get_by_role("link", name="Daftarkan warga baru").first.click()
    type_in(page, name="Joko Susilo")
    page.get_by_text("Laki-laki", exact=True).click()
    page.get_by_text("Tahun lahir", exact=True).click()
    page.get_by_text("Bukan warga sini: tamu, hanya hari ini").click()
    type_in(page, birth_year="20", mother_name="Yuliana")
    page.get_by_role("button", name="Simpan", exact=True).click()
    assert errors(page) == ["Tulis tahunnya dengan empat angka."]
    year = timezone.localdate().year - 40
    type_in(page, birth_year=str(year))
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Joko Susilo")
    expect(page.get_by_text("Tamu dari Posyandu lain")).to_be_visible()
    # Beyond the visit nothing of a guest is written here.
    expect(page.get_by_role("link", name="Pelayanan lain")).to_have_count(0)
    wait_until_sent(page)
    guest = Guest.objects.unscoped("a test").select_related("resident").get()
    assert (guest.resident.name, guest.resident.birth_date.isoformat()) == ("Joko Susilo", f"{year}-07-01")
    assert guest.resident.mother_name == "Yuliana"
    page.get_by_role("link", name="Posyandu Melati 1").click()
    expect(page.locator("li.person")).to_contain_text("tamu dari Posyandu lain")
