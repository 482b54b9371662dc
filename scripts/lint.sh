#!/usr/bin/env bash
# Style, types, layers, templates, migrations and shell syntax. All checks run; the script fails if one did.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ensure_packages run
ensure_venv run
ensure_venv dev
ensure_assets

scratch="$(mktemp -d /tmp/posyandu-lint.XXXXXX)"
trap 'rm -rf "$scratch"' EXIT
use_throwaway_secrets "$scratch"
unset DATABASE_URL
failed=()

check() {
  local name="$1"
  shift
  heading "$name"
  "$@" || failed+=("$name")
}

check "ruff check" "$VENV/bin/ruff" check .
check "ruff format" "$VENV/bin/ruff" format --check .
check "mypy" "$VENV/bin/mypy"
check "import-linter" "$VENV/bin/lint-imports" --no-logo
check "djlint" "$VENV/bin/djlint" --lint --quiet templates
check "migrations" "$PY" manage.py makemigrations --check --dry-run
check "deployment settings" env HTTPS=true "$PY" manage.py check --deploy --fail-level WARNING
check "shellcheck" "$VENV/bin/shellcheck" --external-sources scripts/*.sh .ci/run

[ "${#failed[@]}" -eq 0 ] || fail "Pemeriksaan gagal: ${failed[*]}"
printf '\nSemua pemeriksaan lulus.\n'
