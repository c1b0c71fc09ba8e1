#!/usr/bin/env bash
# Runs every AWS adapter against moto, a service that was not written here and speaks AWS over the wire.
# Needs python3 with venv, and a way to PyPI the first time. Usage: test/ci/moto.sh [FOLDER FOR THE VENV]
set -euo pipefail
cd "$(dirname "$0")/../.."

venv="${1:-.venv-ci}"
port="${UMBEL_MOTO_PORT:-5566}"

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
[ -x "$venv/bin/moto_server" ] || "$venv/bin/pip" install --quiet 'moto[server]'

"$venv/bin/moto_server" -H 127.0.0.1 -p "$port" >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

for _ in $(seq 1 100); do
  if "$venv/bin/python" -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)" 2>/dev/null; then break; fi
  sleep 0.2
done

UMBEL_MOTO_ENDPOINT="http://127.0.0.1:$port" npx --no-install vitest run test/platform/aws/moto.test.ts
