"""A whole storm: village, server, line and phones, the storm over them, the check after it, and proof of the check."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Literal

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from playwright.async_api import Browser, async_playwright

from tests.storm.asking import Asker
from tests.storm.check import Check, compare_view, server_view
from tests.storm.journal import Journal
from tests.storm.line import Line
from tests.storm.phone import Phone, Tab
from tests.storm.plan import Planner, Roster
from tests.storm.proof import prove, unseen
from tests.storm.server import Server
from tests.storm.storm import Desk, Storm
from tests.storm.village import Village, build, log_in

Json = dict[str, Any]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    # Pages that nobody looks at work as fast as the one in front.
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# Phone, whose it is, at which day they are, and how many tabs each has open.
PHONES = (
    ("hp1", ("sri",), 0, 2),
    ("hp2", ("endang", "wahyu"), 0, 1),
    ("hp3", ("ratna",), 0, 1),
    ("hp4", ("lestari",), 1, 1),
    ("hp5", ("ratna",), 1, 2),
)


@dataclass(frozen=True)
class Options:
    """`people` at each Posyandu; `phones` of the five."""

    seed: int
    saves: int
    minutes: float
    folder: Path
    people: int = 48
    phones: int = 5
    is_collected: bool = True


@dataclass
class Outcome:
    """`complaints` is empty where the storm changed nothing that was saved."""

    complaints: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0
    # Of the proof: what was spoilt on purpose, and what the check said about it.
    proof: dict[str, list[str]] = field(default_factory=dict)


def prepare(options: Options) -> None:
    """Tables and files, as on the first start of a server."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if options.is_collected:
        call_command("collectstatic", interactive=False, verbosity=0)


def asset(path: str) -> str:
    """The address under which the page itself imports a module."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    names = json.loads(manifest.read_text())["paths"] if manifest.exists() else {}
    return f"/static/{names.get(path, path)}"


def run(options: Options, report: Callable[[str], None]) -> Outcome:
    """Prepare, storm, check. Raises TimeoutError where the server does not start."""
    prepare(options)
    report("Tabel dan berkas siap.")
    village = build(options.people)
    connections.close_all()
    environment = {"DATA_DIR": str(options.folder)}
    server = Server(environment, options.folder / "server.log")
    server.start()
    report("Warga terdaftar, server berjalan.")
    try:
        return asyncio.run(_storm(options, village, server, report))
    finally:
        server.stop()


async def _storm(
    options: Options, village: Village, server: Server, report: Callable[[str], None]
) -> Outcome:
    line = Line(server.port, Random(f"{options.seed} line"), share=0)
    await line.start()
    async with async_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        storm = await _gather(options, village, server, line, browser, report)
        started = time.monotonic()
        await storm.rage()
        report(f"Badai reda setelah {storm.journal.saves} simpanan; menunggu antrean kosong.")
        complaints = await storm.calm()
        seconds = time.monotonic() - started
        outcome = await _judge(storm, village, complaints)
        outcome.seconds = seconds
        await browser.close()
    await line.stop()
    return outcome


async def _gather(
    options: Options,
    village: Village,
    server: Server,
    line: Line,
    browser: Browser,
    report: Callable[[str], None],
) -> Storm:
    journal, phones, desks = Journal(), [], []
    home = f"http://127.0.0.1:{line.port}"
    packs = []
    for site in village.sites:
        cookie = await asyncio.to_thread(log_in, village.users["ratna"])
        packs.append(await asyncio.to_thread(Asker(server.port, cookie).pack, site.session))
    for name, users, place, tabs in PHONES[: options.phones]:
        # Keeping all files of the app on each phone is worth its time where there are many saves.
        workers: Literal["allow", "block"] = "allow" if options.is_collected else "block"
        context = await browser.new_context(
            locale="id-ID", timezone_id="Asia/Jakarta", service_workers=workers
        )
        phone = Phone(name, home, context, journal, [village.users[user] for user in users], asset)
        phones.append(phone)
        for user in phone.users:
            for number in range(1, tabs + 1):
                tab = Tab(phone, user, f"{name}-{user}-{number}")
                planner = Planner(
                    Random(f"{options.seed} {tab.name}"),
                    Roster(village.sites[place], packs[place]),
                    tab.name,
                    len(phones) - 1,
                    options.phones,
                )
                desks.append(Desk(tab, planner, village.sites[place].session))
    return Storm(options.seed, options.saves, options.minutes, line, server, journal, phones, desks, report)


async def _judge(storm: Storm, village: Village, complaints: list[str]) -> Outcome:
    views = await storm.views()
    found, server = await asyncio.to_thread(_look, storm.journal, village)
    for device, view in views.items():
        found += compare_view(device, view, server)
    proof = await asyncio.to_thread(prove, storm.journal)
    found += unseen(proof)
    proof["a value changed on a phone"] = spoilt = await _spoil_a_phone(storm, server)
    found += [] if spoilt else ["the check does not see: a value changed on a phone"]
    journal, line = storm.journal, storm.line
    counts = {
        "saves": journal.saves,
        "items": len(journal.saved),
        **{name: count for name, count in journal.counts.items() if name != "saves"},
        **line.counts,
        **storm.counts,
        "conflicts settled": len(storm.conflicts),
        "refused and settled": len(storm.refused),
        "under way in killed tabs": len(journal.perhaps),
    }
    return Outcome(complaints + found, counts, proof=proof)


async def _spoil_a_phone(storm: Storm, server: dict[str, Json]) -> list[str]:
    """What the check says of a phone that shows another weight than it was given."""
    desk = storm.desks[0]
    shown = await desk.tab.run("return storm.view(given[0])", desk.session)
    person = next(pk for pk, one in shown.items() if "weight_kg" in one["values"])
    await desk.tab.run("await storm.spoil(...given)", desk.session, person, "weight_kg", "1.1")
    spoilt = await desk.tab.run("return storm.view(given[0])", desk.session)
    return compare_view(desk.tab.name, spoilt, server)


def _look(journal: Journal, village: Village) -> tuple[list[str], dict[str, Json]]:
    check = Check(journal)
    found = check.complaints()
    view = server_view(site.session for site in village.sites)
    connections.close_all()
    return found, view
