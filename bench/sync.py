"""A phone's queue on the embedded default: a morning in one batch beside saves one by one: make bench ARGS=sync.

The database is a file of its own on this machine's disk; requests go through Django with all its middleware, without a
network.
"""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.utils import timezone

import bench.support.embedded  # noqa: F401 -- models exist from here on
from bench.support.report import table, write
from bench.support.village import MEASURES, model_day
from registry.ids import new_id
from registry.models import Resident
from visits.models import Device, Session

PEOPLE, SINGLE = 450, 40
BATCH = 150
GOAL_S, GOAL_TIMES = 2.0, 10.0


def main() -> None:
    """Send 40 saves one by one and two batches of 150, and write bench/results/sync.md."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    session, people, client = model_day(PEOPLE)
    device = Device.objects.create(pk=new_id(), user_id=int(client.session["_auth_user_id"]))
    items = [_item(session, person) for person in people]
    # The tables of the rules are read once in the life of a server.
    _send(client, device, items[:5])
    single = [_send(client, device, [item]) for item in items[5 : 5 + SINGLE]]
    batches = [_send(client, device, items[start : start + BATCH]) for start in (100, 100 + BATCH)]
    again = _send(client, device, items[100 : 100 + BATCH])
    with CaptureQueriesContext(connection) as queries:
        _send(client, device, items[100 + 2 * BATCH :])
    one, many = statistics.median(single), statistics.mean(batches)
    rate = one * BATCH / many
    rows = [
        [f"one item a request, median of {SINGLE}", f"{one:.3f}", f"{1 / one:.0f}"],
        *([f"{BATCH} items in a batch", f"{took:.2f}", f"{BATCH / took:.0f}"] for took in batches),
        [f"the same {BATCH} again, answered from the ledger", f"{again:.2f}", ""],
    ]
    write(
        "sync",
        "A phone's queue on the embedded default",
        f"First visits of people of all ages; goal: {BATCH} in under {GOAL_S:.0f} s, at {GOAL_TIMES:.0f} times the "
        f"rate of single saves. Here: {rate:.1f} times. A batch of 50 needs {len(queries)} queries.",
        table(["sent", "seconds by the clock", "visits a second"], rows),
    )
    if many >= GOAL_S or rate < GOAL_TIMES:
        raise SystemExit("too slow")


def _item(session: Session, person: Resident) -> dict[str, Any]:
    years = person.age_on(session.date).years
    card = "child_check" if years < 6 else "school_age_check" if years < 18 else "adult_check"
    measures: dict[str, Any] = dict(MEASURES[card])
    body = {
        "visit": str(new_id()),
        "date": session.date.isoformat(),
        "session": str(session.pk),
        "step": 2,
        "measures": measures,
        "seen": dict.fromkeys(measures),
        "confirmed": list(measures),
    }
    return {
        "id": str(new_id()),
        "kind": "visit",
        "person": str(person.pk),
        "entered_at": timezone.now().isoformat(),
        "after": None,
        "body": body,
    }


def _send(client: Client, device: Device, items: list[dict[str, Any]]) -> float:
    """Seconds of one batch, in which everything was stored."""
    batch = {
        "protocol": 1,
        "device": str(device.pk),
        "sent_at": timezone.now().isoformat(),
        "app": "bench",
        "unsent": len(items),
        "items": items,
    }
    began = perf_counter()
    answer = client.post("/api/v1/sync/", batch, content_type="application/json")
    took = perf_counter() - began
    assert answer.status_code == 200, answer.content[:300]
    assert {each["code"] for each in answer.json()["answers"]} == {0}, answer.json()["answers"][:2]
    return took


if __name__ == "__main__":
    main()
