#!/bin/bash
# Measures the published Gatekeeper adapter over TLS, with one AdmissionReview of a 5 KB Pod, all images allowed:
#
#   [OPA=path/to/opa] eng/bench-adapter.sh [SECONDS] [ROUNDS] [CONNECTIONS]      a run of 5 s, 5 rounds, 16 connections if not given
#
# - one constraint, beside a floor (the least that an HTTPS service on Kestrel can do) and beside the OPA server with the same policy;
# - 1,000 constraints of which 5 match, beside those 5 alone, and what it holds in memory then;
# - from start to ready with 100 templates.
#
# Two servers take turns on the same machine, so the ratios hold where single figures do not. Everything stays on loopback.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-5} rounds=${2:-5} connections=${3:-16} starts=10
if [ "$seconds" -gt 30 ] || [ "$rounds" -gt 10 ] || [ "$connections" -gt 256 ]; then
  echo "at most 30 seconds, 10 rounds and 256 connections" >&2
  exit 2
fi

for tool in wrk openssl curl; do
  command -v $tool >/dev/null || { echo "$tool is needed and not installed (Debian: apt install $tool)." >&2; exit 1; }
done

bin=${BIN:-artifacts/bench}
payload=tests/Benchmarks/Payloads/admissionreview-pod.json
work=$(mktemp -d)
declare -A pid port
trap 'for p in "${pid[@]}"; do kill "$p" 2>/dev/null || true; done; wait; rm -rf "$work"' EXIT

if [ -z "${BIN:-}" ]; then
  echo "Publishing the adapter and the floor ..."
  dotnet publish src/GatekeeperAdapter -c Release -o $bin/adapter -v quiet --nologo
  dotnet publish tests/Benchmarks.Floor -c Release -o $bin/floor -v quiet --nologo
fi
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout "$work/tls.key" -out "$work/tls.crt" 2>/dev/null

rego='      package repos

      violation[{"msg": msg}] {
        container := input.review.object.spec.containers[_]
        not strings.any_prefix_match(container.image, input.parameters.repos)
        msg := sprintf("%v is not from an allowed repository", [container.image])
      }
'
repos='"a.example.com/", "b.example.com/", "c.example.com/", "d.example.com/", "e.example.com/", "f.example.com/", "g.example.com/", "docker.io/", "gcr.io/", "registry.example.com/"'
template() { # KIND
  printf 'apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: {name: %s}\nspec:\n  crd: {spec: {names: {kind: %s}, validation: {openAPIV3Schema: {type: object, properties: {repos: {type: array, items: {type: string}}}}}}}\n  targets:\n  - target: admission.k8s.gatekeeper.sh\n    rego: |\n%s---\n' "${1,,}" "$1" "$rego"
}
constraint() { # KIND NAME MATCHED-KIND
  printf 'apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: %s\nmetadata: {name: %s}\nspec: {match: {kinds: [{apiGroups: [""], kinds: [%s]}]}, parameters: {repos: [%s]}}\n---\n' "$1" "$2" "$3" "$repos"
}
mkdir "$work"/{one,five,thousand,hundred}
{ template Repos; constraint Repos one Pod; } >"$work/one/all.yaml"
{ template Repos; for i in 1 2 3 4 5; do constraint Repos "pod-$i" Pod; done; } >"$work/five/all.yaml"
{ cat "$work/five/all.yaml"; for i in $(seq 995); do constraint Repos "other-$i" "Kind$i"; done; } >"$work/thousand/all.yaml"
for i in $(seq 100); do { template "Repos$i"; constraint "Repos$i" "c$i" Pod; } >"$work/hundred/$i.yaml"; done

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (: </dev/tcp/127.0.0.1/$port) 2>/dev/null; do :; done
  echo $port
}
start_adapter() { # NAME FOLDER
  port[$1]=$(free_port) port[$1-management]=$(free_port)
  $bin/adapter/gatekeeper-adapter --cert "$work/tls.crt" --key "$work/tls.key" --bind 127.0.0.1 --policies "$work/$2" \
    --port "${port[$1]}" --management-port "${port[$1-management]}" --shutdown-delay 0 >"$work/$1.log" 2>&1 & pid[$1]=$!
  ready "http://127.0.0.1:${port[$1-management]}/readyz"
}
ready() { for _ in $(seq 3000); do curl -skf -o /dev/null "$1" && return; sleep 0.01; done; echo "$1 does not get ready" >&2; exit 1; }
stop() { for name in "$@"; do kill "${pid[$name]}"; wait "${pid[$name]}" 2>/dev/null || true; unset "pid[$name]"; done; }
cpu_ticks() { sed 's/.*) //' "/proc/${pid[$1]}/stat" | cut -d' ' -f12,13 | tr ' ' +; }
rss_mb() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/${pid[$1]}/status"; }
path() { [ "$1" = opa ] && echo / || echo '/v1/admit?timeout=10s'; }
median() { sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

# One run: SERVER SECONDS -> requests/s, p50 µs, p99 µs, CPU µs/request, failures
run() {
  local before after line
  before=$(($(cpu_ticks "$1")))
  line=$(PAYLOAD=$payload wrk -t2 -c"$connections" -d"${2}s" --timeout 5s --latency -s eng/bench.lua "https://127.0.0.1:${port[$1]}$(path "$1")" | grep ^BENCH)
  after=$(($(cpu_ticks "$1")))
  awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" \
    '{ printf "%.0f %d %d %.2f %d\n", $2 / $3, $4, $5, ticks / hz * 1e6 / $2, $6 + $7 }' <<<"$line"
}

failed=0
compare() { # A B: A is what B is measured by
  local results="$work/$1-$2" round order server
  for server in "$@"; do run "$server" 2 >/dev/null; done
  printf '\n%s and %s, %d connections, %d s a run\n' "$1" "$2" "$connections" "$seconds"
  for round in $(seq "$rounds"); do
    order="$1 $2"; [ $((round % 2)) = 1 ] || order="$2 $1"
    for server in $order; do run "$server" "$seconds" >"$results.$server"; done
    paste -d' ' "$results.$1" "$results.$2" >>"$results"
    tail -1 "$results" | awk -v round="$round" '{ printf "round %d: %d and %d req/s, p50 %d and %d µs, p99 %d and %d µs, CPU %s and %s µs/request%s\n",
      round, $1, $6, $2, $7, $3, $8, $4, $9, $5 + $10 ? ", FAILURES " $5 "/" $10 : "" }'
  done
  printf 'median: %s times the req/s, p99 ratio %s, CPU %s and %s µs/request (%s more)\n' \
    "$(awk '{ print $6 / $1 }' "$results" | median)" "$(awk '{ print $8 / $3 }' "$results" | median)" \
    "$(cut -d' ' -f4 "$results" | median)" "$(cut -d' ' -f9 "$results" | median)" "$(awk '{ print $9 - $4 }' "$results" | median)"
  awk '{ failures += $5 + $10 } END { exit failures > 0 }' "$results" || failed=1
}

