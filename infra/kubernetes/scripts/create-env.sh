#!/usr/bin/env bash
# Writes the git-ignored .env that the Secret common-secrets is made from. --help says more.
set -euo pipefail

overlay=$(cd "$(dirname "${BASH_SOURCE[0]}")/../overlays/local" && pwd)

usage() {
  cat <<'EOF'
Usage: infra/kubernetes/scripts/create-env.sh [options]

Writes infra/kubernetes/overlays/local/.env: new random keys, and the account of the external PostgreSQL. Its password
is read from the environment variable POSTGRES_PASSWORD, or asked for; it is never an argument. An .env that exists is
left alone: with new keys everybody would be signed out and stored credentials could not be read any more.

  --postgres-user NAME    the account (default: srecopilot)
  --output FILE           the file to write
  -h, --help              this text
EOF
}

fail() {
  printf 'create-env.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

random() {
  head -c "$1" /dev/urandom | base64 | tr -d '\n'
}

user=srecopilot output=$overlay/.env
while [[ $# -gt 0 ]]; do
  case $1 in
    --postgres-user | --output)
      [[ $# -ge 2 && -n $2 ]] || fail "$1 needs a value (see --help)" 2
      if [[ $1 == --output ]]; then output=$2; else user=$2; fi
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) fail "unknown option '$1' (see --help)" 2 ;;
  esac
  shift
done

[[ ! -e $output ]] || fail "$output exists and is left alone. Delete it first if you want new keys"
password=${POSTGRES_PASSWORD:-}
if [[ -z $password ]]; then
  [[ -t 0 ]] || fail "set POSTGRES_PASSWORD to the password of the PostgreSQL account $user"
  read -rsp "Password of the PostgreSQL account $user: " password
  echo
fi
[[ -n $password ]] || fail 'the password is empty'

umask 077
# In one step: a run that is cut short leaves no half of a file.
cat >"$output.new" <<EOF
JWT_SECRET_KEY=$(random 48)
INTERNAL_SERVICE_KEY=$(random 48)
ENCRYPTION_KEY=$(random 32)
POSTGRES_USER=$user
POSTGRES_PASSWORD=$password
EOF
mv "$output.new" "$output"
echo "wrote $output"
