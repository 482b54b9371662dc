"""Whatever a phone is refused for has a number, and what was refused arrives later."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.ids import new_id
from registry.models import Membership, Resident, User
from tests.conftest import PASSWORD, Village, make_resident
from tests.visits.sync.conftest import make_phone
from tests.visits.sync.posting import URL, LogIn, answers, batch, post, raising, refusal, save
from visits import api_sync, devices
from visits.models import Device, SyncItem, Visit
from visits.sync import batches, kinds
from visits.sync.codes import MESSAGES, Code


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '"x"',
        "[" * 5000 + "]" * 5000,
        '{"protocol": NaN}',
        {"protocol": 1},
        {"items": {}},
        {"items": [{"kind": "visit"}]},
        {"items": [{"id": 5}]},
        {"items": ["visit"]},
        {"items": None},
        {"sent_at": "nanti"},
        {"device": "HP Bu Sri"},
        {"unsent": -1},
        {"unsent": 10**12},
        {"protocol": "satu"},
    ],
)
def test_a_batch_that_leaves_nothing_to_answer_for_is_malformed(
    phone: Device, kader: Client, content: Any
) -> None:
    if isinstance(content, dict) and content != {"protocol": 1}:
        content = batch(phone, **content)
    assert refusal(post(kader, content)) == (400, 1001)


def test_what_is_no_json_is_malformed(phone: Device, kader: Client) -> None:
    assert refusal(kader.post(URL, {"protocol": "1"})) == (400, 1001)
    assert refusal(kader.get(URL, {"device": "HP Bu Sri"})) == (400, 1001)
    assert refusal(kader.put(URL, "{}", content_type="application/json")) == (405, 1001)


def test_a_protocol_nobody_knows_is_told_before_anything_else(phone: Device, kader: Client) -> None:
    assert refusal(post(kader, {"protocol": 2, "queue": []})) == (400, 1002)


def test_a_protocol_that_is_followed_by_another_is_understood_for_90_days(
    girl: Resident, phone: Device, kader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table keeps a number until its day has come and somebody takes it out."""
    monkeypatch.setattr(batches, "PROTOCOLS", {1: date(2027, 3, 1), 2: None})
    assert answers(post(kader, batch(phone, save(girl)))) == [(0, "tersimpan")]
    monkeypatch.setattr(batches, "PROTOCOLS", {2: None})
    assert refusal(post(kader, batch(phone, save(girl)))) == (400, 1002)


def test_too_much_at_once_is_refused_and_nothing_of_it_stored(
    girl: Resident, phone: Device, kader: Client
) -> None:
    many = [save(girl) for _ in range(201)]
    long = save(girl)
    long["body"]["measures"]["education_note"] = "x" * batches.MOST_BYTES

    assert refusal(post(kader, batch(phone, *many))) == (413, 1003)
    assert refusal(post(kader, batch(phone, long))) == (413, 1003)
    assert refusal(post(kader, "x" * 3 * 1024 * 1024)) == (413, 1003)
    assert not SyncItem.objects.unscoped("a test").exists()


def test_a_phone_that_sends_without_pause_waits_and_another_one_does_not(
    village: Village, phone: Device, kader: Client, client_of: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_sync.DeviceRate, "rate", "2/min")
    bidans = make_phone(village.bidan)
    first = [post(kader, batch(phone)).status_code for _ in range(2)]

    refused = post(kader, batch(phone))
    assert (first, refusal(refused)) == ([200, 200], (429, 1004))
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert post(client_of(village.bidan), batch(bidans)).status_code == 200


def test_whose_login_ran_out_is_asked_to_log_in_and_the_batch_is_stored_afterwards(
    village: Village, girl: Resident, phone: Device
) -> None:
    browser, sent = Client(), save(girl)
    assert refusal(post(browser, batch(phone, sent))) == (401, 1005)
    assert refusal(browser.get(URL, {"device": str(phone.pk)})) == (401, 1005)
    assert refusal(browser.get(URL)) == (401, 1005)
    village.kader.set_password(PASSWORD)
    village.kader.save()
    browser.post("/masuk/", {"login": "kader.melati", "password": PASSWORD})
    assert answers(post(browser, batch(phone, sent))) == [(0, "tersimpan")]


def test_somebody_whose_account_was_closed_sends_nothing(
    village: Village, girl: Resident, phone: Device, kader: Client
) -> None:
    User.objects.filter(pk=village.kader.pk).update(is_active=False)
    assert refusal(post(kader, batch(phone, save(girl)))) == (401, 1005)


