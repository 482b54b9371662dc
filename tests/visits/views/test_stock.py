"""The pages of the cupboard: what is there, writing what came, counting again, and who sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.ids import new_id
from registry.models import Posyandu
from tests.conftest import Village
from visits.models import StockMovement
from visits.stock import balance

Browser = Callable[..., Client]
TODAY = timezone.localdate()


def url_of(posyandu: Posyandu, item: str = "obat_cacing") -> str:
    return reverse("stock_item", args=[posyandu.pk, item])


def typed(**more: Any) -> dict[str, Any]:
    return {
        "movement_id": str(new_id()),
        "reason": "terima",
        "amount": "30",
        "on": TODAY.isoformat(),
    } | more


def test_a_kader_goes_straight_to_her_cupboard(village: Village, client_of: Browser) -> None:
    answer = client_of(village.kader).get(reverse("stock_list"))
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("stock_detail", args=[village.melati.pk]),
    )


def test_an_officer_sees_every_cupboard_with_what_is_short(village: Village, client_of: Browser) -> None:
    StockMovement.objects.create(posyandu=village.melati, item="ttd", change=5)
    StockMovement.objects.create(posyandu=village.mawar, item="ttd", change=500)
    page = client_of(village.officer).get(reverse("stock_list")).content.decode()
    assert [name in page for name in ("Melati 1", "Mawar 2", "Tablet tambah darah menipis")] == [True] * 3


def test_the_list_of_cupboards_costs_no_more_queries(village: Village, client_of: Browser) -> None:
    officer, counts = client_of(village.officer), []
    for change in (5, 50, 500):
        for place in (village.melati, village.mawar):
            StockMovement.objects.create(posyandu=place, item="ttd", change=change)
        officer.get(reverse("stock_list"))
        with CaptureQueriesContext(connection) as queries:
            officer.get(reverse("stock_list"))
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_what_came_is_written_and_shown(village: Village, client_of: Browser) -> None:
    client = client_of(village.kader)
    expires = TODAY + timedelta(days=30)
    page = client.post(
        url_of(village.melati), typed(batch="C9", expires_on=expires.isoformat()), follow=True
    ).content.decode()
    row = StockMovement.objects.get()
    assert (row.change, row.batch, row.expires_on, row.recorded_by) == (30, "C9", expires, village.kader)
    assert [word in page for word in ("Tersimpan.", "30 tablet", "Batch C9", "Pakai dulu", "+30")] == [
        True
    ] * 5
    detail = client.get(reverse("stock_detail", args=[village.melati.pk])).content.decode()
    assert "Obat cacing C9" in detail


def test_vials_are_counted_in_doses(village: Village, client_of: Browser) -> None:
    client_of(village.kader).post(url_of(village.melati, "vaksin_bcg"), typed(amount="3", measure="kemasan"))
    assert balance(village.melati)["vaksin_bcg"].amount == 60


def test_counting_again_stores_what_differs(village: Village, client_of: Browser) -> None:
    client = client_of(village.kader)
    client.post(url_of(village.melati), typed())
    page = client.post(url_of(village.melati), typed(reason="hitung", amount="26"), follow=True)
    assert "Selisihnya −4 tablet." in page.content.decode()
    page = client.post(url_of(village.melati), typed(reason="hitung", amount="26"), follow=True)
    assert "Cocok dengan catatan: 26 tablet." in page.content.decode()
    assert list(StockMovement.objects.order_by("recorded_at").values_list("change", flat=True)) == [30, -4]


def test_sending_back_more_than_there_is_is_asked_about_once(village: Village, client_of: Browser) -> None:
    client = client_of(village.kader)
    sent = typed(reason="rusak", amount="5")
    page = client.post(url_of(village.melati), sent).content.decode()
    assert "Menurut catatan hanya ada –. Sudah benar?" in page
    assert StockMovement.objects.count() == 0
    token = re.search(r'name="sure" value="([^"]+)"', page)
    assert token is not None
    page = client.post(url_of(village.melati), sent | {"sure": token[1]}, follow=True).content.decode()
    assert "Hitung ulang" in page
    assert balance(village.melati)["obat_cacing"].amount == -5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": "banyak"}, "Tulis angka bulat."),
        ({"amount": "😀"}, "Tulis angka bulat."),
        ({"amount": "1e9"}, "Tulis angka bulat."),
        ({"amount": "-1"}, "Jumlahnya 0 sampai 10.000."),
        ({"amount": "0"}, "Isi jumlah 1 sampai 10.000."),
        ({"amount": ""}, "Isi jumlahnya."),
        ({"amount": "10001"}, "Jumlahnya 0 sampai 10.000."),
        ({"reason": "curi"}, "Pilih salah satu yang ada."),
        ({"on": (TODAY + timedelta(days=1)).isoformat()}, "Tanggal ini belum terjadi."),
        ({"on": "1999-01-01"}, "Tanggal ini sudah terlalu lama."),
        ({"on": "kemarin"}, "Tulis tanggal seperti 12/10/2026."),
        ({"expires_on": "2099-01-01"}, "Periksa tahunnya."),
        ({"movement_id": "x"}, "Muat ulang halaman ini"),
        ({"batch": "x" * 31}, "30"),
    ],
)
def test_nonsense_is_told_in_words_and_not_kept(
    village: Village, client_of: Browser, changes: dict[str, str], words: str
) -> None:
    page = client_of(village.kader).post(url_of(village.melati), typed(**changes))
    assert (page.status_code, words in page.content.decode()) == (200, True)
    assert StockMovement.objects.count() == 0


def test_too_many_vials_are_told_in_doses(village: Village, client_of: Browser) -> None:
    sent = typed(amount="9999", measure="kemasan")
    page = client_of(village.kader).post(url_of(village.melati, "vaksin_bcg"), sent).content.decode()
    assert "Itu 199980 dosis. Paling banyak 10.000." in page


def test_a_mistake_is_taken_back(village: Village, client_of: Browser) -> None:
    client = client_of(village.kader)
    client.post(url_of(village.melati), typed())
    remove = reverse("stock_remove", args=[village.melati.pk, "obat_cacing"])
    for nonsense in ("", "x", str(new_id())):
        assert client.post(remove, {"movement": nonsense}).status_code == 302
    assert StockMovement.objects.count() == 1
    client.post(remove, {"movement": str(StockMovement.objects.get().pk)})
    assert StockMovement.objects.count() == 0


def test_the_neighbour_finds_nothing_and_writes_nothing(village: Village, client_of: Browser) -> None:
    row = StockMovement.objects.create(posyandu=village.melati, item="obat_cacing", change=30)
    client = client_of(village.neighbour)
    answers = [
        client.get(reverse("stock_detail", args=[village.melati.pk])),
        client.get(url_of(village.melati)),
        client.post(url_of(village.melati), typed()),
        client.post(
            reverse("stock_remove", args=[village.melati.pk, "obat_cacing"]), {"movement": str(row.pk)}
        ),
        client.get(url_of(village.mawar, "emas")),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    own = reverse("stock_remove", args=[village.mawar.pk, "obat_cacing"])
    client.post(own, {"movement": str(row.pk)})
    assert StockMovement.objects.get() == row


def test_the_dinkes_sees_no_cupboard(village: Village, client_of: Browser) -> None:
    client = client_of(village.dinkes)
    pages = [reverse("stock_list"), reverse("stock_detail", args=[village.melati.pk]), url_of(village.melati)]
    assert [client.get(page).status_code for page in pages] == [403] * 3


def test_an_item_with_a_long_history_costs_no_more_queries(village: Village, client_of: Browser) -> None:
    client, counts = client_of(village.kader), []
    for number in (1, 2, 3):
        StockMovement.objects.create(
            posyandu=village.melati, item="obat_cacing", change=number, recorded_by=village.bidan
        )
        client.get(url_of(village.melati))
        with CaptureQueriesContext(connection) as queries:
            client.get(url_of(village.melati))
        counts.append(len(queries))
    assert len(set(counts)) == 1
