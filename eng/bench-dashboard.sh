#!/bin/bash
# Measures the dashboard, as a process on one processor, with spans sent to it over HTTP:
#
#   eng/bench-dashboard.sh [SECONDS] [SPANS A SECOND] [MIB]        600 s, 20000, 64 MiB if not given; a rate of 0: all it takes
#
# Prints every 5 s what it holds, what the process takes and how much of its processor it needs, and fails if it held more than
# the limit or refused anything. Everything stays on the loopback interface.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-600} rate=${2:-20000} mebibytes=${3:-64}
work=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$work"' EXIT

for project in src/Dashboard tests/Benchmarks; do
  dotnet build $project -c Release -v quiet --nologo >"$work/build.log" || { cat "$work/build.log"; exit 1; }
done
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (: </dev/tcp/127.0.0.1/$port) 2>/dev/null; do :; done
  echo $port
}
otlp=$(free_port) management=$(free_port)
DOTNET_gcServer=0 taskset -c 0 artifacts/bin/Dashboard/release/bouncer-dashboard --port 0 --otlp-grpc-port 0 --otlp-http-port "$otlp" \
  --management-port "$management" --memory "$mebibytes" >"$work/dashboard.log" 2>&1 & pids+=($!)
dashboard=$!
for _ in $(seq 300); do curl -sf "localhost:$management/readyz" >/dev/null && break; sleep 0.1; done

metric() { curl -sf "localhost:$management/metrics" | awk -v name="$1" 'index($1, name) == 1 { print $2 }'; }
ticks() { sed 's/.*) //' "/proc/$dashboard/stat" | cut -d' ' -f12,13 | tr ' ' +; }

dotnet artifacts/bin/Benchmarks/release/Bouncer.Benchmarks.dll otlp "http://127.0.0.1:$otlp" "$rate" "$seconds" >"$work/load" & pids+=($!)
load=$!
limit=$((mebibytes << 20)) most=0 peak=0
before=$(($(ticks))) started=$(date +%s%N)
printf '%6s %12s %14s %8s\n' s 'held MiB' 'resident MiB' 'CPU %'
while kill -0 $load 2>/dev/null; do
  sleep 5
  held=$(metric bouncer_dashboard_memory_used_bytes) now=$(($(ticks))) at=$(date +%s%N)
  resident=$(awk '/^VmRSS/ { print $2 * 1024 }' /proc/$dashboard/status)
  [ "$held" -le $most ] || most=$held
  [ "$resident" -le $peak ] || peak=$resident
  awk -v s=$(((at - started) / 1000000000)) -v held="$held" -v resident="$resident" -v t=$((now - before)) -v ns=$((at - started)) -v hz="$(getconf CLK_TCK)" \
    'BEGIN { printf "%6d %12.1f %14.1f %8.1f\n", s, held / 1048576, resident / 1048576, t / hz / (ns / 1e9) * 100 }'
done
wait $load
cat "$work/load"
awk -v most=$most -v limit=$limit -v peak=$peak 'BEGIN { printf "held at most %.1f of %.0f MiB; the process took at most %.1f MiB\n", most / 1048576, limit / 1048576, peak / 1048576 }'
[ $most -le $limit ] && grep -q '; 0 requests refused' "$work/load"
