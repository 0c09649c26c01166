#!/usr/bin/env bash
# Builds what changed, applies an overlay and waits until every pod is ready. --help says more.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

generated=$overlays/.generated

usage() {
  cat <<'EOT'
Usage: infra/kubernetes/scripts/deploy.sh [options] [-- DOCKER_BUILD_OPTION...]

Deploys SRE Copilot to a local cluster: builds the images that changed, creates the .env with the secrets if it is missing,
applies the overlay with the tags of those images, and waits for the pods. Repeat it after every change: what did not
change keeps running. If a pod does not become ready it says why and exits 1.

  --overlay NAME          local (default), observability or production
  --postgres IP:PORT      where PostgreSQL is (default: what overlays/local/postgres.yaml says)
  --context NAME          the kube-context; must be named unless the current one is a local cluster
  --timeout SECONDS       how long to wait for the pods (default: 300)
  --skip-build            take the images as they are
  --registry PREFIX       push the images to, and let the cluster pull them from, PREFIX/sre-copilot/...
  --load-with COMMAND     hand the images to the node with this command, which gets a docker archive as its input, for
                          instance 'sudo ctr --namespace k8s.io images import -'. For kind, k3d and minikube it is known
  --build-arg NAME=VALUE  passed on to build-images.sh
  --dry-run               say what would be done
  -h, --help              this text
EOT
}

parse() {
  overlay=local postgres='' timeout=300 skip_build=false registry='' load_with='' build_args=() build_options=()
  while [[ $# -gt 0 ]]; do
    case $1 in
      --overlay) value_of "$@"; overlay=$2; shift ;;
      --postgres) value_of "$@"; postgres=$2; shift ;;
      --context) value_of "$@"; context=$2; shift ;;
      --timeout) value_of "$@"; timeout=$2; shift ;;
      --skip-build) skip_build=true ;;
      --registry) value_of "$@"; registry=${2%/}/; shift ;;
      --load-with) value_of "$@"; load_with=$2; shift ;;
      --build-arg) value_of "$@"; build_args+=("$2"); shift ;;
      --dry-run) dry_run=true ;;
      -h | --help) usage; exit 0 ;;
      --) build_options=("$@"); break ;;
      *) unknown_option "$1" ;;
    esac
    shift
  done
  known_overlay "$overlay"
  [[ $timeout =~ ^[1-9][0-9]*$ ]] || fail "--timeout takes a number of seconds, not '$timeout'" 2
  [[ -z $postgres || $postgres =~ ^[0-9]+(\.[0-9]+){3}:[0-9]+$ ]] || fail "--postgres takes an address such as 10.8.14.150:5490, not '$postgres'" 2
  [[ -z $postgres || $overlay != production ]] || fail '--postgres is for local clusters; production says it in patches/postgres.yaml and network/data.yaml' 2
  [[ -z $registry || -z $load_with ]] || fail '--registry and --load-with exclude each other' 2
}

build_images() {
  local options=() argument
  ! $skip_build || return 0
  for argument in ${build_args[@]+"${build_args[@]}"}; do options+=(--build-arg "$argument"); done
  [[ -z $registry ]] || options+=(--registry "$registry")
  ! $dry_run || options+=(--dry-run)
  "$root/infra/kubernetes/scripts/build-images.sh" ${options[@]+"${options[@]}"} ${build_options[@]+"${build_options[@]}"}
}

# The overlays whose .env this one is made of: its own, and those of the overlays that it builds on.
overlays_with_secrets() {
  local file=$overlays/$1/kustomization.yaml below
  ! grep -q '^ *- \.env$' "$file" || echo "$1"
  sed -n 's|^- \.\./\([^/.][^/]*\)/*$|\1|p' "$file" | while read -r below; do overlays_with_secrets "$below"; done
}

create_secrets() {
  local name
  for name in $(overlays_with_secrets "$overlay"); do
    [[ -e $overlays/$name/.env ]] || run "$root/infra/kubernetes/scripts/create-env.sh" --overlay "$name"
  done
}

# ConfigMaps and Secrets keep their names when they change, so their content becomes an annotation of the pods: these are
# replaced when, and only when, it changes.
configuration() {
  local name
  if $dry_run; then
    for name in $(overlays_with_secrets "$overlay"); do
      [[ -e $overlays/$name/.env ]] || { echo unknown; return; }
    done
  fi
  { kubectl kustomize "$overlays/$overlay" | awk '
      /^---$/ { if (keep) printf "%s", text; text = ""; keep = 0; next }
      { text = text $0 "\n" }
      /^kind: (ConfigMap|Secret)$/ { keep = 1 }
      END { if (keep) printf "%s", text }'
    echo "$postgres"
  } | "${sha256[@]}" | cut -c1-16
}

