"""The storm itself: phones that enter, a line that breaks, and everything else that goes wrong on such a day."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.storm.asking import Asker
from tests.storm.journal import Journal
from tests.storm.line import Line
from tests.storm.mending import decide, shuffled
from tests.storm.phone import Gone, Phone, Tab
from tests.storm.plan import Planner, Roster
from tests.storm.server import Server
from tests.storm.village import log_in

Json = dict[str, Any]
# One of each after about so many saves.
EVERY = {
    "tabs closed": 90,
    "tabs crashed": 300,
    "server processes killed": 60,
    "batches replayed": 20,
    "logins expired": 200,
    "clocks set": 120,
    "users changed": 80,
    "outages": 400,
}
# Of each at least so many, however few the saves.
FEWEST = 2
HOUR_MS = 3_600_000
JUMPS_H = (-500, -72, -24, -3, -1, 0, 0, 1, 3, 24, 72, 500)
BURST = 10
REPAIR_EVERY, FETCH_EVERY = 4, 7
DRAIN_S = 1800


@dataclass
class Desk:
    """One tab and what is entered on it."""

    tab: Tab
    planner: Planner
    session: str
    rounds: int = 0


@dataclass
class Storm:
    """`saves` to be told as saved, or fewer where the minutes are over."""

    seed: int
    saves: int
    minutes: float
    line: Line
    server: Server
    journal: Journal
    phones: list[Phone]
    desks: list[Desk]
    report: Callable[[str], None]
    counts: Counter[str] = field(default_factory=Counter)
    conflicts: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    _until: float = 0

    @property
    def is_over(self) -> bool:
        return self.journal.saves >= self.saves or time.monotonic() > self._until

    async def rage(self) -> None:
        """Until enough is saved."""
        self._until = time.monotonic() + self.minutes * 60
        for phone in self.phones:
            await phone.prepare()
            await phone.log_in(phone.users[0])
        for desk in self.desks:
            # A new PIN for each user, with a whole line: who has no package has nobody to enter anything about.
            await desk.tab.phone.log_in(desk.tab.user)
            await desk.tab.open()
            await desk.tab.run("return storm.fetch(given[0])", desk.session)
        self.report("HP siap; badai mulai.")
        self.line.share = 0.3
        await asyncio.gather(self._happen(), *(self._enter(desk) for desk in self.desks))

    async def _enter(self, desk: Desk) -> None:
        """What one tab does all day."""
        random = desk.planner.random
        while not self.is_over:
            try:
                await self._round(desk)
            except Gone:
                continue
            await asyncio.sleep(random.uniform(0, 0.4))

    async def _round(self, desk: Desk) -> None:
        tab, random = desk.tab, desk.planner.random
        if not tab.is_alive:
            await tab.open()
            self.counts["tabs opened again"] += 1
        desk.rounds += 1
        operations = desk.planner.burst(random.randint(1, BURST))
        is_ready = await tab.work(operations, "return storm.burst(...given)", desk.session, operations)
        self._meet(desk)
        if desk.rounds % REPAIR_EVERY == 0:
            await self.repair(desk)
        if not is_ready or desk.rounds % FETCH_EVERY == 0:
            await tab.run("return storm.fetch(given[0])", desk.session)

    def _meet(self, desk: Desk) -> None:
        """Newcomers of this tab are people like others from now on."""
        roster = desk.planner.roster
        for item in [*self.journal.saved.values()][-200:]:
            if (
                item.kind == "newcomer"
                and item.person not in roster.people
                and item.device == desk.tab.device
            ):
                like = self._like(roster, item.what)
                roster.add(item.person, like)

    def _like(self, roster: Roster, about: Json) -> str:
        alike = [
            pk
            for pk, person in roster.people.items()
            if (person["sex"], person["birth_date"]) == (about["sex"], about["birth_date"])
        ]
        return alike[0] if alike else next(iter(roster.people))

    async def repair(self, desk: Desk, *, is_late: bool = False) -> int:
        """Deal with what was refused or is in conflict. How many decisions were taken. Raises Gone."""
        stuck: list[Json] = await desk.tab.run("return storm.stuck()")
        for item in stuck:
            (self.conflicts if item["state"] == "bentrok" else self.refused).add(item["id"])
        decisions = []
        for number, item in enumerate(stuck):
            decision = decide(desk.planner, item, is_late=is_late)
            if decision is not None:
                made = {
                    "n": f"{desk.tab.name}-{desk.rounds}-{number}-{item['id']}",
                    "what": decision.get("body", {}),
                }
                decisions.append(decision | made)
        if decisions:
            await desk.tab.work(decisions, "return storm.settle(given[0])", decisions)
        return len(decisions)

    async def _happen(self) -> None:
        """Everything that goes wrong, in its turn."""
        happenings: dict[str, Callable[[Random], Awaitable[None]]] = {
            "tabs closed": self._close_tab,
            "tabs crashed": self._crash_tab,
            "server processes killed": self._kill_server,
            "batches replayed": self._replay,
            "logins expired": self._expire,
            "clocks set": self._set_clock,
            "users changed": self._change_user,
            "outages": self._break_line,
        }
        random = Random(f"{self.seed} happenings")
        running: set[asyncio.Task[None]] = set()
        for at, kind in plan_of(random, self.saves):
            while self.journal.saves < at and not self.is_over:
                await asyncio.sleep(0.05)
            if self.is_over:
                break
            task = asyncio.create_task(self._one(kind, happenings[kind](random)))
            running.add(task)
            task.add_done_callback(running.discard)
            if self.journal.saves and at % 500 < EVERY["batches replayed"] and kind == "batches replayed":
                self.report(f"  {self.journal.saves} simpanan, {self.line.counts['requests']} permintaan")
        await asyncio.gather(*running)

    async def _one(self, kind: str, happening: Awaitable[None]) -> None:
        self.counts[kind] += 1
        await happening

    async def _close_tab(self, random: Random) -> None:
        await random.choice(self.desks).tab.kill()

    async def _crash_tab(self, random: Random) -> None:
        await random.choice(self.desks).tab.crash()

    async def _kill_server(self, random: Random) -> None:
        # While it is at something: right after a request has gone through.
        seen = self.line.counts["requests"]
        for _ in range(40):
            if self.line.counts["requests"] > seen:
                break
            await asyncio.sleep(0.05)
        self.server.kill_one(random)

    async def _replay(self, random: Random) -> None:
        if not self.line.batches:
            return
        way, batch = shuffled(random, random.choice(list(self.line.batches)))
        device = await asyncio.to_thread(user_of, batch["device"])
        if device:
            cookie = await asyncio.to_thread(log_in, device)
            status = await asyncio.to_thread(Asker(self.server.port, cookie).send, batch)
            self.counts[f"replayed {way}, answered {status}"] += 1

    async def _expire(self, random: Random) -> None:
        phone = random.choice(self.phones)
        await phone.expire()
        await asyncio.sleep(random.uniform(1, 6))
        await phone.log_in()

    async def _set_clock(self, random: Random) -> None:
        away = random.choice(JUMPS_H) * HOUR_MS + random.randrange(600_000)
        await random.choice(self.phones).set_clock(away)

    async def _change_user(self, random: Random) -> None:
        shared = [phone for phone in self.phones if len(phone.users) > 1]
        phone = random.choice(shared)
        await phone.log_in(next(user for user in phone.users if user != phone.logged_in))

    async def _break_line(self, random: Random) -> None:
        self.line.is_down = True
        await asyncio.sleep(random.uniform(2, 6))
        self.line.is_down = False

    async def calm(self) -> list[str]:
        """Everything works again: until nothing waits on any phone. What waits still, in words."""
        self.line.share, self.line.is_down = 0, False
        await self.line.settled()
        found = await asyncio.gather(*(self._calm_phone(phone) for phone in self.phones))
        return [complaint for complaints in found for complaint in complaints]

    async def _calm_phone(self, phone: Phone) -> list[str]:
        complaints = []
        for user in phone.users:
            await phone.log_in(user)
            desks = [desk for desk in self.desks if desk.tab.phone is phone and desk.tab.user == user]
            complaints += await self._drain(desks)
        return complaints

    async def _drain(self, desks: list[Desk]) -> list[str]:
        until = time.monotonic() + DRAIN_S
        counts: Json = {}
        while time.monotonic() < until:
            try:
                for desk in desks:
                    await self._tidy(desk)
                await asyncio.sleep(0.5)
                counts = await desks[0].tab.run("return storm.counts()")
            except Gone:
                continue
            if counts["unsent"] == 0:
                return []
        return [f"not sent within half an hour: {desks[0].tab.device} still has {counts}"]

    async def _tidy(self, desk: Desk) -> None:
        if not desk.tab.is_alive:
            await desk.tab.open()
        desk.rounds += 1
        await self.repair(desk, is_late=True)
        await desk.tab.run("await storm.wake()")

    async def views(self) -> dict[str, Json]:
        """The day as each phone shows it with a fresh package, by the name of the device."""
        found = {}
        for desk in self.desks:
            await desk.tab.phone.log_in(desk.tab.user)
            if not desk.tab.is_alive:
                await desk.tab.open()
            await desk.tab.run("return storm.fetch(given[0])", desk.session)
            found[desk.tab.name] = await desk.tab.run("return storm.view(given[0])", desk.session)
        return found


def plan_of(random: Random, saves: int) -> list[tuple[int, str]]:
    """After how many saves what happens, in order."""
    plan = []
    for kind, every in EVERY.items():
        times = max(FEWEST, saves // every)
        plan += [(random.randrange(5, max(6, saves * 19 // 20)), kind) for _ in range(times)]
    return sorted(plan)


def user_of(device: str) -> str:
    """Whose phone it is; empty where the server does not know it."""
    from django.db import connections

    from visits.models import Device

    found = Device.objects.filter(pk=device).values_list("user", flat=True).first()
    connections.close_all()
    return str(found or "")
