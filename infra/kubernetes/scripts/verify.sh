#!/usr/bin/env bash
# Checks a deployed platform from the outside in. --help says more.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'EOT'
Usage: infra/kubernetes/scripts/verify.sh [options]

Checks the platform in the cluster and prints one row per check: PASS or FAIL, and what was seen. Exits 1 when one failed.
Registers an account verify-...@example.com of a tenant of its own, which stays; --read-only leaves that out.

  --url URL       the address of the platform (default: http://localhost:30000, or port 30000 of the node)
  --context NAME  the kube-context; must be named unless the current one is a local cluster
  --read-only     skip the checks that write
  --dry-run       say what would be asked
  -h, --help      this text
EOT
}

parse() {
  url='' read_only=false
  while [[ $# -gt 0 ]]; do
    case $1 in
      --url) value_of "$@"; url=${2%/}; shift ;;
      --context) value_of "$@"; context=$2; shift ;;
      --read-only) read_only=true ;;
      --dry-run) dry_run=true ;;
      -h | --help) usage; exit 0 ;;
      *) unknown_option "$1" ;;
    esac
    shift
  done
}

# http NAME [CURL_OPTION...]: the status; the body goes to $work/NAME. What is secret comes from files, not from arguments.
http() {
  local name=$1
  shift
  curl --silent --max-time 15 --output "$work/$name" --write-out '%{http_code}' "$@" || true
}

find_url() {
  local node
  [[ -z $url ]] || return 0
  url=http://localhost:30000
  ! $dry_run || return 0
  [[ $(http probe "$url/alive") != 200 ]] || return 0
  node=$(kube get nodes --output 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}' 2>/dev/null) || node=''
  if [[ -n $node && $(http probe "http://$node:30000/alive") == 200 ]]; then url=http://$node:30000; fi
}

# check TITLE FUNCTION WHAT: a function prints what it saw and returns whether that is right; WHAT is what it asks.
check() {
  local verdict=PASS evidence
  if $dry_run; then
    printf '%-34s %s\n' "$1" "$3"
    return
  fi
  evidence=$("$2" 2>&1) || verdict=FAIL
  [[ $verdict == PASS ]] || failures=$((failures + 1))
  printf '%s  %-34s %s\n' "$verdict" "$1" "$(tr '\n' ' ' <<<"$evidence")"
}

pods_run() {
  pods | awk -v expected="$expected" '
    BEGIN { count = split(expected, names, " ") }
    { seen[$2]++; if ($3 == "Running" && $4 == "True") ready[$2]++; else bad = bad " " $1 " (" $3 (($6 == "-") ? "" : ", " $6) ")" }
    END {
      for (i = 1; i <= count; i++) if (!seen[names[i]]) bad = bad " " names[i] " (no pod)"
      for (name in ready) total += ready[name]
      printf "%d pods Running and ready", total
      if (bad != "") { printf "; not:%s", bad; exit 1 }
    }'
}

no_restarts() {
  pods | awk '{ total += $5; if ($5 > 0) list = list " " $1 ":" $5 } END { printf "%d restarts%s", total, list; exit total > 0 }'
}

redis_answers() {
  local answer
  answer=$(kube exec redis-0 -- redis-cli ping) || true
  echo "redis-cli ping: ${answer:-no answer}"
  [[ $answer == PONG ]]
}