write_overlay() {
  local name tags configuration
  configuration=$(configuration)
  tags=$(images | while read -r name _; do
    printf -- '- name: sre-copilot/%s\n  newTag: %s\n' "$name" "$(image_tag "$name" ${build_args[@]+"${build_args[@]}"})"
    [[ -z $registry ]] || printf '  newName: %ssre-copilot/%s\n' "$registry" "$name"
  done)
  mkdir -p "$1"
  cat >"$1/kustomization.yaml" <<EOT
# Written by deploy.sh at every run; not under version control.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization

resources:
- ../$overlay

images:
$tags

patches:
- target: {kind: Deployment}
  patch: |-
    - op: add
      path: /spec/template/metadata/annotations
      value: {sre-copilot/configuration: "$configuration"}
EOT
  [[ -z $postgres ]] || cat >>"$1/kustomization.yaml" <<EOT
- target: {kind: Endpoints, name: postgres}
  patch: |-
    - {op: replace, path: /subsets/0/addresses/0/ip, value: ${postgres%:*}}
    - {op: replace, path: /subsets/0/ports/0/port, value: ${postgres#*:}}
- target: {kind: Service, name: postgres}
  patch: |-
    - {op: replace, path: /spec/ports/0/port, value: ${postgres#*:}}
    - {op: replace, path: /spec/ports/0/targetPort, value: ${postgres#*:}}
- target: {kind: ConfigMap, name: "(.*-service|api-gateway)-env"}
  patch: |-
    - {op: replace, path: /data/POSTGRES_PORT, value: "${postgres#*:}"}
EOT
}

# A node that does not share the images of the Docker daemon gets them handed over, those of others too if they are here.
load_images() {
  local image here=()
  case $context in kind-* | k3d-* | minikube) ;; *) [[ -n $load_with ]] || return 0 ;; esac
  [[ -z $registry ]] || return 0
  for image in $(kubectl kustomize "$generated" | awk '$1 == "image:" { print $2 } $1 == "-" && $2 == "image:" { print $3 }' | sort -u); do
    ! docker image inspect "$image" >/dev/null 2>&1 || here+=("$image")
  done
  [[ ${#here[@]} -gt 0 ]] || return 0
  echo "Handing ${#here[@]} images to the node..."
  if [[ -n $load_with ]]; then
    docker save "${here[@]}" | bash -c "$load_with"
  else
    case $context in
      kind-*) kind load docker-image --name "${context#kind-}" "${here[@]}" ;;
      k3d-*) k3d image import --cluster "${context#k3d-}" "${here[@]}" ;;
      minikube) minikube image load "${here[@]}" ;;
    esac
  fi
}

# The workloads whose current version is not yet running and ready in full.
# shellcheck disable=SC2016 # a template of kubectl, not of the shell
pending() {
  kube get deployments,statefulsets --output go-template='{{range .items}}{{.metadata.name}} {{.metadata.generation}} {{or .status.observedGeneration 0}} {{or .spec.replicas 0}} {{or .status.updatedReplicas 0}} {{or .status.readyReplicas 0}} {{or .status.replicas 0}}{{"\n"}}{{end}}' \
    | awk '$3 < $2 || $5 < $4 || $6 < $4 || $7 > $4 { printf "%s%s", separator, $1; separator = " " }'
}

# Waiting does not help against these, once the pods that are being replaced are gone.
hopeless() {
  pods | awk '$6 ~ /^(ErrImageNeverPull|InvalidImageName|CreateContainerConfigError|CrashLoopBackOff)$/ { print $1; exit }'
}

wait_for_pods() {
  local deadline=$((SECONDS + timeout)) waiting='' last='' table drawn=0 stuck=0
  while :; do
    waiting=$(pending)
    if [[ -t 1 ]]; then
      table=$(kube get pods --sort-by=.metadata.name 2>&1 || true)
      [[ $drawn -eq 0 ]] || printf '\033[%dA\033[J' "$drawn"
      printf '%s\n' "$table"
      drawn=$(wc -l <<<"$table")
    elif [[ $waiting != "$last" ]]; then
      [[ -z $waiting ]] || echo "waiting for: $waiting"
      last=$waiting
    fi
    [[ -n $waiting ]] || return 0
    if [[ -n $(hopeless) ]]; then stuck=$((stuck + 1)); else stuck=0; fi
    if [[ $SECONDS -ge $deadline || $stuck -ge 15 ]]; then
      echo "not ready: $waiting" >&2
      explain_pods >&2
      return 1
    fi
    sleep 2
  done
}

parse "$@"
choose_context
require_cluster
$dry_run || $skip_build || require docker 'install Docker, or pass --skip-build'
create_secrets
build_images

if $dry_run; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  write_overlay "$work"
  echo "+ write $generated/kustomization.yaml:"
  sed 's/^/    /' "$work/kustomization.yaml"
  print_command kubectl --context "$context" apply --kustomize "$generated"
  exit 0
fi

write_overlay "$generated"
load_images
kubectl --context "$context" apply --kustomize "$generated"
if ! wait_for_pods; then
  fail "not every pod became ready (kube-context $context); the reasons are above"
fi
echo "Every pod is ready. verify.sh checks that the platform works."
[[ $overlay != local && $overlay != observability ]] || echo 'The platform: http://localhost:30000'
[[ $overlay != observability ]] \
  || echo "The dashboard: kubectl --context $context --namespace $namespace port-forward service/aspire-dashboard 18888, then http://localhost:18888 with the token in overlays/observability/.env"
