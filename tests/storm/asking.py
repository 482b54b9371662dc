"""Questions to the server past the line and without a browser: what somebody sends who has recorded it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

Json = dict[str, Any]
SYNC = "/api/v1/sync/"
PATIENCE_S = 60


@dataclass
class Asker:
    """Somebody with a login, on the server's own port of loopback."""

    port: int
    cookie: str

    def _ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, bytes, str]:
        """Status, content, and the cookies that were set."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        cookies = f"sessionid={self.cookie}"
        if token := headers.get("X-CSRFToken"):
            cookies += f"; csrftoken={headers.pop('secret', token)}"
        try:
            connection.request(
                method, path, body, {"Accept": "application/json", "Cookie": cookies, **headers}
            )
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get("Set-Cookie") or ""
        finally:
            connection.close()

    def pack(self, session: str) -> Json:
        """The package of a day."""
        status, content, _ = self._ask("GET", f"/api/v1/sessions/{session}/pack/")
        if status != 200:
            raise RuntimeError(f"The package is answered with {status}")
        pack: Json = json.loads(content)
        return pack

    def send(self, batch: Json) -> int:
        """Send a batch as it is; the status of HTTP, 0 where nobody answered."""
        try:
            _, told, cookies = self._ask("GET", SYNC)
            secret = cookies.partition("csrftoken=")[2].partition(";")[0]
            headers = {"X-CSRFToken": json.loads(told)["csrf"], "secret": secret}
            headers["Content-Type"] = "application/json"
            return self._ask("POST", SYNC, json.dumps(batch), **headers)[0]
        except (OSError, HTTPException, ValueError, KeyError):
            return 0
