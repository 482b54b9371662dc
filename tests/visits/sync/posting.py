"""A phone's batches over the line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from registry.ids import new_id
from registry.models import Resident, User
from tests.conftest import OPENING_DAY
from visits.models import Device, SyncItem
from visits.sync.codes import MESSAGES, Code

LogIn = Callable[[User], Client]
URL = "/api/v1/sync/"
DAY = OPENING_DAY.isoformat()


def save(person: Resident, kg: Any = 9.4, /, **more: Any) -> dict[str, Any]:
    """A weight typed five minutes ago, as it lies in the phone's queue."""
    body = {"visit": str(new_id()), "date": DAY, "measures": {"weight_kg": kg}}
    typed_at = (timezone.now() - timedelta(minutes=5)).isoformat()
    sent = {"id": str(new_id()), "kind": "visit", "person": str(person.pk), "entered_at": typed_at}
    return sent | {"after": None, "replaces": None, "body": body} | more


def batch(phone: Device, *items: Any, **more: Any) -> dict[str, Any]:
    head = {"protocol": 1, "device": str(phone.pk), "sent_at": timezone.now().isoformat(), "app": "1"}
    return head | {"unsent": len(items), "items": list(items)} | more


def post(client: Client, content: Any) -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    return client.post(URL, text, content_type="application/json")


def answers(response: Any) -> list[tuple[int, str]]:
    assert response.status_code == 200, response.content
    return [(each["code"], each["state"]) for each in response.json()["answers"]]


def refusal(response: Any) -> tuple[int, int]:
    """HTTP status and number; the words are those of the list of numbers."""
    told = response.json()
    assert told["message"] == MESSAGES[Code(told["code"])]
    assert "no-store" in response["Cache-Control"]
    return response.status_code, told["code"]


def row(sent: dict[str, Any]) -> SyncItem:
    return SyncItem.objects.unscoped("a test").get(pk=sent["id"])


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise error

    return fail
