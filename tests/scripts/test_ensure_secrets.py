"""scripts/ensure-secrets.sh: keys are made once, for their owner alone, and never replaced behind a database's back."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

from cryptography.fernet import Fernet

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "ensure-secrets.sh"


def ensure_secrets(data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [SCRIPT],
        env=kept | {"DATA_DIR": str(data_dir)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def read(data_dir: Path) -> dict[str, str]:
    lines = (data_dir / "secrets.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_first_start_writes_usable_keys_that_only_the_owner_reads(tmp_path: Path) -> None:
    ensure_secrets(tmp_path / "var")

    keys = read(tmp_path / "var")
    assert list(keys) == ["SECRET_KEY", "FIELD_KEY", "HASH_KEY"]
    assert Fernet(keys["FIELD_KEY"]).decrypt(Fernet(keys["FIELD_KEY"]).encrypt(b"9900")) == b"9900"
    assert stat.S_IMODE((tmp_path / "var" / "secrets.env").stat().st_mode) == 0o600


def test_second_start_keeps_the_keys(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    before = read(tmp_path)
    ensure_secrets(tmp_path)

    assert read(tmp_path) == before


def test_keys_of_the_environment_are_not_written_down(tmp_path: Path) -> None:
    ensure_secrets(tmp_path, FIELD_KEY="from-a-vault", HASH_KEY="from-a-vault")

    assert list(read(tmp_path)) == ["SECRET_KEY"]


def test_lost_keys_of_a_filled_database_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "posyandu.sqlite3").write_bytes(b"")

    outcome = ensure_secrets(tmp_path)

    assert outcome.returncode == 1
    assert outcome.stderr.count("Kembalikan secrets.env dari cadangan") == 1
    assert not (tmp_path / "secrets.env").exists()
