# shellcheck shell=bash
# What ./run, ./test and eng/setup.sh share: messages, steps with progress and logs, checks of the machine.
# The sourcing script sets -euo pipefail.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/.tools
logs=$tools/logs
program=${0##*/}

# Everything that one ./run or ./test starts inherits its mark, so that whatever outlives it is found (see end_leftovers).
export SRECOPILOT_RUN=${SRECOPILOT_RUN:-$$-$EPOCHSECONDS}

# No build server of ours may stay behind.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 ASPIRE_CLI_TELEMETRY_OPTOUT=true

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$program" "$*" >&2
  exit 1
}

# Bad use of the command line.
misuse() {
  printf '%s: %s\nSee %s --help.\n' "$program" "$1" "$0" >&2
  exit 2
}

# --- Steps ------------------------------------------------------------------------------------------------------------

children=()

# Starts a command in a process group of its own, so that all of it can be ended.
start_child() {
  set -m
  "$@" &
  child=$!
  set +m
  children+=("$child")
}

# Waits for the child started last; returns its exit code.
wait_child() {
  local pid=$child status
  while :; do
    status=0
    wait "$pid" || status=$?
    # A trapped signal interrupts wait while the child is still there.
    kill -0 "$pid" 2>/dev/null || return "$status"
  done
}

end_children() {
  local pid
  for pid in "${children[@]}"; do
    kill -TERM -- "-$pid" 2>/dev/null || true
  done
}

stop_on_signals() {
  trap 'end_children; end_leftovers 5; exit 130' INT
  trap 'end_children; end_leftovers 5; exit 143' TERM HUP
}

elapsed() { # since a value of EPOCHREALTIME, in seconds
  local tenths=$(((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}) / 100000))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# Shows that a step is still at work: the seconds on a terminal, a line now and then in a log.
tick() {
  local title=$1 started=$2 pause seconds=0
  exec {pause}<> <(:)
  while :; do
    read -rt 1 -u "$pause" || true
    seconds=$((seconds + 1))
    if [[ -t 1 ]]; then
      printf '\r\033[K… %s (%d s)' "$title" "$seconds"
    elif ((seconds % 20 == 0)); then
      printf '  %s: %s so far\n' "$title" "$(elapsed "$started")"
    fi
  done
}

# step TITLE COMMAND...: one line with the time it took; the output goes to a log, whose end is shown when it fails.
step() {
  local title=$1 log started=$EPOCHREALTIME status=0 ticker
  shift
  log=$logs/$(tr -cs '[:alnum:]' '-' <<<"${title,,}").log
  log=${log/-.log/.log}
  if [[ -t 1 ]]; then
    printf '… %s' "$title"
  else
    say "  $title..."
  fi

  start_child tick "$title" "$started"
  ticker=$child
  start_child run_logged "$log" "$@"
  wait_child || status=$?
  kill "$ticker"
  wait "$ticker" 2>/dev/null || true
  children=()

  [[ -t 1 ]] && printf '\r\033[K'
  if ((status == 0)); then
    say "✓ $title ($(elapsed "$started"))"
    return
  fi
  say "✗ $title ($(elapsed "$started"))"
  tail -n 30 "$log" >&2
  fail "«$title» failed; the whole log is in ${log#"$root"/}."
}

run_logged() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 </dev/null
}

# end_leftovers [SECONDS]: whatever still carries this run's mark after that time is asked to stop, and forced 5 seconds later.
end_leftovers() {
  wait_for_leftovers "${1:-0}" && return
  signal_leftovers TERM
  wait_for_leftovers 5 && return
  signal_leftovers KILL
}

wait_for_leftovers() {
  local until=$((EPOCHSECONDS + $1))
  while [[ -n $(leftovers) ]]; do
    ((EPOCHSECONDS < until)) || return 1
    sleep 0.1
  done
}

signal_leftovers() {
  local pids
  read -ra pids < <(leftovers; echo)
  ((${#pids[@]} == 0)) || kill -s "$1" "${pids[@]}" 2>/dev/null || true
}

leftovers() {
  local environ pid
  while read -r environ; do
    pid=${environ//[^0-9]/}
    [[ -d /proc/$pid && $pid != "$BASHPID" ]] && ! is_caller "$pid" && printf '%s ' "$pid"
  done < <(grep -lszF "SRECOPILOT_RUN=$SRECOPILOT_RUN" /proc/[0-9]*/environ)
  return 0
}

# This script and those that called it carry the mark too.
is_caller() {
  local pid=$$
  while ((pid > 1)); do
    [[ $pid == "$1" ]] && return 0
    pid=$(sed -n 's/^PPid:\s*//p' "/proc/$pid/status" 2>/dev/null) || return 1
  done
  return 1
}

# --- Checks -----------------------------------------------------------------------------------------------------------

require_dotnet() {
  command -v dotnet >/dev/null ||
    fail 'The .NET 10 SDK was not found (command «dotnet»). Install the package dotnet-sdk-10.0 or get it from https://dot.net/download, then try again.'
  (cd "$root" && dotnet --version) >/dev/null 2>&1 ||
    fail "The installed .NET SDK is too old: $(cd / && dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')- version 10.0.100 or newer of 10.0 is needed (package dotnet-sdk-10.0, or https://dot.net/download)."
}

require_node() {
  local command
  for command in node npm; do
    command -v "$command" >/dev/null ||
      fail "Node.js was not found (command «$command»). Install Node.js 20.19 or newer with npm (https://nodejs.org, or your system's packages nodejs and npm), then try again."
  done
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' ||
    fail "Node.js $(node --version) is too old: 20.19 or newer is needed (https://nodejs.org)."
}

require_space_and_permission() {
  local free needed=2048
  if ! mkdir -p "$logs" 2>/dev/null || [[ ! -w $root || ! -w $logs ]]; then
    fail "$root cannot be written by this user ($(id -un)): tools, builds and data live there. Make it writable, for example with «chown -R $(id -un) $root», or clone the repository somewhere else."
  fi
  free=$(df -Pm "$root" | awk 'NR == 2 { print $4 }')
  ((free >= needed)) ||
    fail "Only $free MiB are free on the disk of $root: $needed MiB are needed for tools, packages and builds."
}
