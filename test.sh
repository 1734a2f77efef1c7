#!/bin/bash
# Builds everything, runs every test, and ends with one line: N passed, N failed, N skipped.
#
# Needs the .NET 10 SDK. What else the tests need is found, installed (as root on a Debian-like system), or skipped with a
# line that says why. The exit code is not 0 if anything failed, and with CI=true also if anything was skipped.
set -uo pipefail
cd "$(dirname "$0")"

# The cases of other projects that ours are measured by. The one place that knows where they are.
export CONFORMANCE_DIR=${CONFORMANCE_DIR:-$(cd .. && pwd)/shared/conformance}
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

passed=0 failed=0 skipped=0
section() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }
pass() { echo "passed  $1"; passed=$((passed + 1)); }
fail() { echo "FAILED  $1"; failed=$((failed + 1)); }
skip() { echo "skipped $1: $2"; skipped=$((skipped + 1)); }
finish() {
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" = 0 ] && { [ "${CI:-}" != true ] || [ "$skipped" = 0 ]; }
  exit
}

if ! dotnet --version 2>/dev/null | grep -q '^10\.'; then
  fail "the .NET 10 SDK is not installed: https://dotnet.microsoft.com/download"
  finish
fi

# Compiling ahead of time links with the system's C compiler, and against zlib.
can_link() {
  local compiler
  compiler=$(command -v clang || command -v gcc) &&
    echo 'int main(void) { return 0; }' | "$compiler" -x c - -lz -o /dev/null 2>/dev/null
}
install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  local apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
  { "${apt[@]}" install -y --no-install-recommends "$@" ||
    { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"; }; } >/dev/null 2>&1
}
# Prometheus, which tests/Observability.Tests start by themselves; Debian's own service is kept from starting.
install_prometheus() {
  local policy=/usr/sbin/policy-rc.d made=
  [ "$(id -u)" = 0 ] && [ ! -e "$policy" ] && made=$policy && printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
  DEBIAN_FRONTEND=noninteractive install prometheus
  [ -z "$made" ] || rm -f "$made"
}
[ -x /usr/bin/prometheus ] || install_prometheus
can_link || DEBIAN_FRONTEND=noninteractive install gcc libc6-dev zlib1g-dev

# The dashboard's pages are tested in a browser.
command -v chromium >/dev/null || DEBIAN_FRONTEND=noninteractive install chromium

section "Build"
if dotnet build Aspire.sln -v quiet -clp:NoSummary; then
  pass "the solution builds without warnings"
else
  fail "the solution does not build"
  finish
fi

# The end-to-end tests run on every kind of cluster that can be had; where a change lands none may be missing.
section "Kubernetes"
# A node takes root, and three more programs: all are built at once.
if [ "$(id -u)" = 0 ] && node=$(eng/kubernetes.sh --node); then
  echo "the programs of a node are in $node"
else
  node=
  echo "there are none of a node, or no root to run them, so the tests whose Pods run are skipped"
fi
if assets=$(eng/kubernetes.sh); then
  echo "the programs of a control plane are in $assets"
else
  echo "there are none (see above), so the tests that need one are skipped"
fi
if eng/docker.sh && E2E_K3S_IMAGE=$(eng/k3s-image.sh); then
  export E2E_K3S_IMAGE
  echo "the image of k3s is $E2E_K3S_IMAGE"
else
  echo "there is no Docker engine or no image (see above), so no test runs on k3s"
fi
[ "${CI:-}" != true ] || export E2E_REQUIRE=${E2E_REQUIRE:-native,k3s,node}

# Before the tests: those of the images want images.
section "Native AOT"
# native SUBJECT COMMAND...: a command that compiles ahead of time, and may warn of nothing
native() {
  local subject="native AOT without warnings: $1" output
  shift
  if ! can_link; then
    skip "$subject" "no C compiler with zlib (Debian: apt install gcc libc6-dev zlib1g-dev)"
  elif output=$("$@" 2>&1) && ! grep -q 'warning' <<<"$output"; then
    pass "$subject"
  else
    echo "$output"
    fail "$subject"
  fi
}
rm -rf artifacts/images
native "the services, in their images" eng/images.sh
for project in $(grep -l '<PublishAot>true' src/*/*.csproj samples/*/*.csproj); do
  name=$(basename "$(dirname "$project")")
  case $name in
    Webhook | GatekeeperAdapter) ;; # in the images
    *) native "$name" dotnet publish "$project" -c Release -v quiet -clp:NoSummary ;;
  esac
done

log=$(mktemp)
trap 'rm -f "$log"' EXIT
total() { sed -n "s/^ *$1: *\([0-9]*\)$/\1/p" "$log" | grep . || echo 0; }
# run_tests NAME SECONDS ARGUMENT...: dotnet test, counted
run_tests() {
  local name=$1 seconds=$2 failures=$failed status
  shift 2
  section "$name"
  timeout "$seconds" dotnet test "$@" --no-build 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  passed=$((passed + $(total succeeded))) failed=$((failed + $(total failed))) skipped=$((skipped + $(total skipped)))
  # A test program that dies counts nowhere.
  [ "$status" = 0 ] || [ "$failed" != "$failures" ] || fail "$name: dotnet test ended with exit code $status"
}
run_tests "Tests" 1800 --solution Aspire.sln --filter-not-trait needs=node
if [ -n "${E2E_K3S_IMAGE:-}" ] || [ "${CI:-}" = true ]; then
  # Those of bouncer init bring a control plane of their own, whatever the kind: once is enough.
  E2E_CLUSTER=k3s run_tests "End to end on k3s" 1200 --project tests/E2E --filter-not-namespace Bouncer.E2E.Installing --filter-not-trait needs=node
else
  skip "the end-to-end tests on k3s" "no Docker engine, or no image"
fi
if [ -n "$node" ] || [ "${CI:-}" = true ]; then
  E2E_CLUSTER=node run_tests "End to end on a node" 900 --project tests/E2E --filter-trait needs=node
else
  skip "the end-to-end tests on a node" "no programs of one, or no root"
fi

finish
