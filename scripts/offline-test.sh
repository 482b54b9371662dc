#!/usr/bin/env bash
# Storms over phones and server until 10,000 saves are in, and looks whether one was lost: scripts/offline-test.sh --seed 7
# Options: --seed, --saves, --minutes, --people, --phones. Ends with 1 where something was lost, doubled or different.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ensure_packages test
ensure_venv run
ensure_venv dev
ensure_assets

scratch="$(mktemp -d /tmp/posyandu-offline.XXXXXX)"
trap 'rm -rf "$scratch"' EXIT
use_throwaway_secrets "$scratch"
CHROMIUM="$(chromium_path)"
export CHROMIUM

scripts/with-postgres.sh "$PY" -m tests.storm.cli "$@"
