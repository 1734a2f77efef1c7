#!/bin/bash
# Builds everything, runs every test, and ends with what failed and one line: N passed, N failed, N skipped.
#
# Needs the .NET 10 SDK. What else the tests need is found, installed (as root on a Debian-like system), or skipped with a
# line that says why. The exit code is not 0 if anything failed, and with CI=true also if anything was skipped.
#
# After the build two things go on at once: images and then most of the tests, which compute; and the end-to-end tests on whole
# clusters, which wait most of the time. What the latter say is shown when the former are done.
set -uo pipefail
cd "$(dirname "$0")"

# The cases of other projects that ours are measured by. The one place that knows where they are.
export CONFORMANCE_DIR=${CONFORMANCE_DIR:-$(cd .. && pwd)/shared/conformance}
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

work=$(mktemp -d)
meanwhile=
cleanup() {
  [ -z "$meanwhile" ] || kill -- "-$meanwhile" 2>/dev/null
  [ -z "${stop_compiler:-}" ] || dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
  rm -rf "$work"
}
trap cleanup EXIT

# Programs run so shortly here that compiling what is busy by how it is used costs more than it brings, compiling again what was
# called thirty times does too (1,024, in hexadecimal), and so does mapping memory for code twice.
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=400 DOTNET_EnableWriteXorExecute=0

# One compiler that stays up for all projects takes half the time. Where nothing may stay behind, it ends with this.
if [ "${UseSharedCompilation:-}" = false ]; then
  export UseSharedCompilation=true
  stop_compiler=yes
fi

section() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }
count() { echo "$1 $2 $3" >>"$work/counts"; } # passed, failed, skipped
pass() { echo "passed  $1"; count 1 0 0; }
fail() { echo "FAILED  $1" | tee -a "$work/failures"; count 0 1 0; }
skip() { echo "skipped $1: $2"; count 0 0 1; }
finish() {
  [ ! -s "$work/failures" ] || { section "What failed"; cat "$work/failures"; }
  awk -v ci="${CI:-}" '
    { passed += $1; failed += $2; skipped += $3 }
    END {
      printf "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped
      exit failed > 0 || (ci == "true" && skipped > 0)
    }' "$work/counts"
  exit
}

if ! dotnet --version 2>/dev/null | grep -q '^10\.'; then
  fail "the .NET 10 SDK is not installed: https://dotnet.microsoft.com/download"
  finish
fi

# What the system has to have: a compiler that native programs are linked with, and zlib; Chromium, for the dashboard's pages, the
# lighter form without windows where there is one; and Prometheus. Whatever cannot be installed is told by the tests that miss it.
can_link() {
  local compiler
  compiler=$(command -v clang || command -v gcc) &&
    echo 'int main(void) { return 0; }' | "$compiler" -x c - -lz -o /dev/null 2>/dev/null
}
packages=()
can_link || packages+=(gcc libc6-dev zlib1g-dev)
if ! command -v chromium-headless-shell >/dev/null; then
  packages+=("$(apt-cache pkgnames chromium-headless-shell 2>/dev/null | grep . || echo chromium)")
fi
[ -x /usr/bin/prometheus ] || packages+=(prometheus)
if [ ${#packages[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  eng/install.sh "${packages[@]}"
fi

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

# run_tests NAME SECONDS ARGUMENT...: dotnet test, counted
run_tests() {
  local name=$1 seconds=$2 log status
  shift 2
  section "$name"
  log=$work/${name// /-}.log
  timeout "$seconds" dotnet test "$@" --no-build 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  total() { sed -n "s/^ *$1: *\([0-9]*\)$/\1/p" "$log" | grep . || echo 0; }
  count "$(total succeeded)" "$(total failed)" "$(total skipped)"
  # The names of tests that failed, with the beginning of why.
  grep -A 6 '^failed .*)$' "$log" | cut -c 1-1000 >>"$work/failures"
  # A test program that dies counts nowhere.
  [ "$status" = 0 ] || [ "$(total failed)" != 0 ] || fail "$name: dotnet test ended with exit code $status"
}

# ahead SUBJECT COMMAND...: a command that compiles ahead of time, and may warn of nothing
ahead() {
  local subject="compiled ahead of time without warnings: $1" output
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

whole_clusters() {
  if [ -n "${E2E_K3S_IMAGE:-}" ] || [ "${CI:-}" = true ]; then
    # Those of bouncer init bring a control plane of their own, whatever the kind: once is enough.
    E2E_CLUSTER=k3s run_tests "End to end on k3s" 1800 --project tests/E2E --filter-not-namespace Bouncer.E2E.Installing --filter-not-trait needs=node
  else
    skip "the end-to-end tests on k3s" "no Docker engine, or no image"
  fi
  until [ -e "$work/images" ]; do sleep 1; done
  if [ -n "$node" ] || [ "${CI:-}" = true ]; then
    E2E_CLUSTER=node run_tests "End to end on a node" 1200 --project tests/E2E --filter-trait needs=node
  else
    skip "the end-to-end tests on a node" "no programs of one, or no root"
  fi
}

# Both at once, since the end of each is the work of one thread. The libraries are those of the images.
other_programs() {
  section "Other programs, native"
  local project name
  for project in $(grep -l '<PublishAot>true' src/*/*.csproj samples/*/*.csproj); do
    name=$(basename "$(dirname "$project")")
    case $name in
      Webhook) ;; # in its image
      # Whether there are warnings does not depend on how well the code is optimised, and how long it takes does.
      *) ahead "$name" dotnet publish "$project" -c Release -p:OptimizeNative=false -p:RunAnalyzers=false -p:NativeDebugSymbols=false -v quiet -clp:NoSummary & ;;
    esac
  done
  wait
}

set -m # a process group of its own, which an abort ends as a whole
{ whole_clusters; other_programs; } >"$work/meanwhile.log" 2>&1 </dev/null &
meanwhile=$!
set +m

section "Images"
rm -rf artifacts/images
ahead "the services, in their images" eng/images.sh
touch "$work/images"
run_tests "Tests" 2400 --solution Aspire.sln --max-parallel-test-modules 3 --filter-not-trait needs=node
wait "$meanwhile"
meanwhile=
cat "$work/meanwhile.log"
finish
