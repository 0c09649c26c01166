#!/usr/bin/env bash
# Removes the platform from a cluster. --help says more.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'EOT'
Usage: infra/kubernetes/scripts/teardown.sh [options]

Deletes the namespace sre-copilot with everything in it, Redis's volume included. The external PostgreSQL, the .env files
and the images are not touched.

  --keep-data     keep the namespace and Redis's volume; delete the rest
  --images        also delete our images from this machine's Docker
  --context NAME  the kube-context; must be named unless the current one is a local cluster
  --yes           do not ask
  --dry-run       say what would be done
  -h, --help      this text
EOT
}

parse() {
  keep_data=false delete_images=false yes=false
  while [[ $# -gt 0 ]]; do
    case $1 in
      --keep-data) keep_data=true ;;
      --images) delete_images=true ;;
      --context) value_of "$@"; context=$2; shift ;;
      --yes) yes=true ;;
      --dry-run) dry_run=true ;;
      -h | --help) usage; exit 0 ;;
      *) unknown_option "$1" ;;
    esac
    shift
  done
}

confirm() {
  local answer=''
  if $yes || $dry_run; then return; fi
  [[ -t 0 ]] || fail 'there is no terminal to ask on: pass --yes'
  read -rp "Delete SRE Copilot from the cluster of kube-context '$context'? [y/N] " answer
  [[ $answer == [yY]* ]] || fail 'nothing was deleted'
}

remove_images() {
  local reference
  require docker 'there are no images without it'
  docker image ls --filter 'reference=sre-copilot/*' --format '{{.Repository}}:{{.Tag}}' | while read -r reference; do
    run docker image rm "$reference" </dev/null
  done
}

parse "$@"
choose_context
require_cluster
confirm
if $keep_data; then
  run kubectl --context "$context" --namespace "$namespace" delete --ignore-not-found --selector app.kubernetes.io/part-of=sre-copilot \
    deployments,statefulsets,services,endpoints,configmaps,secrets,ingresses,networkpolicies,horizontalpodautoscalers,poddisruptionbudgets
else
  run kubectl --context "$context" delete namespace "$namespace" --ignore-not-found
fi
if $delete_images; then remove_images; fi
