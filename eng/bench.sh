#!/bin/bash
# Measures the published Webhook over TLS beside a floor, the least that an HTTPS service on Kestrel can do:
#
#   eng/bench.sh [SECONDS] [ROUNDS] [CONNECTIONS]        a run of 5 s, 5 rounds, 16 connections if not given
#
# The two take turns on the same machine, so the ratios hold where single figures do not: whatever else runs there slows
# both. CPU time a request is the figure to trust most. Everything stays on the loopback interface.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-5} rounds=${2:-5} connections=${3:-16} starts=20
if [ "$seconds" -gt 30 ] || [ "$rounds" -gt 10 ] || [ "$connections" -gt 256 ]; then
  echo "at most 30 seconds, 10 rounds and 256 connections" >&2
  exit 2
fi

for tool in wrk openssl; do
  command -v $tool >/dev/null && continue
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get install -y -qq $tool >/dev/null 2>&1 ||
    { echo "$tool is needed and not installed (Debian: apt install $tool)." >&2; exit 1; }
done

bin=artifacts/bench
work=$(mktemp -d)
servers=()
trap 'for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$work"' EXIT

echo "Publishing the Webhook and the floor as native AOT ..."
dotnet publish src/Webhook -c Release -o $bin/webhook -v quiet --nologo
dotnet publish tests/Benchmarks.Floor -c Release -o $bin/floor -v quiet --nologo
dotnet build tests/Benchmarks -c Release -v quiet --nologo >"$work/build.log" || { cat "$work/build.log"; exit 1; }
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout "$work/tls.key" -out "$work/tls.crt" 2>/dev/null

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (: </dev/tcp/127.0.0.1/$port) 2>/dev/null; do :; done
  echo $port
}
webhook_port=$(free_port) floor_port=$(free_port) management_port=$(free_port)
webhook=($bin/webhook/image-bouncer-webhook --cert "$work/tls.crt" --key "$work/tls.key" --bind 127.0.0.1
  --registry-whitelist docker.io,gcr.io,registry.example.com --port "$webhook_port" --management-port "$management_port" --shutdown-delay 0)
floor=($bin/floor/benchmarks-floor "$floor_port" "$work/tls.crt" "$work/tls.key")
tools() { dotnet artifacts/bin/Benchmarks/release/Bouncer.Benchmarks.dll "$@"; }
payload() { echo "tests/Benchmarks/Payloads/$1.json"; }

"${webhook[@]}" >"$work/webhook.log" 2>&1 & servers+=($!)
"${floor[@]}" >"$work/floor.log" 2>&1 & servers+=($!)
declare -A pid=([webhook]=${servers[0]} [floor]=${servers[1]})
declare -A port=([webhook]=$webhook_port [floor]=$floor_port)

cpu_ticks() { sed 's/.*) //' "/proc/${pid[$1]}/stat" | cut -d' ' -f12,13 | tr ' ' +; }
rss_mb() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/${pid[$1]}/status"; }

# One run: SERVER PATH PAYLOAD SECONDS -> requests/s, p50 µs, p99 µs, CPU µs/request, failures
run() {
  local before after line
  before=$(($(cpu_ticks "$1")))
  line=$(PAYLOAD=$(payload "$3") wrk -t2 -c"$connections" -d"${4}s" --timeout 5s --latency -s eng/bench.lua \
    "https://127.0.0.1:${port[$1]}$2" | grep ^BENCH)
  after=$(($(cpu_ticks "$1")))
  awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" \
    '{ printf "%.0f %d %d %.2f %d\n", $2 / $3, $4, $5, ticks / hz * 1e6 / $2, $6 + $7 }' <<<"$line"
}

median() { sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

compare() {
  local name=$1 path=$2 result round order server f w
  local results=$work/$name
  for server in webhook floor; do run $server "$path" "$name" 2 >/dev/null; done
  printf '\n%s, %d connections, %d s a run\n' "$name" "$connections" "$seconds"
  printf '%-8s %12s %12s %8s %14s %14s %14s\n' round "floor req/s" "webhook" ratio "p50 µs f/w" "p99 µs f/w" "CPU µs/req f/w"
  for round in $(seq "$rounds"); do
    order="floor webhook"; [ $((round % 2)) = 1 ] || order="webhook floor"
    for server in $order; do run $server "$path" "$name" "$seconds" >"$results.$server"; done
    paste -d' ' "$results.floor" "$results.webhook" >>"$results"
    awk -v round="$round" 'END { printf "%-8s %12d %12d %8.3f %14s %14s %14s%s\n", round, $1, $6, $6 / $1, $2 "/" $7, $3 "/" $8, $4 "/" $9,
      $5 + $10 ? "  FAILURES " $5 "/" $10 : "" }' "$results"
  done
  printf 'median   %12.0f %12.0f %8.3f   p50 ratio %.2f, p99 ratio %.2f, CPU %.1f and %.1f µs: floor %+.1f µs\n' \
    "$(cut -d' ' -f1 "$results" | median)" "$(cut -d' ' -f6 "$results" | median)" \
    "$(awk '{ print $6 / $1 }' "$results" | median)" "$(awk '{ print $7 / $2 }' "$results" | median)" \
    "$(awk '{ print $8 / $3 }' "$results" | median)" "$(cut -d' ' -f4 "$results" | median)" \
    "$(cut -d' ' -f9 "$results" | median)" "$(awk '{ print $9 - $4 }' "$results" | median)"
  awk '{ failures += $5 + $10 } END { exit failures > 0 }' "$results" || failed=1
}

failed=0
for name in imagereview-3 admissionreview-pod; do
  path=/; [ $name = imagereview-3 ] && path=/image_policy
  answer=$(tools ask "https://127.0.0.1:${port[webhook]}$path" "$(payload $name)")
  grep -q '"allowed":true' <<<"$answer" || { echo "The Webhook does not allow $name: $answer" >&2; cat "$work/webhook.log" >&2; exit 1; }
  tools ask "https://127.0.0.1:${port[floor]}$path" "$(payload $name)" >/dev/null
done

printf '\nmachine  %s CPUs, load %s\n' "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"
idle="resident after the first answers: floor $(rss_mb floor) MB, webhook $(rss_mb webhook) MB"
compare imagereview-3 /image_policy
compare admissionreview-pod /
printf '\n%s; after all runs: floor %s MB, webhook %s MB\n' "$idle" "$(rss_mb floor)" "$(rss_mb webhook)"

for server in "${servers[@]}"; do kill "$server"; done
wait "${servers[@]}" 2>/dev/null || true
servers=()
read -r floor_ms webhook_ms more < <(tools startup $starts "$(payload imagereview-3)" \
  "https://127.0.0.1:$floor_port/image_policy" "${floor[@]}" -- "https://127.0.0.1:$webhook_port/image_policy" "${webhook[@]}")
echo "start to first HTTPS answer, median of $starts: floor $floor_ms ms, webhook $webhook_ms ms, paired difference $more ms"
exit $failed
