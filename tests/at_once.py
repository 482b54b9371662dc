"""Two calls at the same moment, each in a connection of its own on PostgreSQL.

The embedded database lets one writer in at a time, so there they follow each other.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction

# How long the first one's transaction stays open after its work: time enough for the second one to arrive.
HELD_SECONDS = 0.4
Call = Callable[[], Any]


def meanwhile(first: Call, second: Call) -> list[Any]:
    """What both calls answer or raise; the second one starts when the first one has written and not yet committed."""
    if connection.vendor != "postgresql":
        return [_answer(first), _answer(second)]
    answers: dict[int, Any] = {}
    written = Event()

    def hold() -> Any:
        with transaction.atomic():
            answer = first()
            written.set()
            time.sleep(HELD_SECONDS)
            return answer

    def run(number: int, call: Call) -> None:
        try:
            if number:
                written.wait(10)
            answers[number] = _answer(call)
        finally:
            written.set()
            connection.close()

    threads = [Thread(target=run, args=(0, hold)), Thread(target=run, args=(1, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [answers[0], answers[1]]


def _answer(call: Call) -> Any:
    try:
        return call()
    except Exception as error:  # noqa: BLE001 -- what was raised is the answer that a test looks at
        return error
