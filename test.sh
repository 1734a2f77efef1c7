#!/usr/bin/env bash
# Builds everything and runs every test. The last line is "N passed, N failed, N skipped".
# Needs the .NET 10 SDK; what else is needed is installed if that can be done here, or its absence is told in one line.
# With CI=true a skipped test is a failure.
set -uo pipefail
cd "$(dirname "$0")" || exit 1

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
# Cases of OPA and Gatekeeper, as data; tests that use them say so where they are not there.
conformance=${CONFORMANCE_DIR:-../shared/conformance}
[ -d "$conformance" ] && conformance=$(cd "$conformance" && pwd)
export CONFORMANCE_DIR=$conformance

passed=0 failed=0 skipped=0

finish() {
    local code=0
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || code=1
    if [ "${CI:-}" = true ] && [ "$skipped" -gt 0 ]; then
        echo "With CI=true nothing may be skipped."
        code=1
    fi
    echo "$passed passed, $failed failed, $skipped skipped"
    exit $code
}

step() { printf '\n== %s\n' "$*"; }

# check NAME COMMAND...: a check that counts as one test.
check() {
    local name=$1
    shift
    step "$name"
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; fi
}

# need PROGRAM PACKAGE: finds a program, or installs it where that can be done.
need() {
    command -v "$1" > /dev/null && return 0
    if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
        { apt-get install -y -qq "$2" || { apt-get update -qq && apt-get install -y -qq "$2"; }; } > /dev/null 2>&1
    fi
    command -v "$1" > /dev/null
}

publishes_natively() {
    local out=artifacts/native/$1 log
    log=$(dotnet publish "src/$1" --configuration Release --use-current-runtime --output "$out" 2>&1) || { echo "$log"; return 1; }
    if grep -qE 'warning (IL|NETSDK|CS|CA)[0-9]+' <<< "$log"; then grep -E 'warning' <<< "$log" | sort -u; return 1; fi
    "$out/$2" --version
}

if ! dotnet --version > /dev/null 2>&1; then
    echo "The .NET SDK of global.json is missing: install the .NET 10 SDK and put dotnet on the PATH."
    failed=1
    finish
fi

step "Build"
if ! dotnet build Aspire.sln --verbosity quiet; then
    failed=1
    finish
fi

step "Tests"
log=$(mktemp)
dotnet test --solution Aspire.sln --no-build --no-progress 2>&1 | tee "$log"
code=${PIPESTATUS[0]}
total() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
passed=$(total succeeded) failed=$(total failed) skipped=$(total skipped)
passed=${passed:-0} failed=${failed:-0} skipped=${skipped:-0}
rm -f "$log"
# A test module that crashes fails the run without a failed test.
[ "$code" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1

if need clang clang || need gcc gcc; then
    check "The Webhook publishes as native AOT without warnings" publishes_natively Webhook image-bouncer-webhook
    check "The command line publishes as native AOT without warnings" publishes_natively Cli bouncer
else
    step "Native AOT"
    echo "Neither clang nor gcc is here to link native programs: install one of them."
    skipped=$((skipped + 2))
fi

echo
finish
