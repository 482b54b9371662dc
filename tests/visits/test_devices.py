"""The phones of a village: registered by whoever holds them, taken away by the Puskesmas, and emptied."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.ids import new_id
from registry.models import Membership, User
from tests.conftest import Village
from visits import device_list, devices
from visits.models import Device

LogIn = Callable[[User], Client]
LOST = "Hilang di pasar"


def phone_of(user: User, name: str = "HP", **told: Any) -> Device:
    return Device.objects.create(pk=new_id(), user=user, name=name, **told)


def put(client: Client, device_id: UUID, **told: Any) -> Any:
    return client.put(f"/api/v1/devices/{device_id}/", json.dumps(told), "application/json")


def log_of(device: Device) -> list[tuple[str, list[str]]]:
    """Who changed what of a phone, the first change first."""
    entries = LogEntry.objects.get_for_object(device).filter(action=LogEntry.Action.UPDATE).order_by("pk")
    return [(str(entry.actor), sorted(entry.changes or {})) for entry in entries]


# What becomes of a phone.


def test_a_phone_is_registered_once_and_renewed_after_that(village: Village) -> None:
    told: dict[str, Any] = {"device_id": new_id(), "user": village.kader, "app": "1"}
    first, was_new = devices.register(name="  HP   Bu Sri ", **told)
    Device.objects.update(seen_at=timezone.now() - timedelta(days=3), unsent=4)
    again, is_new = devices.register(**told)
    assert (was_new, is_new) == (True, False)
    assert Device.objects.get() == first == again
    assert (again.name, again.unsent) == ("HP Bu Sri", 4)
    assert timezone.now() - again.seen_at < timedelta(minutes=1)


def test_one_id_is_never_the_phone_of_two_people(village: Village) -> None:
    phone = phone_of(village.kader, "HP Bu Sri")
    with pytest.raises(devices.ForeignDevice):
        devices.register(device_id=phone.pk, user=village.neighbour, name="HP saya")
    phone.refresh_from_db()
    assert (phone.user, phone.name) == (village.kader, "HP Bu Sri")


def test_a_lost_phone_is_revoked_with_a_reason_that_the_audit_keeps(village: Village) -> None:
    phone = phone_of(village.kader, unsent=3)
    revoked = devices.revoke(device=phone, by=village.officer, reason=f" {LOST} ")
    assert (revoked.is_revoked, revoked.revoked_by, revoked.revoke_reason) == (True, village.officer, LOST)
    entry = LogEntry.objects.get_for_object(phone).get(action=LogEntry.Action.UPDATE)
    assert entry.actor == village.officer
    assert (entry.changes["revoke_reason"], entry.changes["unsent"]) == (["", LOST], [3, 3])


def test_revoking_twice_keeps_the_first_reason(village: Village) -> None:
    phone = phone_of(village.kader)
    first = devices.revoke(device=phone, by=village.officer, reason=LOST)
    again = devices.revoke(device=phone, by=village.bidan, reason="Dijual")
    assert (again.revoke_reason, again.revoked_at, again.revoked_by) == (
        LOST,
        first.revoked_at,
        village.officer,
    )
    assert len(log_of(phone)) == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_nobody_revokes_a_phone_without_a_reason(village: Village, reason: str) -> None:
    phone = phone_of(village.kader)
    with pytest.raises(ValidationError, match="Tulis alasannya"):
        devices.revoke(device=phone, by=village.officer, reason=reason)
    phone.refresh_from_db()
    assert (phone.is_revoked, log_of(phone)) == (False, [])


def test_a_revoked_phone_is_not_registered_again(village: Village) -> None:
    phone = devices.revoke(device=phone_of(village.kader), by=village.officer, reason=LOST)
    with pytest.raises(devices.DeviceRevoked) as refused:
        devices.register(device_id=phone.pk, user=village.kader)
    assert refused.value.device == phone


def test_an_emptied_phone_says_so_once(village: Village) -> None:
    phone = devices.revoke(device=phone_of(village.kader), by=village.officer, reason=LOST)
    first = devices.confirm_wiped(device_id=phone.pk, user=village.kader)
    again = devices.confirm_wiped(device_id=phone.pk, user=village.kader)
    assert first.wiped_at == again.wiped_at
    assert log_of(phone) == [
        ("Agus Salim", ["revoke_reason", "revoked_at", "unsent"]),
        ("Sri Wahyuni", ["wiped_at"]),
    ]


def test_a_phone_that_its_user_emptied_can_be_used_again(village: Village) -> None:
    phone = phone_of(village.kader, unsent=2)
    devices.confirm_wiped(device_id=phone.pk, user=village.kader)
    again, is_new = devices.register(device_id=phone.pk, user=village.kader)
    assert (is_new, again.wiped_at, again.unsent) == (False, None, 0)


# What is said of a phone.


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, ""),
        (119, ""),
        (-119, ""),
        (125, "cepat 2 menit"),
        (-720, "lambat 12 menit"),
        (7 * 3600, "cepat 7 jam"),
        (-3 * 86400, "lambat 3 hari"),
    ],
)
def test_a_wrong_clock_is_told_in_words(village: Village, seconds: int, words: str) -> None:
    assert device_list.Phone(phone_of(village.kader, clock_ahead_s=seconds)).clock == words


def test_a_phone_is_in_use_then_revoked_then_empty(village: Village) -> None:
    phone = phone_of(village.kader)
    states = [device_list.Phone(phone).state]
    states.append(device_list.Phone(devices.revoke(device=phone, by=village.officer, reason=LOST)).state)
    states.append(device_list.Phone(devices.confirm_wiped(device_id=phone.pk, user=village.kader)).state)
    assert states == ["Aktif", "Dicabut, menunggu dikosongkan", "Sudah dikosongkan"]


# What the phone's own programme is answered.


def test_a_phone_registers_itself_over_the_api(village: Village, client_of: LogIn) -> None:
    kader, device_id = client_of(village.kader), new_id()
    first = put(kader, device_id, name="HP Bu Sri", app="1")
    again = put(kader, device_id, name="HP baru Bu Sri", app="2")
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["id"], first.json()["app"], again.json()["app"]) == (str(device_id), "1", "2")
    assert kader.get(f"/api/v1/devices/{device_id}/").json() == again.json()


def test_a_list_holds_ones_own_phones_alone(village: Village, client_of: LogIn) -> None:
    phone_of(village.kader, "HP lama", seen_at=timezone.now() - timedelta(days=30))
    phone_of(village.kader, "HP baru")
    phone_of(village.neighbour, "HP Bu Endang")
    names = {
        user.username: [row["name"] for row in client_of(user).get("/api/v1/devices/").json()["results"]]
        for user in (village.kader, village.neighbour, village.officer)
    }
    assert names == {
        "kader.melati": ["HP baru", "HP lama"],
        "kader.mawar": ["HP Bu Endang"],
        "puskesmas": [],
    }


def test_an_id_of_somebody_else_is_refused_by_number(village: Village, client_of: LogIn) -> None:
    phone = phone_of(village.kader)
    answer = put(client_of(village.neighbour), phone.pk, name="HP saya")
    assert (answer.status_code, answer.json()) == (
        403,
        {"code": 1007, "message": "Perangkat ini terdaftar untuk pengguna lain."},
    )


def test_a_revoked_phone_is_told_to_empty_itself_and_says_when_it_has(
    village: Village, client_of: LogIn
) -> None:
    phone = devices.revoke(device=phone_of(village.kader), by=village.officer, reason=LOST)
    kader, address = client_of(village.kader), f"/api/v1/devices/{phone.pk}/"
    told = {"code": 1006, "message": "Perangkat ini dicabut oleh Puskesmas.", "wipe": True}
    refused = [put(kader, phone.pk, name="HP Bu Sri"), kader.get(address)]
    assert [(answer.status_code, answer.json()) for answer in refused] == [(403, told)] * 2
    assert [kader.post(f"{address}wiped/").status_code for _ in range(2)] == [204, 204]
    phone.refresh_from_db()
    assert phone.wiped_at is not None
    assert put(kader, phone.pk).json()["code"] == 1006


def test_whoever_has_no_role_any_more_still_empties_the_phone(village: Village, client_of: LogIn) -> None:
    phone = devices.revoke(device=phone_of(village.kader), by=village.officer, reason=LOST)
    other = phone_of(village.kader)
    Membership.objects.filter(user=village.kader).update(valid_until=date(2026, 1, 31))
    kader = client_of(village.kader)
    assert [put(kader, each.pk).json()["code"] for each in (phone, other)] == [1006, 210]
    assert kader.post(f"/api/v1/devices/{phone.pk}/wiped/").status_code == 204


def test_a_revoked_phone_says_that_it_is_empty_when_nobody_is_logged_in(village: Village) -> None:
    in_use, lost = phone_of(village.kader), phone_of(village.kader)
    devices.revoke(device=lost, by=village.officer, reason=LOST)
    answers = [Client().post(f"/api/v1/devices/{each.pk}/wiped/") for each in (in_use, lost)]
    assert [answer.status_code for answer in answers] == [401, 204]
    assert answers[0].json()["code"] == 1005
    assert list(Device.objects.filter(wiped_at__isnull=False)) == [lost]
    assert log_of(lost)[-1] == ("None", ["wiped_at"])


def test_nobody_reports_the_phone_of_somebody_else_as_emptied(village: Village, client_of: LogIn) -> None:
    phone = phone_of(village.kader)
    answers = [
        client_of(user).post(f"/api/v1/devices/{phone.pk}/wiped/")
        for user in (village.neighbour, village.officer, village.dinkes)
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, 1008)] * 3
    phone.refresh_from_db()
    assert phone.wiped_at is None


@pytest.mark.parametrize(
    "body", ["bukan json", "[]", json.dumps({"name": "x" * 81}), json.dumps({"app": {"a": 1}})]
)
def test_what_cannot_be_read_is_refused_by_number(village: Village, client_of: LogIn, body: str) -> None:
    answer = client_of(village.kader).put(f"/api/v1/devices/{new_id()}/", body, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, 1001)
    assert Device.objects.count() == 0


def test_a_login_that_ran_out_has_a_number_too(village: Village) -> None:
    addresses = ("", f"{new_id()}/")
    answers = [Client().get(f"/api/v1/devices/{address}") for address in addresses]
    answers.append(put(Client(), new_id()))
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, 1005)] * 3


def test_a_page_that_stood_open_too_long_is_told_to_ask_for_a_new_token(village: Village) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(village.kader)
    answer = put(browser, new_id(), name="HP Bu Sri")
    assert (answer.status_code, answer.json()["code"]) == (403, 1010)


def test_only_roles_that_record_register_a_phone(village: Village, client_of: LogIn) -> None:
    codes = {user.username: put(client_of(user), new_id()).status_code for user in village.everyone}
    assert codes == {
        "kader.melati": 201,
        "kader.mawar": 201,
        "bidan": 201,
        "puskesmas": 201,
        "dinkes": 403,
        "desa": 403,
        "admin": 403,
    }


def test_the_list_of_phones_costs_the_same_for_one_as_for_three(village: Village, client_of: LogIn) -> None:
    kader, counts = client_of(village.kader), []
    for _ in range(3):
        phone_of(village.kader)
        with CaptureQueriesContext(connection) as queries:
            kader.get("/api/v1/devices/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
