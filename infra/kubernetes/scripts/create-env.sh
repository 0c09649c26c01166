#!/usr/bin/env bash
# Writes the git-ignored .env that the Secrets of an overlay are made from. --help says more.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'EOT'
Usage: infra/kubernetes/scripts/create-env.sh [options]

Writes the .env of an overlay: new random keys, and the account of the external PostgreSQL. Its password is read from the
environment variable POSTGRES_PASSWORD, or asked for; it is never an argument. An .env that exists is left alone: with new
keys everybody would be signed out and stored credentials could not be read any more.

  --overlay NAME          local (default), production, or observability (the key and the token of the dashboard)
  --postgres-user NAME    the account (default: srecopilot)
  --output FILE           the file to write (default: .env in the folder of the overlay)
  -h, --help              this text
EOT
}

ask_for_password() {
  password=${POSTGRES_PASSWORD:-}
  if [[ -z $password ]]; then
    [[ -t 0 ]] || fail "set POSTGRES_PASSWORD to the password of the PostgreSQL account $user"
    read -rsp "Password of the PostgreSQL account $user: " password
    echo
  fi
  [[ -n $password ]] || fail 'the password is empty'
}

secrets() {
  if [[ $overlay == observability ]]; then
    echo "DASHBOARD__OTLP__PRIMARYAPIKEY=$(random_key)"
    echo "DASHBOARD__FRONTEND__BROWSERTOKEN=$(random_key)"
  else
    echo "JWT_SECRET_KEY=$(random_key)"
    echo "INTERNAL_SERVICE_KEY=$(random_key)"
    echo "ENCRYPTION_KEY=$(random_key)"
    echo "POSTGRES_USER=$user"
    echo "POSTGRES_PASSWORD=$password"
  fi
}

user=srecopilot overlay=local output='' password=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --overlay) value_of "$@"; overlay=$2; shift ;;
    --postgres-user) value_of "$@"; user=$2; shift ;;
    --output) value_of "$@"; output=$2; shift ;;
    -h | --help) usage; exit 0 ;;
    *) unknown_option "$1" ;;
  esac
  shift
done
known_overlay "$overlay"
output=${output:-$overlays/$overlay/.env}

[[ ! -e $output ]] || fail "$output exists and is left alone. Delete it first if you want new keys"
[[ $overlay == observability ]] || ask_for_password

umask 077
# In one step: a run that is cut short leaves no half of a file.
secrets >"$output.new"
mv "$output.new" "$output"
echo "wrote $output"
