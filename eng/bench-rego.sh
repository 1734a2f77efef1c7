#!/bin/bash
# Measures two ways in which K8sAllowedRepos is written, on reviews of 1, 3 and 20 containers with 1, 10 and 100 repositories:
#
#   eng/bench-rego.sh                     this engine alone
#   OPA=/usr/bin/opa eng/bench-rego.sh    beside OPA: opa bench, of the same policy and input, before and after each
#
# Decoded input, an evaluation a time. Whatever else runs on the machine slows both, so that ratios hold where single figures do
# not; of OPA's two runs the faster one counts.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "${OPA:-}" ] && ! "$OPA" version >"$work/version"; then
  echo "OPA is $OPA, which cannot be run. Give the path of an opa program, or nothing." >&2
  exit 2
fi

echo "Building ..."
dotnet build tests/Benchmarks -c Release -v quiet --nologo >"$work/build.log" || { cat "$work/build.log"; exit 1; }
tools() { dotnet artifacts/bin/Benchmarks/release/Bouncer.Benchmarks.dll "$@"; }
tools rego-files "$work"

# The first number of a name in JSON: FILE NAME
number() { grep -oE "\"$2\": *[0-9.]+" "$1" | head -1 | grep -oE '[0-9.]+$'; }

# POLICY SIZE -> ns and bytes an evaluation
ours() {
  rm -rf artifacts/benchmarks/results
  tools --filter "*AllowedReposBenchmarks.$1(Size: \"$2\")" --exporters briefjson --warmupCount 3 --iterationCount 8 --iterationTime 150 >"$work/bench.log" ||
    { cat "$work/bench.log" >&2; exit 1; }
  echo "$(number artifacts/benchmarks/results/*-brief.json Median) $(number artifacts/benchmarks/results/*-brief.json BytesAllocatedPerOperation)"
}
theirs() {
  [ -n "${OPA:-}" ] || return 0
  "$OPA" bench --format json --v0-compatible --data "$work/$1.rego" --input "$work/$2.json" data.k8sallowedrepos.violation >"$work/opa.json"
  awk -v n="$(number "$work/opa.json" N)" -v t="$(number "$work/opa.json" T)" -v bytes="$(number "$work/opa.json" MemBytes)" \
    'BEGIN { print t / n, bytes / n }'
}

printf '\nmachine  %s CPUs, load %s%s\n\n' "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)" "${OPA:+, OPA $(sed -n 's/^Version: //p' "$work/version")}"
printf '%-8s %-7s %12s %10s %14s %12s %8s\n' policy size "ns/op" "B/op" "OPA ns/op" "OPA B/op" ratio
for policy in Library Older; do
  for size in {1,3,20}x{1,10,100}; do
    before=$(theirs $policy "$size")
    own=$(ours $policy "$size")
    after=$(theirs $policy "$size")
    printf '%s\n%s\n' "$before" "$after" | sort -n | head -1 | awk -v policy=$policy -v size="$size" -v own="$own" '
      { split(own, o, " ")
        printf "%-8s %-7s %12.0f %10d", policy, size, o[1], o[2]
        if ($1 != "") printf " %14.0f %12.0f %7.1fx", $1, $2, $1 / o[1]
        print "" }'
  done
done
