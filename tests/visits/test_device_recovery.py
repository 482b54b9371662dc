"""A forgotten PIN: the recovery secret of one's own phone, for the password of the account, and for nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from auditlog.models import LogEntry
from django.core.cache import cache
from django.db import connection
from django.test import Client

from registry.ids import new_id
from registry.models import User
from tests.conftest import Village
from visits import devices
from visits.models import Device

LogIn = Callable[[User], Client]
RECOVERY = "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="
RENEWED = RECOVERY[::-1].lstrip("=") + "="
PASSWORD = "tujuh-melati-mekar"


@pytest.fixture(autouse=True)
def no_questions_before(db: None) -> None:
    cache.clear()


@pytest.fixture
def kader(village: Village, client_of: LogIn) -> Client:
    village.kader.set_password(PASSWORD)
    village.kader.save()
    return client_of(village.kader)


def tell(client: Client, phone: UUID, **told: Any) -> Any:
    return client.put(f"/api/v1/devices/{phone}/", json.dumps(told), "application/json")


def ask(client: Client, phone: UUID, password: str = PASSWORD) -> tuple[int, Any]:
    answer = client.post(
        f"/api/v1/devices/{phone}/recovery/", json.dumps({"password": password}), "application/json"
    )
    return answer.status_code, answer.json()


@pytest.fixture
def phone(kader: Client) -> UUID:
    """Her phone, which has told its recovery secret."""
    made = new_id()
    assert tell(kader, made, app="1", recovery=RECOVERY).status_code == 201
    return made


def test_the_password_of_the_account_opens_a_phone_whose_pin_is_forgotten(
    village: Village, kader: Client, phone: UUID
) -> None:
    assert ask(kader, phone) == (200, {"recovery": RECOVERY})
    (entry,) = LogEntry.objects.filter(action=LogEntry.Action.ACCESS)
    assert (entry.object_pk, entry.actor) == (str(phone), village.kader)
    assert entry.changes == {"recovery": ["", "diberikan"]}


def test_a_login_alone_gets_no_recovery_and_the_try_is_on_record(
    village: Village, kader: Client, phone: UUID
) -> None:
    wrong = {"code": 1011, "message": "Kata sandi belum cocok. Periksa huruf besar-kecilnya."}
    assert ask(kader, phone, "sandi lain") == (403, wrong)
    (entry,) = LogEntry.objects.filter(action=LogEntry.Action.ACCESS)
    assert entry.changes == {"recovery": ["", "tidak diberikan"]}


@pytest.mark.parametrize("body", ["{}", '{"password": ""}', "apa"])
def test_without_a_password_nothing_is_asked(kader: Client, phone: UUID, body: str) -> None:
    answer = kader.post(f"/api/v1/devices/{phone}/recovery/", body, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, 1001)


def test_five_questions_an_hour_are_enough_for_a_slipping_finger(kader: Client, phone: UUID) -> None:
    wrong = [ask(kader, phone, f"tebakan {number}")[0] for number in range(5)]
    answer = kader.post(
        f"/api/v1/devices/{phone}/recovery/", json.dumps({"password": PASSWORD}), "application/json"
    )
    assert wrong == [403] * 5
    assert (answer.status_code, answer.json()["code"]) == (429, 1004)
    assert int(answer["Retry-After"]) > 3000


def test_somebody_elses_phone_is_not_even_known(
    village: Village, client_of: LogIn, kader: Client, phone: UUID
) -> None:
    village.neighbour.set_password(PASSWORD)
    village.neighbour.save()
    assert ask(client_of(village.neighbour), phone)[0] == 404
    assert ask(client_of(village.officer), phone)[0] == 404
    assert ask(client_of(village.dinkes), phone)[0] == 403
    assert ask(Client(), phone)[0] == 401


def test_a_revoked_phone_is_emptied_not_opened(village: Village, kader: Client, phone: UUID) -> None:
    devices.revoke(device=Device.objects.get(pk=phone), by=village.officer, reason="Hilang")
    status, told = ask(kader, phone)
    assert (status, told["code"], told["wipe"]) == (403, 1006, True)


def test_a_phone_that_never_told_one_has_none(kader: Client) -> None:
    made = new_id()
    tell(kader, made, app="1")
    assert ask(kader, made)[1]["code"] == 1012


def test_a_renewed_secret_takes_the_place_of_the_old_one_and_a_greeting_leaves_it(
    kader: Client, phone: UUID
) -> None:
    tell(kader, phone, app="1", name="HP Bu Sri")
    assert ask(kader, phone)[1] == {"recovery": RECOVERY}
    tell(kader, phone, app="1", recovery=RENEWED)
    assert ask(kader, phone)[1] == {"recovery": RENEWED}


@pytest.mark.parametrize("recovery", ["", "pendek", RECOVERY[:-1], f"{RECOVERY}\n", 7])
def test_what_is_no_secret_is_refused(kader: Client, recovery: Any) -> None:
    made = new_id()
    assert tell(kader, made, app="1", recovery=recovery).status_code == 400
    assert not Device.objects.filter(pk=made).exists()


def test_no_other_answer_tells_it_and_a_dump_does_not_show_it(kader: Client, phone: UUID) -> None:
    answers = [
        kader.get("/api/v1/devices/"),
        kader.get(f"/api/v1/devices/{phone}/"),
        tell(kader, phone, app="1", recovery=RECOVERY),
        kader.get(f"/api/v1/sync/?device={phone}"),
        kader.get("/hp-saya/"),
    ]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert [answer for answer in answers if RECOVERY in answer.content.decode()] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT recovery FROM visits_device")
        ((stored,),) = cursor.fetchall()
        cursor.execute("SELECT * FROM auditlog_logentry")
        logged = "\n".join(str(row) for row in cursor.fetchall())
    assert RECOVERY not in stored
    assert stored not in logged
    assert RECOVERY not in logged
