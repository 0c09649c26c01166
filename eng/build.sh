#!/usr/bin/env bash
# Builds the web app and the given solution or project, each only when its files have changed since its last good build:
# deciding that takes a moment, an incremental «dotnet build» of everything takes long.
set -euo pipefail
# shellcheck source=eng/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

target=${1:?usage: eng/build.sh PROJECT-OR-SOLUTION (relative to the repository)}
stamps=$tools/stamps
mkdir -p "$stamps" "$logs"

# Name, time and size of every file that goes into a build.
fingerprint() {
  (cd "$root" && find "$@" \( -name .git -o -name .tools -o -name .data -o -name node_modules -o -name bin -o -name obj -o -name dist \
    -o -name docs -o -name TestResults -o -name test-results -o -name playwright-report \) -prune \
    -o -type f -printf '%p %T@ %s\n' | LC_ALL=C sort | sha256sum)
}

# build_when_changed NAME TITLE OUTPUT FINGERPRINT COMMAND...
build_when_changed() {
  local stamp=$stamps/$1 title=$2 output=$3 now=$4
  shift 4
  [[ -e $output && $(cat "$stamp" 2>/dev/null) == "$now" ]] && return 0
  rm -f "$stamp"
  step "$title" "$@"
  printf '%s\n' "$now" >"$stamp"
}

build_web_app() {
  cd "$root/frontend"
  npm run build
}

# A compiler server of this build's own, ended with it: it would linger for minutes.
build_dotnet() {
  dotnet build "$root/$target" -v quiet -p:UseSharedCompilation=true -p:SharedCompilationId="srecopilot-$SRECOPILOT_RUN" "-clp:NoSummary"
}

stop_on_signals
trap 'end_leftovers 0' EXIT
if [[ -f $root/frontend/package.json ]]; then
  build_when_changed web-app 'Web app' "$root/frontend/dist" "$(fingerprint frontend)" build_web_app
fi
build_when_changed "${target//\//-}" 'Build' "$root/SreCopilot.AppHost/bin" "$(fingerprint . -path ./frontend -prune -o)" build_dotnet
