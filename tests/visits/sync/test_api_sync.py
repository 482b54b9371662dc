"""A phone sends what it kept and asks how things stand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from registry.api import LARGEST_ID
from registry.models import Resident
from tests.conftest import OPENING_DAY, Village, make_resident
from tests.visits.sync.conftest import DAY
from tests.visits.sync.posting import URL, answers, batch, post, raising, refusal, row, save
from visits import api_sync
from visits.models import Device, Visit
from visits.sync import batches


def test_a_batch_is_answered_item_by_item(
    village: Village, girl: Resident, phone: Device, kader: Client
) -> None:
    good, bad = save(girl), save(make_resident(village.melati), "sembilan")
    response = post(kader, batch(phone, good, bad))

    told = response.json()
    assert answers(response) == [(0, "tersimpan"), (202, "ditolak")]
    assert sorted(told) == ["answers", "clock_ahead_s", "protocol", "server_time"]
    assert (told["protocol"], abs(told["clock_ahead_s"]) <= 5) == (1, True)
    assert told["answers"][0] == {
        "id": good["id"],
        "code": 0,
        "state": "tersimpan",
        "errors": [],
        "result": {"visit": good["body"]["visit"], "revision": 1},
    }
    assert [(each["code"], each["field"]) for each in told["answers"][1]["errors"]] == [(202, "weight_kg")]
    assert "no-store" in response["Cache-Control"]
    again = post(kader, batch(phone, good, bad)).json()
    assert again["answers"] == told["answers"]


def test_a_phone_that_has_nothing_to_send_may_say_so(phone: Device, kader: Client) -> None:
    assert answers(post(kader, batch(phone))) == []


@pytest.mark.parametrize(
    "change",
    [
        {"person": "siapa"},
        {"person": None},
        {"kind": ""},
        {"kind": "x" * 300},
        {"entered_at": "kemarin"},
        {"after": "tadi"},
        {"replaces": "yang salah"},
        {"body": "9,4"},
        {"body": None},
    ],
)
def test_an_item_that_cannot_be_read_is_kept_and_holds_up_no_other(
    village: Village, girl: Resident, phone: Device, kader: Client, change: dict[str, Any]
) -> None:
    broken, good = save(make_resident(village.melati), **change), save(girl)
    good["after"] = broken["id"]

    response = post(kader, batch(phone, broken, good))
    assert answers(response) == [(201, "ditolak"), (0, "tersimpan")]
    assert (row(broken).state, row(broken).content != "") == ("ditolak", True)
    assert post(kader, batch(phone, broken)).json()["answers"] == response.json()["answers"][:1]


@pytest.mark.parametrize("left_out", ["kind", "person", "entered_at", "body"])
def test_an_item_that_lacks_something_names_what(
    girl: Resident, phone: Device, kader: Client, left_out: str
) -> None:
    sent = save(girl)
    del sent[left_out]
    (answer,) = post(kader, batch(phone, sent)).json()["answers"]
    assert [(each["code"], each["field"]) for each in answer["errors"]] == [(201, left_out)]


@pytest.mark.parametrize("name", ["berat\u0000", "berat\ud800"])
def test_letters_that_no_database_keeps_hold_up_no_other(
    village: Village, girl: Resident, phone: Device, kader: Client, name: str
) -> None:
    broken = save(make_resident(village.melati))
    broken["body"]["measures"] = {name: 9.4}

    told = post(kader, batch(phone, broken, save(girl))).json()["answers"]
    assert [each["code"] for each in told] == [201, 0]
    assert [(each["field"], each["message"]) for each in told[0]["errors"]] == [("", batches.NO_LETTER)]


def test_what_a_person_can_write_is_stored_whatever_it_looks_like(
    girl: Resident, phone: Device, kader: Client
) -> None:
    sent = save(girl)
    sent["body"]["measures"]["education_note"] = r"gizi 🙂 \u0000"
    assert answers(post(kader, batch(phone, sent))) == [(0, "tersimpan")]


# The clock.


@pytest.mark.parametrize("hours", [-72, 0, 30])
def test_a_phone_whose_clock_is_wrong_is_set_right(
    girl: Resident, phone: Device, kader: Client, hours: int
) -> None:
    wrong, now = timedelta(hours=hours), timezone.now()
    sent = save(girl, entered_at=(now + wrong - timedelta(minutes=5)).isoformat())

    told = post(kader, batch(phone, sent, sent_at=(now + wrong).isoformat())).json()
    phone.refresh_from_db()
    assert told["clock_ahead_s"] == phone.clock_ahead_s == pytest.approx(hours * 3600, abs=5)
    assert row(sent).entered_at - now == pytest.approx(timedelta(minutes=-5), abs=timedelta(seconds=5))
    assert Visit.objects.unscoped("a test").get().date == OPENING_DAY


def test_nothing_was_typed_in_the_future(girl: Resident, phone: Device, kader: Client) -> None:
    sent = save(girl, entered_at=(timezone.now() + timedelta(days=400)).isoformat())
    assert answers(post(kader, batch(phone, sent))) == [(0, "tersimpan")]
    assert row(sent).entered_at <= timezone.now()


@pytest.mark.parametrize("clock", ["0001-01-01T00:00:00Z", "9990-12-31T23:59:59Z"])
def test_a_clock_beyond_all_bounds_loses_nothing(
    girl: Resident, phone: Device, kader: Client, clock: str
) -> None:
    for sent_at, typed_at in ((clock, clock), (clock, DAY + "T02:00:00Z"), (DAY + "T02:00:00Z", clock)):
        sent = save(make_resident(girl.posyandu), entered_at=typed_at)
        assert answers(post(kader, batch(phone, sent, sent_at=sent_at))) == [(0, "tersimpan")]
        assert row(sent).entered_at <= timezone.now()
        phone.refresh_from_db()
        assert abs(phone.clock_ahead_s) <= LARGEST_ID


# What is known of the phone.


def test_each_contact_tells_what_the_phone_still_holds(
    village: Village, girl: Resident, phone: Device, kader: Client
) -> None:
    Device.objects.update(seen_at=datetime(2026, 1, 1, tzinfo=timezone.get_current_timezone()))
    refused = save(make_resident(village.melati), "sembilan")
    post(kader, batch(phone, save(girl), refused, unsent=7, app="1.4"))

    phone.refresh_from_db()
    assert (phone.unsent, phone.app_version) == (6, "1.4")
    assert timezone.now() - phone.seen_at < timedelta(minutes=1)


def test_a_batch_that_failed_was_a_contact_all_the_same(
    girl: Resident, phone: Device, kader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_sync, "receive", raising(OperationalError("deadlock detected")))
    post(kader, batch(phone, save(girl), unsent=3))
    phone.refresh_from_db()
    assert phone.unsent == 3


def test_the_heartbeat_gives_the_time_the_user_and_a_token(
    village: Village, phone: Device, kader: Client
) -> None:
    response = kader.get(URL, {"device": str(phone.pk)})
    told = response.json()

    assert response.status_code == 200
    assert sorted(told) == ["csrf", "device", "protocol", "server_time", "user"]
    assert told["user"] == {"id": village.kader.pk, "name": "Sri Wahyuni"}
    assert (told["device"]["id"], told["device"]["name"]) == (str(phone.pk), "HP Bu Sri")
    assert told["device"]["revoked_at"] is None
    assert "no-store" in response["Cache-Control"]


def test_a_phone_that_is_not_known_yet_gets_a_token_to_make_itself_known(kader: Client) -> None:
    told = kader.get(URL).json()
    assert (told["device"], len(told["csrf"])) == (None, 64)


def test_a_page_that_was_open_for_long_gets_a_token_and_sends(
    village: Village, girl: Resident, phone: Device
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(village.kader)
    refused = post(strict, batch(phone, save(girl)))
    token = strict.get(URL, {"device": str(phone.pk)}).json()["csrf"]
    strict.defaults["HTTP_X_CSRFTOKEN"] = token

    assert refusal(refused) == (403, 1010)
    assert answers(post(strict, batch(phone, save(girl)))) == [(0, "tersimpan")]
