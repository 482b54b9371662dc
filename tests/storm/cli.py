"""`python -m tests.storm.cli`: see docs/offline.md, "Storm test"."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    """Run a storm and print what came of it; 1 where something was lost, doubled or different."""
    parser = argparse.ArgumentParser(description="Badai: simpan dari banyak HP sambil semuanya diganggu.")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--saves", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--people", type=int, default=48)
    parser.add_argument("--phones", type=int, default=5)
    given = parser.parse_args()
    print(f"Benih: {given.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="posyandu-storm.") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "posyandu.settings")
        import django

        django.setup()
        from tests.storm.run import Options, run

        is_collected = os.environ["DJANGO_SETTINGS_MODULE"] == "posyandu.settings"
        options = Options(
            given.seed, given.saves, given.minutes, Path(folder), given.people, given.phones, is_collected
        )
        began = time.monotonic()
        outcome = run(options, lambda text: print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True))
        if log := (Path(folder) / "server.log").read_text():
            print("Log server:", log[-3000:])
    for name, count in outcome.counts.items():
        print(f"{name:30} {count}")
    print(
        f"{outcome.seconds:.0f} s, {outcome.counts['saves'] / outcome.seconds:.1f} saves/s, seed {given.seed}"
    )
    for name, said in outcome.proof.items():
        print(f"Bukti: {name}: {len(said)} keluhan")
    for complaint in outcome.complaints[:50]:
        print(complaint)
    print("LULUS" if not outcome.complaints else f"GAGAL: {len(outcome.complaints)}")
    return 1 if outcome.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
