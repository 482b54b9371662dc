"""The cupboard of a Posyandu: what came less what people got, what expires first, and counting again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.ids import new_id
from registry.models import Posyandu
from registry.services.merging import merge_residents
from tests.conftest import OPENING_DAY, Village, make_resident, make_visit
from visits.models import Immunisation, ServiceGiven, StockMovement, Visit
from visits.rules.book import CURRENT
from visits.rules.immunisation import known_codes
from visits.stock import (
    Batch,
    Change,
    ForeignMovement,
    Status,
    balance,
    balances,
    record_change,
    remove_change,
    shortages,
)
from visits.stock_items import ITEMS, item_of
from visits.tetanus import TETANUS_CODES

DAY = OPENING_DAY


def came(posyandu: Posyandu, item: str, amount: int, **more: Any) -> StockMovement:
    return StockMovement.objects.create(posyandu=posyandu, item=item, change=amount, on=DAY, **more)


def amount(posyandu: Posyandu, item: str) -> int:
    return balance(posyandu)[item].amount


def test_every_vaccine_and_service_is_of_an_item() -> None:
    codes = [*known_codes(rules=CURRENT), *TETANUS_CODES]
    assert [code for code in codes if item_of(code) is None] == []
    assert {item_of(code) for code in ("OPV1", "OPV4")} == {ITEMS["vaksin_opv"]}
    found = {
        (kind, detail): item.code
        for kind, detail in (("vitamin_a", "biru"), ("vitamin_a", "merah"), ("vitamin_a", ""), ("kb", "pil"))
        if (item := item_of(kind, detail))
    }
    assert list(found.values()) == ["vitamin_a_biru", "vitamin_a_merah", "vitamin_a_merah", "kb_pil"]
    assert item_of("kb", "suntik") is None
    assert len({item.label for item in ITEMS.values()}) == len(ITEMS)


def test_what_people_got_from_here_is_taken_off(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    came(village.melati, "vitamin_a_merah", 50)
    came(village.melati, "vaksin_mr", 10)
    came(village.melati, "ttd", 90)
    stock = {"resident": child, "given_on": DAY, "posyandu": village.melati}
    ServiceGiven.objects.create(kind="vitamin_a", detail="merah", **stock)
    ServiceGiven.objects.create(kind="vitamin_a_ibu", quantity=2, **stock)
    ServiceGiven.objects.create(kind="ttd", quantity=30, **stock)
    Immunisation.objects.create(dose="MR1", **stock)
    Immunisation.objects.create(dose="MR2", **stock)
    found = balance(village.melati)
    assert {code: line.amount for code, line in found.items() if line.is_known} == {
        "vitamin_a_merah": 47,
        "vaksin_mr": 8,
        "ttd": 60,
    }


def test_what_was_given_elsewhere_refused_or_cancelled_is_not(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    came(village.melati, "vitamin_a_merah", 50)
    visit = make_visit(child, DAY, weight_kg="11")
    rows: list[dict[str, Any]] = [
        {"place": "sekolah"},
        {"posyandu": village.melati, "quantity": 0},
        {"posyandu": village.mawar},
        {"posyandu": village.melati, "visit": visit},
    ]
    for row in rows:
        ServiceGiven.objects.create(resident=child, kind="vitamin_a", detail="merah", given_on=DAY, **row)
    assert amount(village.melati, "vitamin_a_merah") == 49
    Visit.objects.filter(pk=visit.pk).update(cancelled_at=timezone.now(), cancel_reason="salah orang")
    assert amount(village.melati, "vitamin_a_merah") == 50


def test_a_dose_that_two_records_of_one_child_know_left_the_cupboard_once(village: Village) -> None:
    pair = [make_resident(village.melati, name, born=date(2025, 7, 1)) for name in ("Aisyah", "Aisah")]
    came(village.melati, "vaksin_bcg", 20)
    for person in pair:
        Immunisation.objects.create(resident=person, dose="BCG", given_on=DAY, posyandu=village.melati)
    assert amount(village.melati, "vaksin_bcg") == 18
    merge_residents(kept=pair[0], absorbed=pair[1], choices={}, user=None)
    assert amount(village.melati, "vaksin_bcg") == 19


@pytest.mark.parametrize(
    ("number", "status", "level"),
    [
        (20, Status.ENOUGH, "baik"),
        (19, Status.LOW, "perhatian"),
        (1, Status.LOW, "perhatian"),
        (0, Status.NONE, "rujuk"),
        (-1, Status.BELOW, "rujuk"),
    ],
)
def test_an_amount_means_something_in_a_word(
    village: Village, number: int, status: Status, level: str
) -> None:
    came(village.melati, "vitamin_a_merah", 40)
    came(village.melati, "vitamin_a_merah", number - 40, reason="kembali")
    line = balance(village.melati)["vitamin_a_merah"]
    assert (line.status, line.level) == (status, level)


def test_what_nobody_ever_wrote_down_is_not_called_empty(village: Village) -> None:
    line = balance(village.melati)["buku_kia"]
    assert (line.status, line.words, shortages(village.melati, [ITEMS["buku_kia"]])) == (
        Status.UNKNOWN,
        "–",
        [],
    )


def test_where_nobody_keeps_count_nobody_is_warned_and_the_first_count_is_right(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    ServiceGiven.objects.create(resident=child, kind="obat_cacing", given_on=DAY, posyandu=village.melati)
    line = balance(village.melati)["obat_cacing"]
    assert (line.status, shortages(village.melati, [line.item])) == (Status.UNKNOWN, [])
    given = Change("obat_cacing", "hitung", DAY, 25)
    record_change(movement_id=new_id(), posyandu=village.melati, given=given, user=None)
    assert amount(village.melati, "obat_cacing") == 25


def test_what_has_expired_is_not_enough(village: Village) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    came(village.melati, "vaksin_bcg", 40, batch="B1", expires_on=yesterday)
    assert balance(village.melati)["vaksin_bcg"].status is Status.EXPIRED
    assert shortages(village.melati, [ITEMS["vaksin_bcg"]]) == [
        "BCG di Posyandu Melati 1 sudah kedaluwarsa. Minta ke Pustu."
    ]
    came(village.melati, "vaksin_bcg", 10, batch="B2", expires_on=yesterday + timedelta(days=300))
    assert balance(village.melati)["vaksin_bcg"].status is Status.LOW


def test_the_batch_that_expires_first_is_used_first(village: Village) -> None:
    child = make_resident(village.melati, born=date(2024, 1, 1))
    came(village.melati, "ttd", 30, batch="A", expires_on=date(2026, 11, 1))
    came(village.melati, "ttd", 60, batch="B", expires_on=date(2027, 6, 1))
    came(village.melati, "ttd", -10, batch="B", reason="rusak")
    ServiceGiven.objects.create(
        resident=child, kind="ttd", given_on=DAY, quantity=20, posyandu=village.melati
    )
    assert balance(village.melati)["ttd"].batches == (
        Batch("A", date(2026, 11, 1), 10),
        Batch("B", date(2027, 6, 1), 50),
    )
    ServiceGiven.objects.create(
        resident=child, kind="ttd", given_on=DAY, quantity=15, posyandu=village.melati
    )
    assert balance(village.melati)["ttd"].batches == (Batch("B", date(2027, 6, 1), 45),)


def test_a_batch_is_told_of_sixty_days_before_it_expires() -> None:
    batch = Batch("A", date(2026, 12, 12), 5)
    days = (date(2026, 10, 12), date(2026, 10, 13), date(2026, 12, 12), date(2026, 12, 13))
    assert [batch.level_on(day) for day in days] == ["", "perhatian", "perhatian", "rujuk"]
    assert batch.words_on(days[3]) == "Sudah kedaluwarsa 12 Desember 2026. Jangan dipakai, pisahkan."
    assert Batch("A", None, 5).level_on(DAY) == ""


def test_counting_again_stores_the_difference(village: Village) -> None:
    came(village.melati, "obat_cacing", 30)
    row = record_change(
        movement_id=new_id(),
        posyandu=village.melati,
        given=Change("obat_cacing", "hitung", DAY, 24),
        user=village.kader,
    )
    assert row is not None
    assert (row.change, row.recorded_by, amount(village.melati, "obat_cacing")) == (-6, village.kader, 24)
    again = record_change(
        movement_id=new_id(),
        posyandu=village.melati,
        given=Change("obat_cacing", "hitung", DAY, 24),
        user=None,
    )
    assert again is None


def test_a_movement_sent_twice_is_stored_once_and_only_here(village: Village) -> None:
    movement_id = new_id()
    given = Change("obat_cacing", "terima", DAY, 30, batch="A")
    for _ in range(2):
        record_change(movement_id=movement_id, posyandu=village.melati, given=given, user=None)
    assert amount(village.melati, "obat_cacing") == 30
    with pytest.raises(ForeignMovement):
        record_change(movement_id=movement_id, posyandu=village.mawar, given=given, user=None)
    assert remove_change(posyandu=village.mawar, movement_id=movement_id) is False
    assert remove_change(posyandu=village.melati, movement_id=movement_id) is True
    assert balance(village.melati)["obat_cacing"].is_known is False


@pytest.mark.parametrize("number", [0, 10_001])
def test_what_no_cupboard_holds_is_refused_in_words(village: Village, number: int) -> None:
    given = Change("obat_cacing", "terima", DAY, number)
    with pytest.raises(ValidationError) as refused:
        record_change(movement_id=new_id(), posyandu=village.melati, given=given, user=None)
    assert refused.value.messages == ["Isi jumlah 1 sampai 10.000."]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (40, []),
        (4, ["Obat cacing di Posyandu Melati 1 tinggal 4 tablet."]),
        (0, ["Obat cacing di Posyandu Melati 1 habis. Minta ke Pustu."]),
        (-2, ["Obat cacing di Posyandu Melati 1 kurang dari nol menurut catatan. Hitung ulang."]),
    ],
)
def test_what_runs_out_is_told_after_giving(village: Village, number: int, said: list[str]) -> None:
    came(village.melati, "obat_cacing", 50)
    if number != 50:
        came(village.melati, "obat_cacing", number - 50, reason="rusak")
    assert shortages(village.melati, [ITEMS["obat_cacing"], None]) == said


def test_many_posyandu_cost_no_more_queries_than_one(village: Village) -> None:
    counts = []
    for places in ([village.melati.pk], [village.melati.pk, village.mawar.pk]):
        for pk in places:
            person = make_resident(Posyandu.objects.get(pk=pk))
            stock: dict[str, Any] = {"resident": person, "posyandu_id": pk, "given_on": DAY}
            StockMovement.objects.create(posyandu_id=pk, item="ttd", change=90)
            StockMovement.objects.create(posyandu_id=pk, item="vaksin_bcg", change=20)
            ServiceGiven.objects.create(kind="ttd", quantity=30, **stock)
            Immunisation.objects.create(dose="BCG", **stock)
        with CaptureQueriesContext(connection) as queries:
            found = balances(places)
        counts.append(len(queries))
        assert {pk: lines["vaksin_bcg"].amount for pk, lines in found.items()} == {
            pk: 19 * len(Immunisation.objects.filter(posyandu=pk)) for pk in places
        }
    assert counts == [2, 2]


def test_a_day_ahead_of_its_expiry_is_still_good() -> None:
    tomorrow = DAY + timedelta(days=1)
    assert Batch("A", tomorrow, 1).level_on(DAY) == "perhatian"
