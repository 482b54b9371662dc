#!/usr/bin/env bash
# Starts the application as in production, installing and preparing whatever is not there yet.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export HOST="${HOST:-127.0.0.1}" PORT="${PORT:-8000}" DATA_DIR="${DATA_DIR:-$ROOT/var}"

ensure_packages run
ensure_venv run
ensure_assets

"$PY" - <<'PY'
import os, socket, sys
host, port = os.environ["HOST"].strip("[]"), int(os.environ["PORT"])
try:
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    with socket.socket(family, kind) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(address)
except OSError as error:
    sys.exit(f"\nAlamat {host}:{port} tidak dapat dipakai ({error.strerror}). Coba: make run PORT={port + 1}")
PY

scripts/ensure-secrets.sh
prepare=(manage.py prepare)
if [ "${DEMO:-1}" = 0 ]; then prepare+=(--no-demo); fi
"$PY" "${prepare[@]}"
exec "$VENV/bin/gunicorn" --config deploy/gunicorn.conf.py posyandu.wsgi:application
