#!/usr/bin/env bash
# Writes DATA_DIR/secrets.env (mode 600) on the first start; later starts add only names that are missing.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

DATA_DIR="${DATA_DIR:-$ROOT/var}" "$PY" - <<'PY'
import base64
import os
import secrets
import sys
from pathlib import Path

data_dir = Path(os.environ["DATA_DIR"])
data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
path = data_dir / "secrets.env"
makers = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    # A Fernet key: 32 bytes in URL-safe base64.
    "FIELD_KEY": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "HASH_KEY": lambda: secrets.token_urlsafe(48),
}
text = path.read_text() if path.exists() else ""
present = {line.split("=", 1)[0].strip() for line in text.splitlines() if "=" in line}
missing = [name for name in makers if name not in present and not os.environ.get(name)]
if missing:
    if (data_dir / "posyandu.sqlite3").exists() and not os.environ.get("DATABASE_URL"):
        sys.exit(
            f"\nKunci {', '.join(missing)} tidak ada di {path}, padahal basis datanya sudah berisi.\n"
            "Kembalikan secrets.env dari cadangan: tanpa kunci itu NIK yang tersimpan tidak dapat dibaca."
        )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        if text and not text.endswith("\n"):
            file.write("\n")
        file.writelines(f"{name}={makers[name]()}\n" for name in missing)
    print(f"Kunci rahasia dibuat di {path}. Simpan cadangannya terpisah dari basis data.")
if path.exists():
    path.chmod(0o600)
PY
