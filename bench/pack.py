"""The day's package for a phone on the embedded default: size, queries, time, and the answer 304: make bench ARGS=pack.

The database is a file of its own on this machine's disk; requests go through Django with all its middleware, without a
network.
"""

from __future__ import annotations

import gzip
import statistics
from time import process_time
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse
from django.utils import timezone

import bench.support.embedded  # noqa: F401 -- models exist from here on
from bench.support.report import table, write
from bench.support.session import fill_session
from registry.models import Membership, OrgUnit, Posyandu, User
from registry.permissions import Role
from visits.models import Session

PEOPLE, RUNS = 150, 15
GOAL_BYTES = 60_000


def main() -> None:
    """Measure a day of 150 people and one of a whole Posyandu, and write bench/results/pack.md."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    day = timezone.localdate()
    rows, packed = [], 0
    for number, people in enumerate((PEOPLE, None)):
        posyandu, kader = _posyandu(number)
        session = fill_session(posyandu, kader, day, people=people)
        client = Client()
        client.force_login(kader)
        row, size = _measured(session, client)
        rows.append(row)
        packed = packed or size
    head = ["people", "bytes", "bytes packed", "queries", "ms", "queries of a 304", "ms of a 304"]
    write(
        "pack",
        "The day's package for a phone on the embedded default",
        f"People of all ages with a year of visits, the day half done; goal: {PEOPLE} people in under {GOAL_BYTES:,} "
        "bytes packed. Times are medians.",
        table(head, rows),
    )
    if packed >= GOAL_BYTES:
        raise SystemExit("too large")


def _posyandu(number: int) -> tuple[Posyandu, User]:
    parent = None
    for kind in ("provinsi", "kabupaten", "puskesmas", "desa", "posyandu"):
        code = f"uji-{number}-{kind}"
        parent = OrgUnit.objects.create(
            kind=OrgUnit.Kind(kind), code=code, name=f"Uji {number}", parent=parent
        )
    assert parent is not None
    posyandu = Posyandu.objects.create(unit=parent, official_number=f"uji.{number}", dusun="Krajan", rw="01")
    kader = User.objects.create_user(f"kader.uji.{number}", full_name="Kader Uji")
    since = timezone.localdate().replace(month=1, day=1)
    Membership.objects.create(user=kader, unit=parent, role=Role.KADER, valid_from=since)
    return posyandu, kader


def _measured(session: Session, client: Client) -> tuple[list[str], int]:
    url = reverse("api_pack", args=[session.pk])
    answer = client.get(url)
    body = answer.content
    known = {"If-None-Match": answer["ETag"]}
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    made = len(queries)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, headers=known).status_code == 304
    compared = len(queries)
    packed = len(gzip.compress(body))
    row = [
        f"{len(answer.json()['people']):,}",
        f"{len(body):,}",
        f"{packed:,}",
        f"{made}",
        f"{_milliseconds(client, url):.0f}",
        f"{compared}",
        f"{_milliseconds(client, url, headers=known):.0f}",
    ]
    return row, packed


def _milliseconds(client: Client, url: str, **how: Any) -> float:
    took = []
    for _ in range(RUNS):
        began = process_time()
        client.get(url, **how)
        took.append((process_time() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
