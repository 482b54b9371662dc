#!/usr/bin/env bash
# The whole suite on PostgreSQL, then what touches a database on SQLite; arguments go to pytest: scripts/test.sh tests/registry -x
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ensure_packages test
ensure_venv run
ensure_venv dev
ensure_assets

scratch="$(mktemp -d /tmp/posyandu-test.XXXXXX)"
trap 'rm -rf "$scratch"' EXIT
# Without these, an interrupted first half would be followed by the second.
trap 'exit 130' INT
trap 'exit 143' TERM HUP
export DATA_DIR="$scratch"
CHROMIUM="$(chromium_path)"
export CHROMIUM

# The browser tests come last and are long: whoever is idle takes from the other.
# Python 3.11 may end when pytest parses a source file for a traceback inside a browser test: plain tracebacks do not.
workers=(-n "${TEST_WORKERS:-2}" --dist worksteal --tb=native)
failed=()

heading "Tes di PostgreSQL"
scripts/with-postgres.sh "$VENV/bin/pytest" "${workers[@]}" "$@" || failed+=(PostgreSQL)

# Rules and what a browser does know no database: one run of them is enough, unless somebody asked for them.
once=()
if [ "$#" -eq 0 ]; then
  once=(--ignore=tests/registry/rules --ignore=tests/visits/rules --ignore=tests/reports/rules
    --ignore=tests/browser --ignore=tests/scripts)
fi

heading "Tes di SQLite"
DATABASE_URL="sqlite:///$scratch/posyandu.sqlite3" "$VENV/bin/pytest" "${workers[@]}" "${once[@]}" "$@" ||
  failed+=(SQLite)

[ "${#failed[@]}" -eq 0 ] || fail "Tes gagal di: ${failed[*]}"
