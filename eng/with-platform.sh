#!/usr/bin/env bash
# Runs a command against a platform of its own: random ports, empty data, E2E_BASE_URL set to the entry point.
# With --demo the demo shop is open in it: E2E_DEMO_EMAIL and E2E_DEMO_PASSWORD sign in to its project.
# Usage: eng/with-platform.sh [--demo] COMMAND...
set -euo pipefail
# shellcheck source=eng/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

demo=false
if [[ ${1:-} == --demo ]]; then
  demo=true
  shift
fi
(($# > 0)) || misuse 'a command is needed.'
app_host=$root/SreCopilot.AppHost/bin/Debug/net10.0/SreCopilot.AppHost
[[ -x $app_host ]] || fail 'Nothing has been built yet: run eng/build.sh SreCopilot.sln first.'
mkdir -p "$logs"
log=$logs/with-platform.log
# What an earlier run left there must not be taken for this one's address.
: >"$log"
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

# Held all at once, so that they differ.
free_ports() {
  node -e '
    const net = require("node:net");
    const servers = Array.from({ length: Number(process.argv[1]) }, () => net.createServer().listen(0, "127.0.0.1"));
    Promise.all(servers.map((server) => new Promise((listening) => server.once("listening", listening)))).then(() => {
      console.log(servers.map((server) => server.address().port).join(" "));
      servers.forEach((server) => server.close());
    });' "$1"
}

start_app_host() {
  local dashboard otlp otlp_http resources
  read -r dashboard otlp otlp_http resources < <(free_ports 4)
  cd "$root/SreCopilot.AppHost"
  export Demo=$demo
  export DOTNET_ENVIRONMENT=Development DataDirectory=$data DcpPublisher__RandomizePorts=true ASPIRE_ALLOW_UNSECURED_TRANSPORT=true
  export ASPNETCORE_URLS=http://localhost:$dashboard ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=http://localhost:$resources
  export ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:$otlp ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL=http://localhost:$otlp_http
  exec "$app_host" >"$log" 2>&1 </dev/null
}
start_child start_app_host
app_host_pid=$child

# «email password» once the shop is open.
demo_account() { sed -n 's/^The demo shop is open\. .* as \([^ ]*\) with the password \([^ ]*\)$/\1 \2/p' "$log"; }
is_ready() { [[ -n $(address) ]] && { ! $demo || [[ -n $(demo_account) ]]; }; }
address() { sed -n 's/^All resources are healthy\. SRE Copilot: //p' "$log"; }
exec {pause}<> <(:)
until is_ready; do
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
if $demo; then
  read -r E2E_DEMO_EMAIL E2E_DEMO_PASSWORD < <(demo_account)
  export E2E_DEMO_EMAIL E2E_DEMO_PASSWORD
fi
"$@"
