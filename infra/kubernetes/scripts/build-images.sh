#!/usr/bin/env bash
# Builds the container images. --help says more.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'EOT'
Usage: infra/kubernetes/scripts/build-images.sh [options] [IMAGE...] [-- DOCKER_BUILD_OPTION...]

Builds the images of the 14 services and of the entry point, or only those named. Each gets the tag "latest" and a tag made
from its content (sources, Dockerfile, build arguments): an image whose tag exists already is not built again.

  --rebuild               build even what has not changed
  --build-arg NAME=VALUE  a build argument, for instance SDK_IMAGE, RUNTIME_IMAGE or NODE_IMAGE; may be repeated
  --registry PREFIX       name the images PREFIX/sre-copilot/..., and push them
  --verbose               show the output of the builds
  --dry-run               say what would be built
  -h, --help              this text

A package feed of your own, as a secret that leaves nothing in the images:
  build-images.sh -- --secret id=nuget_config,src=nuget.config --secret id=npmrc,src=.npmrc
EOT
}

parse() {
  rebuild=false verbose=false registry='' wanted=() build_args=() docker_options=()
  while [[ $# -gt 0 ]]; do
    case $1 in
      --rebuild) rebuild=true ;;
      --verbose) verbose=true ;;
      --dry-run) dry_run=true ;;
      --build-arg) value_of "$@"; build_args+=("$2"); shift ;;
      --registry) value_of "$@"; registry=${2%/}/; shift ;;
      -h | --help) usage; exit 0 ;;
      --) shift; docker_options=("$@"); break ;;
      -*) unknown_option "$1" ;;
      *) wanted+=("$1") ;;
    esac
    shift
  done
}

choose_images() {
  local all name
  all=$(images)
  if [[ ${#wanted[@]} -eq 0 ]]; then
    chosen=$all
    return
  fi
  chosen=''
  for name in "${wanted[@]}"; do
    grep -q "^$name " <<<"$all" || fail "there is no image '$name'. There are: $(cut -d' ' -f1 <<<"$all" | tr '\n' ' ')" 2
    chosen+=$(grep "^$name " <<<"$all")$'\n'
  done
}

version_of_sources() {
  version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$root/Directory.Build.props")
  # Of a working copy with changes: the commit that they are on top of, marked.
  revision=$(git -C "$root" describe --always --abbrev=40 --exclude='*' --dirty 2>/dev/null || echo unknown)
}

# Shows the time that passes, on a terminal, until the process has ended.
watch() {
  local started=$SECONDS
  while [[ -t 1 ]] && kill -0 "$1" 2>/dev/null; do
    printf '\r%s  %4d s ' "$2" $((SECONDS - started))
    sleep 1
  done
  wait "$1"
}

build() {
  local name=$1 port=$2 title=$3 image=$4 file=service started=$SECONDS log=$work/$1.log argument
  local command=(docker build --progress plain --tag "$image" --tag "${image%:*}:latest"
    --build-arg "VERSION=$version" --build-arg "REVISION=$revision")
  if [[ $name == frontend ]]; then
    file=frontend
  else
    command+=(--build-arg "SERVICE_NAME=$name" --build-arg "SERVICE_PORT=$port")
  fi
  for argument in ${build_args[@]+"${build_args[@]}"}; do command+=(--build-arg "$argument"); done
  command+=(--file "$root/infra/kubernetes/docker/Dockerfile.$file" ${docker_options[@]+"${docker_options[@]}"} "$root")
  if $dry_run; then
    print_command "${command[@]}"
    return
  fi
  if $verbose; then
    "${command[@]}" 2>&1 | tee "$log"
  else
    "${command[@]}" >"$log" 2>&1 &
    if ! watch $! "$title"; then
      printf '\n'
      tail -n 40 "$log" >&2
      cp "$log" "${TMPDIR:-/tmp}/sre-copilot-$name.log"
      fail "$name could not be built. The whole output: ${TMPDIR:-/tmp}/sre-copilot-$name.log"
    fi
  fi
  built=$((built + 1))
  [[ ! -t 1 ]] || printf '\r'
  printf '%s  built %4d s  %6s MB  %s\n' "$title" $((SECONDS - started)) "$(size "$image")" "$image"
}

size() {
  docker image inspect --format '{{.Size}}' "$1" | awk '{ printf "%.1f", $1 / 1000000 }'
}

parse "$@"
choose_images
require docker 'install Docker, or another program with its command line and BuildKit'
$dry_run || docker info >/dev/null 2>&1 || fail 'the Docker daemon does not answer. Is it running? (docker info)'
# Versions before 23 have BuildKit built in and not by default, later ones as a plugin.
export DOCKER_BUILDKIT=1
$dry_run || docker build --help 2>&1 | grep -q -- '--secret' || fail 'this docker has no BuildKit: install the plugin buildx (docker buildx version)'
version_of_sources
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

total=$(grep -c . <<<"$chosen") index=0 built=0 began=$SECONDS
while read -r -u 3 name port; do
  [[ -n $name ]] || continue
  index=$((index + 1))
  title=$(printf '[%2d/%d] %-26s' "$index" "$total" "$name")
  image=${registry}sre-copilot/$name:$(image_tag "$name" ${build_args[@]+"${build_args[@]}"})
  if ! $rebuild && docker image inspect "$image" >/dev/null 2>&1; then
    run docker tag "$image" "${image%:*}:latest"
    $dry_run || printf '%s  unchanged     %6s MB  %s\n' "$title" "$(size "$image")" "$image"
  else
    build "$name" "$port" "$title" "$image"
  fi
  [[ -z $registry ]] || run docker push --quiet "$image"
done 3<<<"$chosen"
$dry_run || echo "$total images, $built of them built, in $((SECONDS - began)) s"
