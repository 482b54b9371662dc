"""Pages of a pregnancy: recorded on few fields, read at a glance, ended kindly; the neighbour sees nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Pregnancy, Resident
from registry.services.maternity import end_pregnancy, open_pregnancy
from tests.conftest import Village, make_resident

Browser = Callable[..., Client]


def woman(village: Village, years: int = 27, **person: object) -> Resident:
    born = timezone.localdate() - timedelta(days=round(years * 365.25) + 40)
    return make_resident(village.melati, "Siti Aminah", born=born, **person)  # type: ignore[arg-type]


def weeks_ago(weeks: int) -> date:
    return timezone.localdate() - timedelta(weeks=weeks)


def filled(**changes: object) -> dict[str, str]:
    form = {"pregnancy_id": new_id(), "known_from": timezone.localdate(), "last_period": weeks_ago(20)}
    return {name: str(value) for name, value in (form | changes).items() if value is not None}


def pregnant(resident: Resident, **details: object) -> Pregnancy:
    return open_pregnancy(
        resident=resident, known_from=weeks_ago(10), details={"last_period": weeks_ago(24)} | details
    )


def test_a_pregnancy_is_recorded_with_one_date(village: Village, client_of: Browser) -> None:
    resident = woman(village)
    answer = client_of(village.kader).post(reverse("pregnancy_new", args=[resident.pk]), filled())

    pregnancy = Pregnancy.objects.get()
    assert answer.headers["Location"] == pregnancy.get_absolute_url()
    assert (pregnancy.last_period, pregnancy.recorded_by) == (weeks_ago(20), village.kader)


def test_pressing_twice_records_one_pregnancy(village: Village, client_of: Browser) -> None:
    resident, form = woman(village), filled()
    for _ in range(2):
        client_of(village.kader).post(reverse("pregnancy_new", args=[resident.pk]), form)

    assert Pregnancy.objects.count() == 1


def test_the_page_proposes_what_the_register_knows(village: Village, client_of: Browser) -> None:
    resident = woman(village)
    make_resident(village.melati, born=date(2023, 8, 20), mother=resident)

    page = client_of(village.kader).get(reverse("pregnancy_new", args=[resident.pk]))
    assert (page.context["form"]["gravida"].value(), page.context["form"]["living_children"].value()) == (
        2,
        1,
    )
    assert "Anak terakhir lahir 20 Agustus 2023" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"last_period": None}, "last_period", "atau beri tanda belum tahu"),
        ({"last_period": "31/31/2026"}, "last_period", "Tulis tanggal seperti"),
        ({"last_period": "2999-01-01"}, "last_period", "Tanggal ini belum terjadi."),
        (
            {"last_period": str(timezone.localdate()), "known_from": str(weeks_ago(1))},
            "last_period",
            "HPHT tidak dapat sesudah",
        ),
        ({"known_from": "2999-01-01"}, "known_from", "belum terjadi"),
        ({"gravida": "0"}, "gravida", "Hamil anak ke 1 sampai 20."),
        ({"start_weight_kg": "enam"}, "start_weight_kg", "Tulis dengan angka"),
        ({"start_weight_kg": "600"}, "start_weight_kg", "antara 25 dan 200 kg"),
        ({"pregnancy_id": "x"}, "pregnancy_id", "Muat ulang halaman"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_keeps_what_was_typed(
    village: Village, client_of: Browser, changes: dict[str, object], field: str, words: str
) -> None:
    form = filled(height_cm="151,5", **changes)
    answer = client_of(village.kader).post(reverse("pregnancy_new", args=[woman(village).pk]), form)

    assert answer.status_code == 200
    assert words in " ".join(answer.context["form"].errors[field])
    assert 'value="151,5"' in answer.content.decode()
    assert not Pregnancy.objects.exists()


def test_a_last_period_ahead_is_told_together_with_all_that_is_wrong(
    village: Village, client_of: Browser
) -> None:
    form = filled(last_period="2999-01-01", gravida="0", height_cm="9")
    answer = client_of(village.kader).post(reverse("pregnancy_new", args=[woman(village).pk]), form)
    assert set(answer.context["form"].errors) == {"last_period", "gravida", "height_cm"}


def test_two_pregnancies_at_one_time_are_refused_beside_the_date(
    village: Village, client_of: Browser
) -> None:
    lost = pregnant(woman(village))
    end_pregnancy(pregnancy=lost, outcome="keguguran", on=weeks_ago(8))
    url = reverse("pregnancy_new", args=[lost.resident_id])
    answer = client_of(village.kader).post(url, filled(last_period=weeks_ago(12)))

    assert "Kehamilan lain tercatat sejak" in answer.context["form"].errors["last_period"][0]
    assert Pregnancy.objects.count() == 1


def test_neither_hpht_nor_usg_is_fine_when_it_is_said(village: Village, client_of: Browser) -> None:
    form = filled(last_period=None, unknown="on")
    page = client_of(village.kader).post(
        reverse("pregnancy_new", args=[woman(village).pk]), form, follow=True
    )

    assert Pregnancy.objects.get().counted_from is None
    assert "HPHT belum diketahui" in page.content.decode()


def test_a_girl_of_fourteen_is_asked_about_once(village: Village, client_of: Browser) -> None:
    url, form = reverse("pregnancy_new", args=[woman(village, years=14).pk]), filled()
    kader = client_of(village.kader)
    asked = kader.post(url, form)
    assert "Umur ibu 14 tahun. Apakah benar" in asked.content.decode()

    kader.post(url, form | {"sure": asked.context["form"]["sure"].value()})
    assert Pregnancy.objects.count() == 1


@pytest.mark.parametrize(
    ("person", "words"), [({"sex": "L"}, "tercatat laki-laki"), ({"years": 8}, "umur 10 sampai 60")]
)
def test_whoever_cannot_be_pregnant_is_sent_back_with_the_reason(
    village: Village, client_of: Browser, person: dict[str, object], words: str
) -> None:
    resident = woman(village, **person)  # type: ignore[arg-type]
    page = client_of(village.kader).get(reverse("pregnancy_new", args=[resident.pk]), follow=True)

    assert page.redirect_chain[0][0] == resident.get_absolute_url()
    assert words in page.content.decode()


def test_a_woman_already_recorded_leads_to_her_pregnancy(village: Village, client_of: Browser) -> None:
    pregnancy = pregnant(woman(village))
    answer = client_of(village.kader).get(reverse("pregnancy_new", args=[pregnancy.resident_id]))

    assert answer.headers["Location"] == pregnancy.get_absolute_url()


def test_the_page_says_weeks_due_date_risks_and_weight(village: Village, client_of: Browser) -> None:
    pregnancy = pregnant(
        woman(village, years=37),
        living_children=3,
        spacing_months=20,
        start_weight_kg=Decimal(50),
        height_cm=Decimal(155),
    )
    page = client_of(village.kader).get(pregnancy.get_absolute_url()).content.decode()

    for words in (
        "24 minggu", "Trimester 2", "16 minggu lagi",
        "Umur di atas 35 tahun", "Anak sudah 3 atau lebih", "Jarak kehamilan kurang dari 2 tahun",
        "11,5 sampai 16 kg", "dengan dokter", "sekarang waktunya", "lihat Buku KIA",
    ):  # fmt: skip
        assert words in page
    assert "sudah lewat" not in page


def test_a_small_woman_is_named_a_risk_on_the_page(village: Village, client_of: Browser) -> None:
    pregnancy = pregnant(woman(village), height_cm=Decimal(143))
    page = client_of(village.kader).get(pregnancy.get_absolute_url()).content.decode()

    assert "Tinggi badan 143 cm, di bawah 145 cm" in page
    assert "Risiko 4T belum diketahui" in page


def test_what_is_missing_for_the_risks_is_said(village: Village, client_of: Browser) -> None:
    pregnancy = pregnant(woman(village))
    page = client_of(village.kader).get(pregnancy.get_absolute_url()).content.decode()

    assert "Lengkapi jumlah anak hidup dan jarak dengan anak sebelumnya." in page
    assert "tidak ada risiko 4T" not in page


def test_an_ultrasound_corrects_the_weeks(village: Village, client_of: Browser) -> None:
    pregnancy = pregnant(woman(village))
    form = filled(due_date_by_usg=timezone.localdate() + timedelta(weeks=20), known_from=weeks_ago(10))
    page = client_of(village.kader).post(
        reverse("pregnancy_edit", args=[pregnancy.pk]), form, follow=True
    ).content.decode()  # fmt: skip

    assert "20 minggu" in page
    assert "menurut USG" in page


def test_a_miscarriage_is_recorded_kindly_and_can_be_taken_back(village: Village, client_of: Browser) -> None:
    pregnancy, kader = pregnant(woman(village)), client_of(village.kader)
    form = {"outcome": "keguguran", "on": str(weeks_ago(5))}
    page = kader.post(reverse("pregnancy_end", args=[pregnancy.pk]), form, follow=True).content.decode()
    assert "Dampingi ibu" in page
    assert "selamat" not in page.lower()

    kader.post(reverse("pregnancy_reopen", args=[pregnancy.pk]))
    pregnancy.refresh_from_db()
    assert pregnancy.is_open


def test_a_late_loss_is_led_to_the_page_of_the_birth(village: Village, client_of: Browser) -> None:
    pregnancy = pregnant(woman(village))
    form = {"outcome": "keguguran", "on": str(weeks_ago(1))}
    answer = client_of(village.kader).post(reverse("pregnancy_end", args=[pregnancy.pk]), form)

    assert "lalu isi bayi lahir meninggal" in answer.context["form"].errors["on"][0]
    assert reverse("delivery_new", args=[pregnancy.pk]) in answer.content.decode()
    pregnancy.refresh_from_db()
    assert pregnancy.is_open


@pytest.mark.parametrize(
    ("form", "field"),
    [({"outcome": "", "on": "2026-01-01"}, "outcome"), ({"outcome": "keguguran", "on": "2020-01-01"}, "on")],
)
def test_an_end_that_cannot_be_is_refused_beside_its_field(
    village: Village, client_of: Browser, form: dict[str, str], field: str
) -> None:
    pregnancy = pregnant(woman(village))
    answer = client_of(village.kader).post(reverse("pregnancy_end", args=[pregnancy.pk]), form)

    assert list(answer.context["form"].errors) == [field]


@pytest.mark.parametrize(
    "name", ["pregnancy_detail", "pregnancy_edit", "pregnancy_end", "pregnancy_reopen", "delivery_new"]
)
def test_a_neighbours_pregnancy_is_not_found(village: Village, client_of: Browser, name: str) -> None:
    pregnancy = pregnant(woman(village))
    neighbour = client_of(village.neighbour)
    ask = neighbour.post if name == "pregnancy_reopen" else neighbour.get

    assert ask(reverse(name, args=[pregnancy.pk])).status_code == 404


@pytest.mark.parametrize("name", ["pregnancy_new", "delivery_direct"])
def test_a_neighbours_woman_is_not_found(village: Village, client_of: Browser, name: str) -> None:
    assert client_of(village.neighbour).get(reverse(name, args=[woman(village).pk])).status_code == 404


def test_the_dinas_sees_no_pregnancy(village: Village, client_of: Browser) -> None:
    pregnancy = pregnant(woman(village))
    assert client_of(village.dinkes).get(pregnancy.get_absolute_url()).status_code == 403


def test_the_list_of_people_says_who_is_pregnant(village: Village, client_of: Browser) -> None:
    pregnant(woman(village))
    page = client_of(village.kader).get(reverse("resident_list")).content.decode()

    assert "<strong>hamil 24 minggu</strong>" in page
