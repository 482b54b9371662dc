#!/usr/bin/env bash
# Runs every bench/*.py, or those named: scripts/bench.sh growth
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ensure_packages run
ensure_venv dev

scratch="$(mktemp -d /tmp/posyandu-bench.XXXXXX)"
trap 'rm -rf "$scratch"' EXIT
use_throwaway_secrets "$scratch"
export PYTHONPATH="$ROOT"

if [ "$#" -gt 0 ]; then
  files=("${@/#/bench/}")
  files=("${files[@]/%/.py}")
else
  shopt -s nullglob
  files=(bench/*.py)
fi
for file in "${files[@]}"; do
  heading "$file"
  # Those that measure the database say so in their first line, and get a PostgreSQL of their own.
  if head -n 1 "$file" | grep -q PostgreSQL; then
    ensure_packages test
    scripts/with-postgres.sh "$PY" "$file"
  else
    "$PY" "$file"
  fi
done