postgres_reachable() {
  local address
  address=$(kube get configmap auth-service-env --output 'jsonpath={.data.POSTGRES_HOST} {.data.POSTGRES_PORT}')
  # Redis has the only image with a shell.
  # shellcheck disable=SC2086 # host and port are two words
  if [[ -n ${address// /} ]] && kube exec redis-0 -- nc -z -w 5 $address 2>/dev/null; then
    echo "${address/ /:} accepts connections from redis-0"
  elif healthy auth-service 8501 >/dev/null; then
    echo "${address/ /:} answers auth-service, which is healthy only then; redis-0 is not let through"
  else
    echo "${address/ /:} cannot be reached from redis-0, nor by auth-service"
    return 1
  fi
}

# What api-gateway hears of all services. Network policies keep the API server out of production's pods, but not api-gateway.
ask_for_status() {
  [[ -e $work/status ]] || http status "$url/api/v1/status" >/dev/null
}

# healthy NAME PORT: whether its /health is 200, which means that it reaches its PostgreSQL and Redis. Prints what it says, if not.
# By way of the API server, because the images have no shell.
healthy() {
  local body
  body=$(kube get --raw "/api/v1/namespaces/$namespace/services/$1:$2/proxy/health" --request-timeout=5s 2>&1) || true
  [[ $body != *'"status":"healthy"'* ]] || return 0
  ask_for_status
  ! grep -q "\"name\":\"$1\",\"status\":\"healthy\"" "$work/status" 2>/dev/null || return 0
  echo "${body:-no answer}"
  return 1
}

services_healthy() {
  local name port answer good=0 bad=''
  while read -r name port; do
    if answer=$(healthy "$name" "$port"); then good=$((good + 1)); else bad+=" $name: $answer;"; fi
  done < <(backends)
  echo "$good of $(backends | grep -c .) answer 200 healthy${bad:+;$bad}"
  [[ -z $bad ]]
}

entry_point() {
  local status
  status=$(http page "$url/")
  echo "GET $url/: $status, $(wc -c <"$work/page" 2>/dev/null || echo 0) bytes"
  [[ $status == 200 ]] && grep -qi '<html' "$work/page"
}

api_health() {
  local status
  status=$(http health "$url/api/health")
  echo "GET $url/api/health: $status $(head -c 200 "$work/health" 2>/dev/null)"
  [[ $status == 200 ]]
}

registration() {
  local id email password status steps=''
  id=$(head -c 8 /dev/urandom | od -An -tx1 | tr -d ' \n')
  email=verify-$id@example.com password="Aa1!$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')"
  printf '{"email":"%s","password":"%s","full_name":"Deployment check","tenant_name":"verify-%s"}' "$email" "$password" "$id" >"$work/account"

  status=$(http registered --header 'Content-Type: application/json' --data "@$work/account" "$url/api/v1/auth/register")
  steps="register $status"
  if [[ $status == 20[01] ]]; then
    status=$(http session --header 'Content-Type: application/json' --data "@$work/account" "$url/api/v1/auth/login")
    steps+=", log in $status"
  fi
  if [[ $status == 20[01] ]]; then
    sed -n 's/.*"access_token" *: *"\([^"]*\)".*/Authorization: Bearer \1/p' "$work/session" >"$work/token"
    status=$(http me --header "@$work/token" "$url/api/v1/auth/me")
    steps+=", who am I $status"
  fi
  echo "$steps ($email)"
  [[ $status == 200 && $steps == *'who am I'* ]] && grep -q "$email" "$work/me"
}

parse "$@"
require curl 'install it'
choose_context
require_cluster
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077
failures=0
expected="$(images | awk '{ printf "%s ", $1 }')redis"
find_url

check "$(wc -w <<<"$expected" | tr -d ' ') pods Running 1/1" pods_run 'kubectl get pods'
check 'Redis answers' redis_answers 'kubectl exec redis-0 -- redis-cli ping'
check 'PostgreSQL reachable from pods' postgres_reachable 'kubectl exec redis-0 -- nc -z POSTGRES_HOST POSTGRES_PORT'
check "$(backends | grep -c .) services healthy" services_healthy "kubectl get --raw /api/v1/namespaces/$namespace/services/NAME:PORT/proxy/health, each"
check 'Entry point' entry_point "GET $url/"
check 'API through the entry point' api_health "GET $url/api/health"
$read_only || check 'Registration' registration "POST $url/api/v1/auth/register, POST .../login, GET .../me"
check 'No restarts' no_restarts 'kubectl get pods'

! $dry_run || exit 0
if [[ $failures -gt 0 ]]; then
  explain_pods >&2
  fail "$failures checks failed"
fi
echo 'Every check passed.'
