#!/usr/bin/env bash
# Writes aspirate-output/, the Kustomize base, from the AppHost. --help says more.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

app_host=SreCopilot.AppHost

usage() {
  cat <<'EOF'
Usage: infra/kubernetes/scripts/generate.sh [options]

Writes the Kustomize base aspirate-output/ from SreCopilot.AppHost: the AppHost publishes its manifest, and aspirate
(or eng/OfflineGenerate where aspirate is not installed) makes the tree. The old tree is replaced as a whole.

  --check                 write nothing; show the differences and exit 1 when aspirate-output/ is not up to date
  --use aspirate|offline  which generator (default: aspirate when it is on the PATH, else offline)
  --manifest FILE         use this manifest instead of asking the AppHost for one
  --output DIR            the tree to write or check (default: aspirate-output in the repository)
  --no-build              do not build first: run what is built already
  --configuration NAME    the build configuration to run (default: Debug)
  -h, --help              this text
EOF
}

parse() {
  check=false generator='' manifest='' output=$root/aspirate-output run_options=() configuration=Debug
  while [[ $# -gt 0 ]]; do
    case $1 in
      --check) check=true ;;
      --no-build) run_options+=(--no-build) ;;
      --use) value_of "$@"; generator=$2; shift ;;
      --manifest) value_of "$@"; manifest=$2; shift ;;
      --output) value_of "$@"; output=$2; shift ;;
      --configuration) value_of "$@"; configuration=$2; shift ;;
      -h | --help) usage; exit 0 ;;
      *) unknown_option "$1" ;;
    esac
    shift
  done
  run_options+=(--configuration "$configuration")
  case $generator in
    '') if command -v aspirate >/dev/null; then generator=aspirate; else generator=offline; fi ;;
    aspirate) require aspirate 'install it with: dotnet tool install --global aspirate' ;;
    offline) ;;
    *) fail "--use takes aspirate or offline, not '$generator'" 2 ;;
  esac
  [[ -z $manifest || -f $manifest ]] || fail "there is no manifest at $manifest"
  [[ $output == /* ]] || output=$PWD/$output
  [[ ! -e $output || -d $output ]] || fail "$output is not a folder"
}

# Only what the AppHost itself says goes in: no settings of this shell, no user secrets, no launch profile.
publish_manifest() {
  local log=$work/publish.log
  if ! (unset Postgres__Host Postgres__Port Postgres__Database
    DOTNET_ENVIRONMENT=Production ASPNETCORE_ENVIRONMENT=Production ASPIRE_ALLOW_UNSECURED_TRANSPORT=true \
      dotnet run --project "$root/$app_host" "${run_options[@]}" --no-launch-profile -- \
      --publisher manifest --output-path "$1") >"$log" 2>&1; then
    cat "$log" >&2
    fail "$app_host could not be run"
  fi
  # A publish that fails exits 0 all the same.
  if [[ ! -s $1 ]]; then
    cat "$log" >&2
    fail "$app_host wrote no manifest"
  fi
}

generate() {
  local log=$work/generate.log tool
  local arguments=(generate -m "$1" -o "$2" --skip-build --disable-secrets --disable-state --non-interactive
    --output-format kustomize --include-dashboard false --namespace sre-copilot --image-pull-policy Never -ct latest -crp sre-copilot)
  if [[ $generator == aspirate ]]; then
    tool=(aspirate)
  else
    tool=(dotnet run --project "$root/eng/OfflineGenerate" "${run_options[@]}" --)
  fi
  if ! (cd "$work" && "${tool[@]}" "${arguments[@]}") >"$log" 2>&1; then
    cat "$log" >&2
    fail "the manifest could not be turned into a tree ($generator)"
  fi
  [[ -s $2/kustomization.yaml ]] || fail "$generator wrote no kustomization.yaml"
  grep '^warning:' "$log" >&2 || true
}

# The two generators differ in trailing white space; so does nothing that they wrote.
trim() {
  find "$1" -type f -name '*.yaml' | while IFS= read -r file; do
    awk '{ sub(/[ \t\r]+$/, ""); if ($0 == "") { blank++ } else { for (; blank > 0; blank--) print ""; print } }' "$file" >"$file.trimmed"
    mv "$file.trimmed" "$file"
  done
}

show_difference() {
  if [[ -d $output ]]; then ln -s "$output" "$work/committed"; else mkdir "$work/committed"; fi
  if (cd "$work" && diff -ruN committed tree); then
    echo "$output is up to date"
  else
    fail "$output is not what $app_host produces (-: there, +: expected). Run infra/kubernetes/scripts/generate.sh and commit the result"
  fi
}

replace() {
  local parent
  parent=$(dirname "$output")
  mkdir -p "$parent"
  # Beside the old tree, so that both moves are renames.
  staging=$(mktemp -d "$parent/.aspirate-output.XXXXXX")
  cp -R "$work/tree" "$staging/new"
  [[ ! -d $output ]] || mv "$output" "$staging/old"
  if ! mv "$staging/new" "$output"; then
    [[ ! -d $staging/old ]] || mv "$staging/old" "$output"
    fail "$output could not be replaced"
  fi
  echo "wrote $output ($generator)"
}

parse "$@"
require dotnet 'install the .NET 10 SDK'
require diff 'install diffutils'
work=$(mktemp -d) staging=''
trap 'rm -rf "$work" ${staging:+"$staging"}' EXIT

if [[ -z $manifest ]]; then
  manifest=$work/aspire-manifest.json
  publish_manifest "$manifest"
else
  manifest=$(cd "$(dirname "$manifest")" && pwd)/$(basename "$manifest")
fi
generate "$manifest" "$work/tree"
trim "$work/tree"
if $check; then show_difference; else replace; fi
