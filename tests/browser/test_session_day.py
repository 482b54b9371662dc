"""A morning at the Posyandu, on the kader's phone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from registry.models import Resident
from tests.browser.conftest import Enter, entry, last_month, months_ago, roster, texts
from tests.conftest import PASSWORD, Village, make_resident, make_session, make_visit
from visits.models import ChildCheck, Visit

pytestmark = pytest.mark.browser


def test_a_kader_registers_a_newborn_without_nik_and_sees_at_once_how_she_is(
    page: Page, live_server: LiveServer, village: Village
) -> None:
    village.kader.set_password(PASSWORD)
    village.kader.save()
    page.goto(live_server.url)
    page.get_by_label("Nama pengguna").fill("kader.melati")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()

    page.get_by_role("button", name="Buka").click()
    page.get_by_label("Menu hari buka").click()
    page.get_by_role("link", name="Warga baru", exact=True).click()
    page.get_by_label("Nama lengkap").fill("Ayu Lestari")
    page.get_by_text("Perempuan", exact=True).click()
    page.get_by_label("Tanggal lahir").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Simpan & mulai ukur").click()

    page.get_by_label("Berat badan").fill("3,2")
    page.get_by_label("Panjang atau tinggi badan").fill("49,5")
    expect(page.locator("#hasil")).to_contain_text("Berat badan normal.")
    assert not ChildCheck.objects.unscoped("nothing is stored by looking").exists()

    page.get_by_role("button", name="Simpan & lihat hasil").click()
    expect(page.get_by_text("Tersimpan.")).to_be_visible()
    good = page.locator(".finding.is-baik")
    assert "Berat badan normal." in texts(good)
    # Colour never speaks alone: every finding has its icon beside its words.
    assert page.locator(".finding").count() == page.locator(".finding > svg").count()
    assert page.get_by_role("definition").filter(has_text="3,2 kg").is_visible()

    page.get_by_role("link", name="Orang berikutnya").click()
    expect(page.get_by_text("Datang 1 dari 1 sasaran")).to_be_visible()
    row = page.locator("li.person", has_text="Ayu Lestari")
    assert texts(row.locator(".status")) == ["Baik"]
    newborn = Resident.objects.unscoped("the newborn").get()
    assert (newborn.name, newborn.nik, newborn.posyandu) == ("Ayu Lestari", "", village.melati)


def test_last_months_value_stands_beside_the_field_as_a_ghost_and_the_gain_is_said_before_saving(
    enter: Enter, village: Village
) -> None:
    child = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    make_visit(child, last_month(), weight_kg="9.1", height_cm="78")
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    page = enter(village.kader, roster(session))
    page.get_by_role("link", name="Bagus").click()
    page.get_by_role("link", name="Langkah 2").click()
    weight = page.locator(".field", has=page.get_by_label("Berat badan"))
    assert texts(weight.locator(".field-ghost")) == ["bulan lalu 9,1"]
    assert page.get_by_label("Berat badan").input_value() == ""
    page.get_by_label("Berat badan").fill("9,4")
    expect(page.locator("#hasil")).to_contain_text("naik 300 g", ignore_case=True)
    # An impatient thumb stores once.
    page.get_by_role("button", name="Simpan & lihat hasil").dblclick()
    expect(page.get_by_text("Tersimpan.")).to_be_visible()
    assert Visit.objects.unscoped("of today").filter(session=session).count() == 1


def test_an_impossible_value_is_refused_beside_its_field_and_an_unlikely_one_is_asked_about(
    enter: Enter, village: Village
) -> None:
    child = make_resident(village.melati, "Bagus", sex="L", born=months_ago(15))
    make_visit(child, last_month(), weight_kg="9.1", height_cm="78")
    session = make_session(village.melati, timezone.localdate(), by=village.kader)
    page = enter(village.kader, entry(session, child))
    weight, height = page.get_by_label("Berat badan"), page.get_by_label("Panjang atau tinggi badan")
    beside = page.locator(".field", has=weight).locator(".field-error")
    save = page.get_by_role("button", name="Simpan & lihat hasil")

    weight.fill("94")
    height.fill("78,5")
    save.click()
    expect(beside).to_contain_text("Maksud Ibu 9,4?")
    assert (weight.input_value(), height.input_value()) == ("94", "78,5")

    weight.fill("11,9")
    save.click()
    expect(beside).to_contain_text("Bila sudah benar, tekan Simpan sekali lagi.")
    assert weight.input_value() == "11,9"
    assert not ChildCheck.objects.unscoped("asked, not stored").filter(visit__session=session).exists()

    save.click()
    expect(page.get_by_text("Tersimpan.")).to_be_visible()
    stored = ChildCheck.objects.unscoped("confirmed").get(visit__session=session)
    assert (str(stored.weight_kg), str(stored.height_cm)) == ("11.90", "78.5")


def test_the_roster_is_searched_while_typing_and_narrowed_by_chips(enter: Enter, village: Village) -> None:
    today = timezone.localdate()
    baby = make_resident(village.melati, "Citra", born=months_ago(6))
    make_resident(village.melati, "Dewi", born=months_ago(12 * 30))
    make_resident(village.melati, "Budi Santoso", sex="L", born=months_ago(12 * 70))
    make_visit(baby, today, weight_kg="7")
    session = make_session(village.melati, today, by=village.kader)
    page = enter(village.kader, roster(session))
    names = page.locator("#daftar .person-name")
    expect(names).to_have_count(3)
    page.get_by_role("searchbox").press_sequentially("sant", delay=30)
    expect(names).to_have_text(["Budi Santoso"])
    page.get_by_role("searchbox").fill("")
    expect(names).to_have_count(3)

    page.get_by_role("link", name="Lansia 0/1").click()
    expect(names).to_have_text(["Budi Santoso"])
    page.get_by_role("navigation", name="Kelompok sasaran").get_by_role("link", name="Semua").click()
    page.get_by_label("Saringan").select_option("dilayani")
    expect(names).to_have_text(["Citra"])
    page.get_by_label("Saringan").select_option("belum")
    expect(names).to_have_text(["Budi Santoso", "Dewi"])
    page.get_by_role("searchbox").fill("zzz")
    expect(page.get_by_text("Tidak ada yang cocok.")).to_be_visible()
