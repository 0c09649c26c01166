#!/usr/bin/env bash
# Runs a command against a platform of its own: random ports, empty data, E2E_BASE_URL set to the entry point.
# Usage: eng/with-platform.sh COMMAND...
set -euo pipefail
# shellcheck source=eng/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# > 0)) || misuse 'a command is needed.'
app_host=$root/SreCopilot.AppHost/bin/Debug/net10.0/SreCopilot.AppHost
[[ -x $app_host ]] || fail 'Nothing has been built yet: run eng/build.sh SreCopilot.sln first.'
mkdir -p "$logs"
log=$logs/with-platform.log
start_deadline=$((EPOCHSECONDS + 240))

data=$(mktemp -d)
# The embedded PostgreSQL may run as another user, which has to reach its folder.
chmod 711 "$data"
stop() {
  end_children
  end_leftovers 20
  rm -rf "$data"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

start_app_host() {
  cd "$root/SreCopilot.AppHost"
  export DOTNET_ENVIRONMENT=Development DataDirectory=$data DcpPublisher__RandomizePorts=true ASPIRE_ALLOW_UNSECURED_TRANSPORT=true
  exec "$app_host" >"$log" 2>&1 </dev/null
}
start_child start_app_host
app_host_pid=$child

address() { sed -n 's/^All resources are healthy\. SRE Copilot: //p' "$log"; }
exec {pause}<> <(:)
until [[ -s $log && -n $(address) ]]; do
  if ! kill -0 "$app_host_pid" 2>/dev/null; then
    tail -n 30 "$log" >&2
    fail 'The platform ended before it was healthy; the lines above say why.'
  fi
  if ((EPOCHSECONDS >= start_deadline)); then
    tail -n 30 "$log" >&2
    fail "The platform was not healthy after 240 seconds; the whole log is in ${log#"$root"/}."
  fi
  read -rt 0.5 -u "$pause" || true
done

E2E_BASE_URL=$(address)
export E2E_BASE_URL
"$@"