def test_a_revoked_phone_is_told_to_empty_itself(
    village: Village, girl: Resident, phone: Device, kader: Client
) -> None:
    devices.revoke(device=phone, by=village.officer, reason="hilang")
    by_batch, by_heartbeat = post(kader, batch(phone, save(girl))), kader.get(URL, {"device": str(phone.pk)})

    assert [refusal(each) for each in (by_batch, by_heartbeat)] == [(403, 1006)] * 2
    assert [each.json()["wipe"] for each in (by_batch, by_heartbeat)] == [True, True]
    assert not Visit.objects.exists()


def test_a_lost_phone_is_emptied_also_when_nobody_is_logged_in_or_has_a_role(
    village: Village, phone: Device, kader: Client
) -> None:
    devices.revoke(device=phone, by=village.officer, reason="hilang")
    Membership.objects.filter(user=village.kader).update(valid_until=date(2026, 1, 2))
    for browser in (kader, Client()):
        told = browser.get(URL, {"device": str(phone.pk)})
        assert (refusal(told), told.json()["wipe"]) == ((403, 1006), True)


def test_nobody_sends_from_the_phone_of_somebody_else(
    village: Village, girl: Resident, phone: Device, client_of: LogIn
) -> None:
    bidan = client_of(village.bidan)
    assert refusal(post(bidan, batch(phone, save(girl)))) == (403, 1007)
    assert refusal(bidan.get(URL, {"device": str(phone.pk)})) == (403, 1007)
    assert not Visit.objects.exists()


def test_a_phone_that_never_made_itself_known_is_told_so(girl: Resident, kader: Client) -> None:
    stranger = Device(pk=new_id())
    assert refusal(post(kader, batch(stranger, save(girl)))) == (404, 1008)
    assert refusal(kader.get(URL, {"device": str(stranger.pk)})) == (404, 1008)


def test_only_who_may_record_sends(village: Village, client_of: LogIn) -> None:
    told = {}
    for user in village.everyone:
        response = post(client_of(user), batch(make_phone(user)))
        told[user.username] = 200 if response.status_code == 200 else refusal(response)
    refused = (403, 210)
    assert told == {
        "kader.melati": 200,
        "kader.mawar": 200,
        "bidan": 200,
        "puskesmas": 200,
        "dinkes": refused,
        "desa": refused,
        "admin": refused,
    }


@pytest.mark.parametrize("words", ["database is locked", "deadlock detected"])
def test_a_busy_database_is_told_and_the_phone_tries_again(
    girl: Resident, phone: Device, kader: Client, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    sent = save(girl)
    with monkeypatch.context() as broken:
        broken.setattr(api_sync, "receive", raising(OperationalError(words)))
        assert refusal(post(kader, batch(phone, sent))) == (503, 1009)
    assert answers(post(kader, batch(phone, sent))) == [(0, "tersimpan")]


def test_what_nobody_thought_of_has_a_number_too(
    girl: Resident, phone: Device, kader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_sync, "receive", raising(ZeroDivisionError()))
    assert refusal(post(kader, batch(phone, save(girl)))) == (500, 501)


def test_every_number_has_its_words() -> None:
    beside_the_field = {
        Code.STORED, Code.INVALID, Code.REFUSED, Code.NEEDS_CONFIRMATION, Code.NOT_ON_CARD, Code.CLOSED,
        Code.CANCELLED, Code.CHANGED_MEANWHILE,
    }  # fmt: skip
    assert set(Code) - set(MESSAGES) == beside_the_field


def test_every_number_is_explained_on_the_protocols_page() -> None:
    page = (settings.BASE_DIR / "docs/sync.md").read_text(encoding="utf-8")
    explained = {int(number) for number in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    assert explained == {int(code) for code in Code}


def test_what_surrounds_a_batch_costs_the_same_for_one_phone_as_for_many(
    village: Village, kader: Client
) -> None:
    def cost() -> int:
        phone = make_phone(village.kader)
        with CaptureQueriesContext(connection) as queries:
            assert post(kader, batch(phone)).status_code == 200
        return len(queries)

    first = cost()
    for _ in range(3):
        make_phone(village.kader)
    assert cost() == first


def test_a_kind_whose_handler_fails_is_answered_beside_the_others(
    village: Village, girl: Resident, phone: Device, kader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds.HANDLERS, "service", raising(ZeroDivisionError()))
    poison = save(make_resident(village.melati), kind="service")
    response = post(kader, batch(phone, poison, save(girl)))
    assert answers(response) == [(501, "menunggu"), (0, "tersimpan")]
    phone.refresh_from_db()
    assert phone.unsent == 1
