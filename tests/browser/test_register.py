"""A newborn, an old man without papers, and a family that moves: entered on a phone, without help."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from registry.models import MoveRequest, Resident
from registry.rules.life_stage import add_months
from tests.browser.conftest import DESK, Enter, months_ago, serious, sideways
from tests.conftest import Village, make_resident

pytestmark = pytest.mark.browser
KK = "3320081503209901"


def test_a_newborn_is_put_under_a_mother_who_was_searched_for(enter: Enter, village: Village) -> None:
    mother = make_resident(village.melati, "Siti Aminah", born=date(1995, 5, 10))
    page = enter(village.kader, reverse("resident_new"))
    page.get_by_label("Nama lengkap").fill("Bayi Siti")
    page.get_by_text("Laki-laki", exact=True).click()
    page.get_by_label("Tanggal lahir", exact=True).fill(timezone.localdate().isoformat())
    page.get_by_label("Nama ibu").press_sequentially("sitti ami")
    page.get_by_role("button", name="Siti Aminah").click()
    expect(page.get_by_label("Nama ibu")).to_have_value("Siti Aminah")
    expect(page.get_by_text("Terhubung dengan warga terdaftar").first).to_be_visible()
    # A baby is asked for its birth, and not for its work.
    page.get_by_label("Berat lahir").fill("3,2")
    expect(page.get_by_text("Riwayat penyakit dan perilaku")).to_be_hidden()
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/warga/*-*/")

    baby = Resident.objects.unscoped("test").get(name="Bayi Siti")
    assert (baby.mother, str(baby.birth_weight_kg)) == (mother, "3.20")


def test_typing_on_after_choosing_lets_the_person_go(enter: Enter, village: Village) -> None:
    make_resident(village.melati, "Siti Aminah", born=date(1995, 5, 10))
    page = enter(village.kader, reverse("resident_new"))
    page.get_by_label("Nama ibu").press_sequentially("siti")
    page.get_by_role("button", name="Siti Aminah").click()
    page.get_by_label("Nama ibu").press_sequentially(" B")

    expect(page.get_by_text("Terhubung dengan warga terdaftar").first).to_be_hidden()
    expect(page.locator("input[name=mother]")).to_have_value("")


def test_an_old_man_without_a_birth_date_is_registered_by_his_age(enter: Enter, village: Village) -> None:
    page = enter(village.kader, reverse("resident_new"))
    page.get_by_label("Nama lengkap").fill("Mbah Karto")
    page.get_by_text("Laki-laki", exact=True).click()
    page.get_by_text("Tanggal lahirnya tidak pasti?").click()
    page.get_by_text("Perkiraan", exact=True).click()
    expect(page.get_by_label("Tanggal lahir", exact=True)).to_be_hidden()
    page.get_by_label("Umur (tahun)").fill("71")
    expect(page.get_by_text("Riwayat penyakit dan perilaku")).to_be_visible()
    assert sideways(page) == []
    assert serious(page) == []
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/warga/*-*/")

    karto = Resident.objects.unscoped("test").get()
    assert (karto.birth_date, karto.birth_date_known) == (
        add_months(timezone.localdate(), -12 * 71),
        "perkiraan",
    )


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_family_moves_and_the_other_side_accepts(enter: Enter, village: Village, size: str) -> None:
    father = make_resident(village.melati, "Slamet", sex="L", born=date(1990, 1, 1), home={"kk": KK})
    make_resident(village.melati, "Bagas", sex="L", born=months_ago(15), home={"kk": KK})
    frame = {"size": DESK} if size == "desk" else {}
    page = enter(village.kader, reverse("resident_move", args=[father.pk]), **frame)
    page.get_by_text("Bagas, 1 tahun 3 bulan").click()
    page.get_by_label("Saring: Pindah ke Posyandu").fill("mawar kedung")
    expect(page.get_by_label("Pindah ke Posyandu", exact=True)).to_have_value(str(village.mawar.pk))
    assert sideways(page) == []
    assert serious(page) == []
    page.get_by_role("button", name="Kirim permintaan pindah").click()
    page.wait_for_url("**/pindah/*-*/")

    page = enter(village.neighbour, reverse("resident_list"), **frame)
    page.get_by_role("link", name="Lihat permintaan pindah").click()
    page.get_by_role("link", name="Slamet").click()
    assert sideways(page) == []
    assert serious(page) == []
    page.get_by_role("button", name="Terima").click()
    page.wait_for_url("**/pindah/")

    assert {move.state for move in MoveRequest.objects.unscoped("test")} == {MoveRequest.State.ACCEPTED}
    assert {person.posyandu for person in Resident.objects.unscoped("test")} == {village.mawar}
