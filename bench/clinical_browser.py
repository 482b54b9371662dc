"""z-scores a second of the phone's rules in Chromium on invented children: make bench ARGS=clinical_browser.

CHILDREN=2000 in the environment makes a smaller run; the result names how many there were.
"""

from __future__ import annotations

import os
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import sync_playwright

from bench.support.report import table, write
from visits.rules.export import bundle

STATIC = Path(__file__).parent.parent / "static"
CHILDREN = int(os.environ.get("CHILDREN", "100000"))
SCORE = """async ({ bundle, children }) => {
    const { Book } = await import("/js/clinical/book.js");
    const { assessGrowth } = await import("/js/clinical/growth.js");
    const { judgeVisit } = await import("/js/clinical/visit.js");
    const rules = new Book(bundle).current;
    // A small generator, so that every run scores the same children.
    let state = 20261012;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const invented = Array.from({ length: children }, () => {
        const ageDays = Math.floor(random() * 1857);
        return {
            sex: random() < 0.5 ? "L" : "P",
            ageDays,
            weightKg: (3.3 + ageDays ** 0.5 * (0.24 + random() * 0.16)).toFixed(1),
            heightCm: (50 + ageDays ** 0.55 * (0.88 + random() * 0.16)).toFixed(1),
            headCm: (42 + random() * 6).toFixed(1),
            muacCm: (12 + random() * 5).toFixed(1),
        };
    });
    assessGrowth(invented[0], rules);
    const start = performance.now();
    let scores = 0;
    for (const child of invented) {
        const growth = assessGrowth(child, rules);
        for (const name in growth) scores += name.endsWith("Z") && growth[name] !== null;
    }
    const middle = performance.now();
    const visit = {
        card: "child", person: { sex: "P", birth_date: "2025-07-01" }, day: "2026-10-12",
        measures: { weight_kg: "9.4", height_cm: "76", head_cm: "45", muac_cm: "14" },
        previous: { weight_kg: "9.2", height_cm: "75.5" }, weighings: [{ day: "2026-09-12", kg: "9.2" }],
    };
    const visits = Math.floor(children / 100);
    for (let count = 0; count < visits; count += 1) judgeVisit(visit, rules);
    const end = performance.now();
    return { scores, seconds: (middle - start) / 1000, microseconds: ((end - middle) * 1000) / visits };
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """The requests are of no interest here."""


def main() -> None:
    """Serve the modules from their folder, time them in one page and write bench/results/clinical_browser.md."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=STATIC))
    Thread(target=server.serve_forever, daemon=True).start()
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=flags)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/js/clinical/")
        found = page.evaluate(SCORE, {"bundle": bundle(), "children": CHILDREN})
        version = browser.version
        browser.close()
    server.shutdown()
    rate = found["scores"] / found["seconds"]
    row = [
        f"{CHILDREN:,}",
        f"{found['scores']:,}",
        f"{found['seconds']:.2f}",
        f"{rate:,.0f}",
        f"{found['microseconds']:.0f}",
    ]
    write(
        "clinical_browser",
        "The phone's rules in Chromium",
        f"Chromium {version}, headless, the modules as they are served; wall clock of the page.",
        table(["children", "z-scores", "seconds", "z-scores a second", "a full child visit, µs"], [row]),
    )


if __name__ == "__main__":
    main()
