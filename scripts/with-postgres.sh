#!/usr/bin/env bash
# scripts/with-postgres.sh COMMAND...: runs COMMAND with DATABASE_URL naming a PostgreSQL of its own, on loopback,
# which is stopped and removed when the command ends, however it ends.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ "$#" -gt 0 ] || fail "Usage: scripts/with-postgres.sh COMMAND [ARGUMENT...]"
BIN="$(postgres_bin)"
[ -n "$BIN" ] || fail "PostgreSQL belum terpasang: apt-get install postgresql" "PostgreSQL is not installed."

# PostgreSQL refuses to run as root, so root lends it to an account without rights.
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
  owner="$(id -un postgres 2>/dev/null || echo nobody)"
  as_owner=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups env HOME=/ LC_ALL=C)
fi

# /tmp, not TMPDIR: a socket's path may have 107 characters, and the other account must be able to enter.
folder="$(mktemp -d /tmp/posyandu-pg.XXXXXX)"
[ "$(id -u)" -ne 0 ] || chown "$owner" "$folder"

# shellcheck disable=SC2329 # called by the trap
stop() {
  status=$?
  trap - EXIT INT TERM HUP
  if [ -n "${child:-}" ]; then
    kill "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  if [ -f "$folder/data/postmaster.pid" ]; then
    (cd / && "${as_owner[@]}" "$BIN/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop) || true
  fi
  rm -rf "$folder"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Nothing here outlives the run, so nothing waits for the disk.
start() {
  local settings="-c listen_addresses=127.0.0.1 -c port=$1 -c unix_socket_directories=$folder"
  settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
  # Tests fill tables and roll back. Statistics taken between two of them say "empty", and the planner then walks whole
  # tables where it should use an index: without statistics it guesses from the size, which is right here.
  settings+=" -c autovacuum_analyze_threshold=2000000000 -c autovacuum_naptime=5s -c shared_buffers=512MB -c jit=off"
  (cd / && "${as_owner[@]}" "$BIN/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --silent --wait \
    --timeout 30 --options "$settings" start >/dev/null)
}

(cd / && "${as_owner[@]}" "$BIN/initdb" --pgdata "$folder/data" --username posyandu --auth trust --encoding UTF8 \
  --locale C.UTF-8 --no-sync >/dev/null)
for attempt in 1 2 3; do
  port="$(free_port)"
  # Between asking and starting, another program may have taken the port.
  if start "$port"; then break; fi
  [ "$attempt" -lt 3 ] || { cat "$folder/log" >&2; fail "PostgreSQL tidak dapat dijalankan." "PostgreSQL did not start."; }
done
"$BIN/createdb" --host 127.0.0.1 --port "$port" --username posyandu posyandu

export DATABASE_URL="postgres://posyandu@127.0.0.1:$port/posyandu"
# In the background and waited for, so that a signal is handled at once instead of after the command.
"$@" <&0 &
child=$!
wait "$child" && status=0 || status=$?
child=""
exit "$status"
