# shellcheck shell=bash
# What the scripts of this folder share. They source it; it does nothing by itself.

program=${0##*/}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
overlays=$root/infra/kubernetes/overlays
namespace=sre-copilot
dry_run=false
context=''

fail() {
  printf '%s: %s\n' "$program" "$1" >&2
  exit "${2:-1}"
}

require() {
  command -v "$1" >/dev/null || fail "$1 is missing: $2"
}

# value_of --option VALUE: for an option that cannot stand alone.
value_of() {
  [[ $# -ge 2 && -n $2 ]] || fail "$1 needs a value (see --help)" 2
}

unknown_option() {
  fail "unknown option '$1' (see --help)" 2
}

known_overlay() {
  [[ $1 != .* && -f $overlays/$1/kustomization.yaml ]] \
    || fail "there is no overlay '$1'. There are: $(cd "$overlays" && printf '%s ' */ | tr -d /)" 2
}

# Runs a command, or says with --dry-run what it would run.
run() {
  if $dry_run; then print_command "$@"; else "$@"; fi
}

print_command() {
  printf '+'
  printf ' %q' "$@"
  printf '\n'
}

# The name of it differs between systems.
sha256=(sha256sum)
command -v sha256sum >/dev/null || sha256=(shasum -a 256)

# --- secrets ---

# A key of 64 hexadecimal digits, 256 bits. Base64 would now and then spell a word that the services take for a placeholder.
random_key() {
  head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'
}

# --- images ---

# "NAME PORT" of each of our images, the port on which it is asked for its health (the first), read from the generated base: the AppHost is the only place that lists services.
images() {
  local files=("$root"/aspirate-output/*/deployment.yaml)
  [[ -f ${files[0]} ]] || fail "$root/aspirate-output is empty: run infra/kubernetes/scripts/generate.sh"
  awk '$1 == "image:" { sub(/^[^\/]*\//, "", $2); sub(/:.*/, "", $2); name = $2 }
       $1 == "containerPort:" && !seen[name]++ { print name, $2 }' "${files[@]}"
}

backends() {
  images | awk '$1 != "frontend"'
}

# The files and folders that an image is made of, relative to the root: the build context without what .dockerignore leaves out.
image_sources() {
  local shared=(.dockerignore global.json Directory.Build.props Directory.Packages.props SreCopilot.ServiceDefaults shared services/*.props)
  if [[ $1 == frontend ]]; then
    printf '%s\n' "${shared[@]}" infra/kubernetes/docker/Dockerfile.frontend SreCopilot.Gateway frontend
  else
    printf '%s\n' "${shared[@]}" infra/kubernetes/docker/Dockerfile.service "services/$1"
  fi
}

# A tag that changes when, and only when, the image would: NAME [BUILD_ARG...]
image_tag() {
  local name=$1
  shift
  (
    cd "$root" || exit
    printf '%s\n' "$name" "$@"
    image_sources "$name" | while IFS= read -r path; do
      [[ ! -e $path ]] || find "$path" -type d \( -name bin -o -name obj -o -name node_modules -o -name wwwroot \
        -o -path frontend/dist -o -path frontend/test-results -o -path frontend/playwright-report \) -prune \
        -o -type f ! -name '*.md' ! -name '*.user' ! -name '.env*' -print
    done | LC_ALL=C sort | tr '\n' '\0' | xargs -0 "${sha256[@]}"
  ) | "${sha256[@]}" | cut -c1-12
}

# --- the cluster ---

kube() {
  kubectl --context "$context" --namespace "$namespace" "$@"
}

# The context to work with: a local one, or any that was named with --context.
choose_context() {
  local server
  require kubectl 'see https://kubernetes.io/docs/tasks/tools'
  if [[ -n $context ]]; then
    kubectl config get-contexts "$context" >/dev/null 2>&1 || fail "there is no kube-context '$context'. kubectl config get-contexts lists them"
    return
  fi
  context=$(kubectl config current-context 2>/dev/null) || context=''
  [[ -n $context ]] || fail 'no kube-context is chosen: start a local cluster, or name one with --context'
  case $context in
    docker-desktop | minikube | kind-* | k3d-* | rancher-desktop | orbstack | colima | colima-*) return ;;
  esac
  server=$(kubectl config view --minify --context "$context" --output 'jsonpath={.clusters[0].cluster.server}' 2>/dev/null) || server=''
  [[ $server =~ ^https?://(127\.[0-9.]+|localhost|0\.0\.0\.0|\[::1\])([:/]|$) ]] \
    || fail "the current kube-context '$context' (${server:-unknown server}) is not a local cluster. If you mean it: --context $context"
}

# The cluster answers; else everything after this would fail in less clear words.
require_cluster() {
  $dry_run || kube version --request-timeout=10s >/dev/null 2>&1 \
    || fail "the cluster of kube-context '$context' does not answer. Is it running? (kubectl --context $context version)"
}

# "POD APP PHASE READY RESTARTS REASON" of every pod; REASON is why its container waits, or -.
# shellcheck disable=SC2016 # a template of kubectl, not of the shell
pods() {
  kube get pods --output go-template='{{range .items}}{{$ready := "False"}}{{range .status.conditions}}{{if eq .type "Ready"}}{{$ready = .status}}{{end}}{{end}}{{.metadata.name}} {{or .metadata.labels.app "-"}} {{.status.phase}} {{$ready}} {{$restarts := 0}}{{$reason := "-"}}{{range .status.containerStatuses}}{{$restarts = .restartCount}}{{with .state.waiting}}{{$reason = or .reason "-"}}{{end}}{{end}}{{$restarts}} {{$reason}}{{"\n"}}{{end}}'
}

# Says of every pod that is not ready why: its state, its events and the last lines of its log.
explain_pods() {
  local pod phase ready restarts reason
  pods | while read -r pod _ phase ready restarts reason; do
    [[ $ready != True && $phase != Succeeded ]] || continue
    printf '\n%s: %s, %s restarts%s\n' "$pod" "$phase" "$restarts" "$([[ $reason == - ]] || printf ', %s' "$reason")"
    kube get events --field-selector "involvedObject.kind=Pod,involvedObject.name=$pod" --sort-by=.lastTimestamp --no-headers \
      --output 'custom-columns=REASON:.reason,MESSAGE:.message' </dev/null 2>/dev/null | tail -n 5 | sed 's/^/  event: /' || true
    { kube logs "$pod" --tail=10 2>/dev/null || kube logs "$pod" --previous --tail=10 2>/dev/null || true; } </dev/null | sed 's/^/  log:   /'
  done
  printf '\nLatest warnings of the namespace:\n'
  kube get events --field-selector type=Warning --sort-by=.lastTimestamp --no-headers \
    --output 'custom-columns=OBJECT:.involvedObject.name,REASON:.reason,MESSAGE:.message' 2>/dev/null | tail -n 8 | sed 's/^/  /' || true
}