printf 'machine  %s CPUs, load %s\n' "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"
start_adapter adapter one
curl -sk --data-binary @$payload -H 'Content-Type: application/json' "https://127.0.0.1:${port[adapter]}/v1/admit" | grep -q '"allowed":true' ||
  { echo "The adapter does not allow the payload." >&2; cat "$work/adapter.log" >&2; exit 1; }
port[floor]=$(free_port)
$bin/floor/benchmarks-floor "${port[floor]}" "$work/tls.crt" "$work/tls.key" >/dev/null 2>&1 & pid[floor]=$!
sleep 1
compare floor adapter
stop floor

if [ -n "${OPA:-}" ]; then
  mkdir "$work/opa"
  printf 'package repos\n\nviolation[{"msg": msg}] {\n  container := input.review.object.spec.containers[_]\n  not strings.any_prefix_match(container.image, input.parameters.repos)\n  msg := sprintf("%%v is not from an allowed repository", [container.image])\n}\n' >"$work/opa/repos.rego"
  printf 'package system\n\nmain = {"apiVersion": input.apiVersion, "kind": input.kind, "response": {"uid": input.request.uid, "allowed": count(found) == 0}}\n\nfound[v] {\n  data.repos.violation[v] with input as {"review": input.request, "parameters": {"repos": [%s]}}\n}\n' "$repos" >"$work/opa/main.rego"
  port[opa]=$(free_port)
  "$OPA" run --server --v0-compatible --addr "127.0.0.1:${port[opa]}" --tls-cert-file "$work/tls.crt" --tls-private-key-file "$work/tls.key" \
    --log-level error --disable-telemetry "$work/opa" >"$work/opa.log" 2>&1 & pid[opa]=$!
  ready "https://127.0.0.1:${port[opa]}/health"
  compare opa adapter
  stop opa
fi
stop adapter

start_adapter five five
start_adapter thousand thousand
compare five thousand
sleep 2
printf 'resident after load, idle: %s MB with 5 constraints, %s MB with 1,000\n' "$(rss_mb five)" "$(rss_mb thousand)"
stop five thousand

for _ in $(seq $starts); do
  began=$(date +%s%N)
  start_adapter hundred hundred
  echo $((($(date +%s%N) - began) / 1000000)) >>"$work/starts"
  stop hundred
done
echo "start to ready with 100 templates and 100 constraints, median of $starts: $(median <"$work/starts") ms"
exit $failed
