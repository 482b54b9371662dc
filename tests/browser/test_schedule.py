"""Before the day, on the kader's phone: the pattern, the people at the table, the list, and the invitation."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import DESK, Enter, serious, sideways
from tests.conftest import Village, make_resident
from visits.models import Duty, EquipmentCheck
from visits.schedule import next_days

pytestmark = pytest.mark.browser


def next_day(village: Village) -> date:
    day = next_days([village.melati], timezone.localdate(), 1)[0].day
    assert day is not None
    return day


def test_a_kader_prepares_the_next_day(village: Village, enter: Enter) -> None:
    make_resident(village.melati, "Zahra", mother_name="Siti")
    page = enter(village.kader, "/hari-ini/")
    page.get_by_role("link", name="Isi jadwal").click()
    page.get_by_text("Menurut hari").click()
    expect(page.get_by_label("Tanggal", exact=True)).to_be_hidden()
    page.get_by_label("Pekan").select_option("kedua")
    page.get_by_label("Hari", exact=True).select_option("Senin")
    page.get_by_role("button", name="Simpan pola").click()

    page.get_by_role("link", name="Siapkan").click()
    page.get_by_role("link", name="Bagi tugas").click()
    page.get_by_role("group", name="Langkah 1").get_by_text("Sri Wahyuni").click()
    page.get_by_role("button", name="Simpan pembagian tugas").click()
    page.get_by_role("link", name="Periksa alat").click()
    page.get_by_role("group", name="Alat tulis").get_by_text("Tidak ada").click()
    page.get_by_role("button", name="Simpan, sisanya siap").click()

    expect(page.get_by_text("Ada yang belum siap")).to_be_visible()
    day = next_day(village)
    assert (day.weekday(), Duty.objects.get().date, EquipmentCheck.objects.get().date) == (0, day, day)
    for path in ("", "ubah/", "batal/", "petugas/", "alat/", "undangan/"):
        shown = enter(village.kader, f"/jadwal/{village.melati.pk}/{day}/{path}")
        assert (path, sideways(shown), serious(shown)) == (path, [], [])
    for path in ("/jadwal/", f"/jadwal/{village.melati.pk}/{day}/"):
        shown = enter(village.officer, path, DESK)
        assert (path, sideways(shown), serious(shown)) == (path, [], [])


def test_the_invitation_is_copied_or_marked_for_the_hand(village: Village, enter: Enter) -> None:
    make_resident(village.melati, "Zahra", mother_name="Siti")
    page = enter(village.kader, f"/jadwal/{village.melati.pk}/tambah/?tanggal={timezone.localdate()}")
    page.get_by_label("Alasan").fill("percobaan")
    page.get_by_role("button", name="Tambah hari buka").click()
    page.get_by_role("link", name="Daftar undangan").click()

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Salin untuk WhatsApp").click()
    expect(page.get_by_text("Tersalin. Tempel di WhatsApp.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0] == "*Undangan Posyandu Melati 1*"

    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); }")
    page.get_by_role("button", name="Salin daftar nama").click()
    expect(page.get_by_text("Teks sudah ditandai.")).to_be_visible()
    assert "Zahra (ibu Siti)" in page.evaluate("getSelection().toString()")
