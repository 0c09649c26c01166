#!/usr/bin/env bash
# Replaces a key in the git-ignored .env of an overlay, in three steps. --help says more.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'EOT'
Usage: infra/kubernetes/scripts/rotate-key.sh [options] KEY STEP

Replaces JWT_SECRET_KEY, INTERNAL_SERVICE_KEY or ENCRYPTION_KEY without refusing a request. Run deploy.sh after each step
and let it finish, so that no pod meets something signed or encrypted with a key that it does not know:

  announce  makes a new key, which every pod accepts besides the current one and none uses yet
  switch    the new key is used, the old one still accepted. Once more takes it back
  retire    forgets the old key. When: docs/operations.md, Keys

  --overlay NAME  local (default) or production
  --file FILE     the file to change (default: .env in the folder of the overlay)
  --dry-run       say what would be changed
  -h, --help      this text
EOT
}

parse() {
  overlay=local file='' words=()
  while [[ $# -gt 0 ]]; do
    case $1 in
      --overlay) value_of "$@"; overlay=$2; shift ;;
      --file) value_of "$@"; file=$2; shift ;;
      --dry-run) dry_run=true ;;
      -h | --help) usage; exit 0 ;;
      -*) unknown_option "$1" ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  [[ ${#words[@]} -eq 2 ]] || fail 'name a key and a step (see --help)' 2
  key=${words[0]} step=${words[1]}
  case $key in
    JWT_SECRET_KEY) previous=JWT_PREVIOUS_SECRET_KEY ;;
    INTERNAL_SERVICE_KEY) previous=INTERNAL_PREVIOUS_SERVICE_KEY ;;
    ENCRYPTION_KEY) previous=ENCRYPTION_PREVIOUS_KEY ;;
    *) fail "there is no key '$key'. There are: JWT_SECRET_KEY INTERNAL_SERVICE_KEY ENCRYPTION_KEY" 2 ;;
  esac
  known_overlay "$overlay"
  file=${file:-$overlays/$overlay/.env}
}

# The lines of the file after the step. Values go through pipes and files only, never through an argument.
changed() {
  case $step in
    announce) cat "$file"; printf '%s=%s\n' "$previous" "$(random_key)" ;;
    switch) sed -e "s/^$key=/@/" -e "s/^$previous=/$key=/" -e "s/^@/$previous=/" "$file" ;;
    retire) grep -v "^$previous=" "$file" ;;
  esac
}

parse "$@"
[[ -f $file ]] || fail "there is no $file: create-env.sh --overlay $overlay makes it"
grep -q "^$key=." "$file" || fail "$file has no $key"
case $step in
  announce)
    ! grep -q "^$previous=" "$file" || fail "$file has a $previous already: finish that rotation first (switch, then retire)"
    saying="$previous: a new key, accepted from now on and not yet used" ;;
  switch) saying="$key and $previous: exchanged" ;;
  retire) saying="$previous: removed" ;;
  *) fail "there is no step '$step'. There are: announce switch retire" 2 ;;
esac
[[ $step == announce ]] || grep -q "^$previous=." "$file" || fail "$file has no $previous: announce a new key first"

if $dry_run; then
  echo "would change $file: $saying"
  exit 0
fi
umask 077
# In one step: a run that is cut short leaves the file as it was.
changed >"$file.new"
mv "$file.new" "$file"
echo "$file: $saying. Now run deploy.sh, and wait until it says that every pod is ready"
