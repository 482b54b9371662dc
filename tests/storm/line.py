"""The bad line: a TCP relay between the phones and the server that cuts, delays, doubles and forges as it is told."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

LOOPBACK = "127.0.0.1"
# What can happen to one question of a phone, and how often among 100 that something happens to.
FAULTS = {
    "cut before": 14,  # nothing arrives
    "cut in the request": 14,  # half of it arrives
    "cut while answering": 14,  # all arrives; the phone is gone before the server is done
    "answer lost": 14,  # the server has done it, the phone hears nothing
    "answer cut": 10,  # half of the answer arrives
    "held": 10,  # the phone is cut off, and the request arrives when newer ones have
    "twice": 8,  # arrives two times at the same moment
    "slow": 6,
    "portal": 10,  # somebody else answers
}
# What hotspots and proxies say: a login page, a redirect, JSON of their own, an error in HTML.
PORTALS = (
    ("200 OK", "text/html", "<!DOCTYPE html><title>Selamat datang di WiFi</title>"),
    ("302 Found\r\nLocation: http://wifi.invalid/masuk", "text/html", ""),
    ("200 OK", "application/json", '{"status": "ok", "answers": {}}'),
    ("502 Bad Gateway", "text/html", "<h1>502 Bad Gateway</h1>"),
    ("401 Unauthorized", "application/json", '{"detail": "login"}'),
)
LONGEST_HELD_S = 12.0
_SYNC = "/api/v1/sync/"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it came: its first line and headers, and its body."""

    method: str
    path: str
    head: bytes
    body: bytes

    @property
    def is_batch(self) -> bool:
        return self.method == "POST" and self.path == _SYNC


@dataclass
class Line:
    """`share` of all questions to the API meet a fault; `is_down` refuses every one."""

    server_port: int
    random: Random
    share: float = 0.3
    is_down: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    # Batches that were sent, whole, to be sent again by somebody else.
    batches: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=600))
    port: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _talks: set[asyncio.Task[None]] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port of loopback."""
        self._server = await asyncio.start_server(self._meet, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up, also on those who only hold the line; what is held is still delivered."""
        await self.settled()
        if self._server is not None:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def settled(self) -> None:
        """Until nothing that was held is on its way any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _meet(self, reader: asyncio.StreamReader, phone: asyncio.StreamWriter) -> None:
        talk = asyncio.ensure_future(self._serve(reader, phone))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _serve(self, reader: asyncio.StreamReader, phone: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            asked = await _read(reader)
            await self._answer(asked, phone)
        with suppress(OSError):
            phone.close()

    async def _answer(self, asked: Asked, phone: asyncio.StreamWriter) -> None:
        if not asked.path.startswith("/api/"):
            phone.write(await self._ask(asked))
            await phone.drain()
            return
        self.counts["requests"] += 1
        if asked.is_batch:
            self.counts["batches"] += 1
            self.batches.append(json.loads(asked.body))
        fault = "line down" if self.is_down else self._fault()
        if fault:
            self.counts[fault] += 1
        await self._relay(asked, phone, fault)

    def _fault(self) -> str:
        if self.random.random() >= self.share:
            return ""
        return self.random.choices(list(FAULTS), list(FAULTS.values()))[0]

    async def _relay(self, asked: Asked, phone: asyncio.StreamWriter, fault: str) -> None:
        if fault in ("cut before", "line down"):
            _break(phone)
        elif fault == "portal":
            phone.write(_portal(self.random))
            await phone.drain()
        elif fault == "held":
            _break(phone)
            self._later(asked, self.random.uniform(1, LONGEST_HELD_S))
        elif fault in ("cut in the request", "cut while answering"):
            await self._hang_up(asked, phone, whole=fault != "cut in the request")
        else:
            await self._pass(asked, phone, fault)

    async def _hang_up(self, asked: Asked, phone: asyncio.StreamWriter, *, whole: bool) -> None:
        """Nobody waits for the answer; of the request, all or half has gone."""
        reader, server = await asyncio.open_connection(LOOPBACK, self.server_port)
        data = asked.head + asked.body
        server.write(data if whole else data[: len(asked.head) + len(asked.body) // 2])
        await server.drain()
        # Long enough for the server to have begun, and now and then to be done.
        await asyncio.sleep(self.random.uniform(0, 0.3))
        _break(phone)
        _break(server)
        del reader

    async def _pass(self, asked: Asked, phone: asyncio.StreamWriter, fault: str) -> None:
        if fault == "slow":
            await asyncio.sleep(self.random.uniform(0.2, 3))
        if fault == "twice":
            answer, _ = await asyncio.gather(self._ask(asked), self._ask(asked))
        else:
            answer = await self._ask(asked)
        if fault == "answer lost" or not answer:
            _break(phone)
            return
        phone.write(answer[: len(answer) // 2] if fault == "answer cut" else answer)
        await phone.drain()
        if fault == "answer cut":
            _break(phone)

    def _later(self, asked: Asked, seconds: float) -> None:
        async def deliver() -> None:
            await asyncio.sleep(seconds)
            await self._ask(asked)

        task = asyncio.create_task(deliver())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask(self, asked: Asked) -> bytes:
        """The server's whole answer; empty where it hung up."""
        try:
            reader, server = await asyncio.open_connection(LOOPBACK, self.server_port)
            server.write(asked.head + asked.body)
            await server.drain()
            answer = await reader.read()
            server.close()
        except OSError:
            return b""
        return answer


async def _read(reader: asyncio.StreamReader) -> Asked:
    """One request, whose connection is to be closed after it."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ", 2)
    kept = [line for line in lines[1:] if line and not line.lower().startswith("connection:")]
    lengths = [line.split(":")[1] for line in kept if line.lower().startswith("content-length:")]
    head = "\r\n".join([lines[0], *kept, "Connection: close", "", ""]).encode("latin-1")
    body = await reader.readexactly(int(lengths[0])) if lengths else b""
    return Asked(method, target.partition("?")[0], head, body)


def _portal(random: Random) -> bytes:
    status, kind, text = random.choice(PORTALS)
    length = len(text.encode())
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    return f"{head}{text}".encode()


def _break(writer: asyncio.StreamWriter) -> None:
    """As when the signal goes: no farewell, and what was not sent yet is gone."""
    writer.transport.abort()
