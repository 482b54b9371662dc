"""A Posyandu's day on the embedded default: saving a step, and the session page of 150 people: make bench ARGS=day.

The database is a file of its own on this machine's disk, as a laptop at a Posyandu has it; requests go through Django
with all its middleware, without a network.
"""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

import bench.support.embedded  # noqa: F401 -- models exist from here on
from bench.support.report import table, write
from bench.support.village import MEASURES, model_day
from registry.models import Resident
from visits.models import Session

PEOPLE = 150
ASKED = dict.fromkeys(("tb_cough", "tb_fever", "tb_weight", "tb_contact"), "tidak")
# Plain addresses of static files: the bench needs no collected ones.
_PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
GOAL_MS, GOAL_BYTES = 100, 60_000


def main() -> None:
    """Build the village, walk everybody through step 2 and 4, and look at the session page."""
    # Lets the client read the forms of the pages, as a browser does.
    setup_test_environment()
    call_command("migrate", verbosity=0)
    session, people, client = model_day(PEOPLE)
    with override_settings(DEBUG=False, STORAGES=_PLAIN):
        empty = _page(client, session)
        first = [_save(client, session, person, 2) for person in people]
        fourth = [_save(client, session, person, 4) for person in people]
        full = _page(client, session)
    rows = [
        _times("step 2, first save", first),
        _times("step 4, into the same visit", fourth),
    ]
    pages = [["nobody has come", *empty], [f"{PEOPLE} have come", *full]]
    write(
        "day",
        "A Posyandu's day on the embedded default",
        f"{PEOPLE} people of all ages; goal: a save in under {GOAL_MS} ms (median).",
        table(["save, milliseconds by the clock", "median", "95 of 100", "slowest"], rows),
        f"The list of the session page as it is fetched again while it stands open; goal: under {GOAL_BYTES:,} bytes.",
        table(["list", "queries", "bytes", "bytes packed", "milliseconds"], pages),
    )
    if statistics.median([*first, *fourth]) >= GOAL_MS:
        raise SystemExit("too slow")


def _save(client: Client, session: Session, person: Resident, step: int) -> float:
    """Milliseconds of one POST of a step, questions answered."""
    url = reverse("visit_step", args=[session.pk, person.pk, step])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in ("visit_id", "revision", "seen")}
    values = MEASURES[form.who.card] if step == 2 else ASKED
    data |= {name: value for name, value in values.items() if name in form.fields}
    took, answer = _timed(lambda: client.post(url, data))
    if answer.status_code == 200:
        data["sure"] = answer.context["form"]["sure"].value() or ""
        took, answer = _timed(lambda: client.post(url, data))
    assert answer.status_code == 302, answer.context["form"].errors
    return took


def _page(client: Client, session: Session) -> list[str]:
    url = session.get_absolute_url()
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        took, answer = _timed(lambda: client.get(url, headers={"HX-Request": "true"}))
    body = answer.content
    return [str(len(queries)), f"{len(body):,}", f"{len(gzip.compress(body)):,}", f"{took:.0f}"]


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = perf_counter()
    answer = act()
    return (perf_counter() - began) * 1000, answer


def _times(label: str, took: list[float]) -> list[str]:
    ordered = sorted(took)
    return [
        label,
        f"{statistics.median(ordered):.0f}",
        f"{ordered[len(ordered) * 95 // 100]:.0f}",
        f"{ordered[-1]:.0f}",
    ]


if __name__ == "__main__":
    main()
