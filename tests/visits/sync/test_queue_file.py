"""A phone that cannot send any more: its queue is brought to the Puskesmas as a file, and stored as if it were sent."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident
from tests.conftest import Village
from tests.visits.sync.conftest import codes, item, ledger, make_phone, send, visit_body
from tests.visits.sync.sealing import Vault, sealed
from tests.visits.sync.weighing import weight
from visits import devices
from visits.models import Device, SyncItem, Visit
from visits.sync import Item, queue_file
from visits.sync.queue_file import Brought, FileRefused


@pytest.fixture
def vault(phone: Device) -> Vault:
    return Vault(phone)


def brought(village: Village, raw: bytes, **how: Any) -> Brought:
    return queue_file.bring(raw=raw, officer=village.officer, **how)


def refused(village: Village, raw: bytes, **how: Any) -> tuple[str, str, int]:
    with pytest.raises(FileRefused) as found:
        brought(village, raw, **how)
    return found.value.field, found.value.message, found.value.status


def weights() -> list[Decimal | None]:
    visits = Visit.objects.unscoped("a test").with_cards()
    return [visit.child_check.weight_kg for visit in visits]


def changed(vault: Vault, *items: Item, **told: Any) -> bytes:
    return json.dumps(vault.told(*items) | told).encode()


def test_what_a_broken_phone_held_is_stored_in_the_name_of_its_user(
    village: Village, girl: Resident, vault: Vault
) -> None:
    sent = weight(girl, 9.4)
    result = brought(village, vault.file(sent))
    assert (codes(result.answers), result.unreadable) == ([0], 0)
    assert weights() == [Decimal("9.4")]
    visit = Visit.objects.unscoped("a test").get()
    assert (visit.recorded_by, ledger(sent).device, ledger(sent).user) == (
        village.kader,
        vault.device,
        village.kader,
    )
    assert abs(ledger(sent).entered_at - sent.entered_at) < timedelta(milliseconds=1)


def test_the_same_file_twice_stores_nothing_twice_and_the_phone_is_answered_the_same(
    village: Village, girl: Resident, vault: Vault
) -> None:
    sent = weight(girl, 9.4)
    first, again = (brought(village, vault.file(sent)) for _ in range(2))
    assert [answer.told for answer in again.answers] == [answer.told for answer in first.answers]
    assert (first.already, again.already) == (set(), {sent.id})
    assert [answer.state for answer in send(vault.device, sent)] == ["tersimpan"]
    assert len(weights()) == SyncItem.objects.unscoped("a test").count() == 1


def test_a_file_opens_with_an_earlier_key_where_the_newest_never_reached_the_server(
    village: Village, girl: Resident, vault: Vault
) -> None:
    sent = weight(girl, 9.4)
    told = vault.told(sent)
    lost = sealed(bytes(32), f"recovery {vault.device.user_id}", vault.secret)
    raw = json.dumps(told | {"spare": lost, "earlier": [lost, told["spare"]]}).encode()
    assert codes(brought(village, raw).answers) == [0]
    assert weights() == [Decimal("9.4")]


def test_what_the_phone_sent_before_is_known_when_the_file_comes(
    village: Village, girl: Resident, vault: Vault
) -> None:
    sent = weight(girl, 9.4)
    send(vault.device, sent)
    result = brought(village, vault.file(sent, weight(girl, 9.6, 9.4, after=sent)))
    assert (codes(result.answers), result.already) == ([0, 0], {sent.id})
    assert weights() == [Decimal("9.6")]


def test_what_is_refused_or_in_conflict_is_told_and_kept_sealed(
    village: Village, girl: Resident, vault: Vault, other_phone: Device
) -> None:
    send(other_phone, weight(girl, 9.6))
    mine, wrong = weight(girl, 9.4), weight(girl, "sembilan")
    result = brought(village, vault.file(mine, wrong))
    assert [answer.state for answer in result.answers] == ["bentrok", "ditolak"]
    assert [ledger(each).content != "" for each in (mine, wrong)] == [True, True]
    assert weights() == [Decimal("9.6")]


def test_the_audit_log_says_who_brought_the_file_and_what_came_of_it(
    village: Village, girl: Resident, vault: Vault
) -> None:
    LogEntry.objects.all().delete()
    vault.device.unsent = 5
    vault.device.save()
    brought(village, vault.file(weight(girl, 9.4), weight(girl, "sembilan")))
    entry = LogEntry.objects.get_for_object(vault.device).get()
    assert (entry.actor, entry.changes) == (
        village.officer,
        {"berkas isian": ["", "2 isian: 1 ditolak, 1 tersimpan"]},
    )
    assert Device.objects.get(pk=vault.device.pk).unsent == 4


def test_a_wrong_clock_is_set_right_by_what_the_phone_last_knew(
    village: Village, girl: Resident, vault: Vault
) -> None:
    hour = timedelta(hours=1)
    real = timezone.now() - timedelta(minutes=30)
    known, guessed = (item("visit", girl, visit_body({}), entered_at=real - hour) for _ in range(2))
    records = [vault.record(known, offset=3_600_000), vault.record(guessed, offset=None)]
    brought(village, changed(vault, items=records, ahead_ms=3_600_000))
    moments = [ledger(each).entered_at for each in (known, guessed)]
    assert [abs(at - real) < timedelta(seconds=1) for at in moments] == [True, True]


def test_an_item_moved_under_another_id_or_damaged_does_not_open_and_is_counted(
    village: Village, girl: Resident, vault: Vault
) -> None:
    fine, moved, broken = weight(girl, 9.4), weight(girl, 9.5), weight(girl, 9.6)
    records = [
        vault.record(fine),
        vault.record(moved) | {"id": str(new_id())},
        vault.record(broken) | {"data": "AAAA"},
    ]
    result = brought(village, changed(vault, items=records))
    assert ([answer.id for answer in result.answers], result.unreadable) == ([fine.id], 2)


def test_what_is_sealed_and_yet_nonsense_is_counted_or_answered(
    village: Village, girl: Resident, vault: Vault
) -> None:
    sent = [weight(girl, 9.4) for _ in range(4)]
    odd: list[dict[str, Any]] = [{"entered_at": "kemarin"}, {"person": 7}, {"body": []}, {"entered_at": 1e17}]
    records = [vault.record(each, **change) for each, change in zip(sent, odd, strict=True)]
    result = brought(village, changed(vault, items=records))
    assert (codes(result.answers), result.unreadable) == ([205, 201, 0], 1)


def test_a_file_of_a_phone_elsewhere_and_of_no_phone_are_not_told_apart(
    village: Village, girl: Resident, vault: Vault
) -> None:
    stranger = Vault(make_phone(village.dinkes))
    told = ("file", queue_file.NO_SUCH_PHONE, 404)
    assert refused(village, stranger.file()) == told
    assert refused(village, changed(vault, device=str(new_id()))) == told
    assert refused(village, changed(vault, user=village.bidan.pk)) == told


def test_a_key_that_the_server_never_got_opens_nothing(village: Village, phone: Device) -> None:
    assert refused(village, Vault(phone, is_known=False).file()) == ("file", queue_file.NO_KEY, 200)
    assert refused(village, Vault(phone).file().replace(b'"spare": {"iv": "', b'"spare": {"iv": "A')) == (
        "file",
        queue_file.NO_KEY,
        200,
    )


def test_a_browser_that_went_on_under_another_id_is_opened_with_the_key_of_before(
    village: Village, girl: Resident, vault: Vault
) -> None:
    renewed = Vault(make_phone(village.kader), is_known=False, secret=vault.secret, recovery=vault.recovery)
    assert codes(brought(village, renewed.file(weight(girl, 9.4))).answers) == [0]


def test_what_a_revoked_phone_held_is_taken_only_when_the_officer_says_so(
    village: Village, girl: Resident, vault: Vault
) -> None:
    devices.revoke(device=vault.device, by=village.officer, reason="Hilang")
    raw = vault.file(weight(girl, 9.4))
    assert refused(village, raw) == ("even_revoked", queue_file.REVOKED, 200)
    assert weights() == []
    assert codes(brought(village, raw, even_revoked=True).answers) == [0]
    assert weights() == [Decimal("9.4")]
    entry = LogEntry.objects.get_for_object(vault.device).latest("pk")
    assert (entry.actor, entry.changes["berkas isian"][1]) == (
        village.officer,
        "1 isian: 1 tersimpan; HP ini sudah dicabut",
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"nama;berat\nAisyah;9,4",
        b"[]",
        b"7",
        b'{"posyandu_antrean": true}',
        b'{"posyandu_antrean": "1"}',
        b'{"posyandu_antrean": 1, "items": {}}',
        b'{"posyandu_antrean": NaN}',
        b"[" * 100_000,
    ],
)
def test_whatever_is_no_such_file_is_called_that(village: Village, raw: bytes) -> None:
    assert refused(village, raw) == ("file", queue_file.NOT_A_FILE, 200)


@pytest.mark.parametrize(
    "change",
    [
        {"device": "bukan-id"},
        {"user": "x"},
        {"user": 10**30},
        {"spare": None},
        {"items": [{"id": 1}]},
        {"ahead_ms": "x"},
    ],
)
def test_a_part_that_is_wrong_spoils_the_file(village: Village, vault: Vault, change: dict[str, Any]) -> None:
    assert refused(village, changed(vault, **change)) == ("file", queue_file.NOT_A_FILE, 200)


def test_a_newer_file_an_unknown_protocol_and_too_much_are_named(
    village: Village, girl: Resident, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(village, changed(vault, posyandu_antrean=2))[1] == queue_file.TOO_NEW
    assert refused(village, changed(vault, weight(girl, 9.4), protocol=99))[1] == queue_file.TOO_NEW
    assert refused(village, changed(vault, items=[{}] * 2_001))[1] == queue_file.TOO_LARGE
    monkeypatch.setattr(queue_file, "MOST_BYTES", 10)
    assert refused(village, vault.file())[1] == queue_file.TOO_LARGE


def test_more_than_a_batch_is_taken_in_parts_and_in_order(
    village: Village, girl: Resident, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_file, "MOST_ITEMS", 1)
    first = weight(girl, 9.4)
    result = brought(village, vault.file(first, weight(girl, 9.6, 9.4, after=first)))
    assert (codes(result.answers), weights()) == ([0, 0], [Decimal("9.6")])


def test_a_person_outside_the_area_of_the_phones_user_is_refused_though_the_officer_knows_them(
    village: Village, vault: Vault
) -> None:
    theirs = item("visit", new_id(), visit_body({"weight_kg": "9.4"}))
    assert codes(brought(village, vault.file(theirs)).answers) == [205]


def test_a_record_sealed_for_the_spare_key_is_no_item(village: Village, girl: Resident, vault: Vault) -> None:
    sent = weight(girl, 9.4)
    record = vault.record(sent) | sealed(vault.recovery, f"item {sent.id}", b"{}")
    assert brought(village, changed(vault, items=[record])).unreadable == 1
