#!/bin/bash
# Fuzzes a decoder: eng/fuzz.sh TARGET [SECONDS]      (targets: dotnet run --project tests/Fuzz -- targets)
#
# With AFL++ and the tool `sharpfuzz` our assemblies are instrumented and afl-fuzz looks for new paths through them.
# Without either, seeds are mutated blindly, which is still thousands of inputs a second. Inputs that fail are kept under
# artifacts/fuzz/TARGET; exit code 1 says that there are some. Run one again with
# `dotnet run --project tests/Fuzz -- replay TARGET FILE`.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:?"usage: eng/fuzz.sh TARGET [SECONDS]"}
seconds=${2:-60}
work=artifacts/fuzz/$target
bin=artifacts/fuzz/bin
dll=$bin/Bouncer.Fuzz.dll

rm -rf "$bin" "$work/seeds" "$work/afl"
dotnet publish tests/Fuzz -c Release -o "$bin" -v quiet --nologo
if ! dotnet "$dll" targets | grep -qx "$target"; then
  echo "There is no target $target. Targets:" $(dotnet "$dll" targets) >&2
  exit 2
fi

if ! command -v afl-fuzz >/dev/null; then
  echo "afl-fuzz is not installed (Debian: apt install afl++): mutating blindly."
  exec dotnet "$dll" fuzz "$target" "$seconds"
fi
if ! dotnet tool restore >/dev/null; then
  echo "The tool sharpfuzz cannot be had from this package source: mutating blindly."
  exec dotnet "$dll" fuzz "$target" "$seconds"
fi

dotnet "$dll" seeds "$target" "$work/seeds"
for assembly in "$bin"/Bouncer.*.dll "$bin/bouncer-dashboard.dll" "$bin/YamlDotNet.dll"; do
  [ "$assembly" = "$dll" ] || dotnet tool run sharpfuzz "$assembly"
done

# Managed code needs none of what AFL checks before it starts, and its own handling of crashes is what we want.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
afl-fuzz -i "$work/seeds" -o "$work/afl" -t 10000 -m none -V "$seconds" -- dotnet "$dll" afl "$target" >"$work/afl.log" 2>&1 || {
  tail -20 "$work/afl.log" >&2
  exit 1
}

stats=$work/afl/default/fuzzer_stats
value() { sed -n "s/^$1 *: *//p" "$stats"; }
echo "$target: $(value execs_done) inputs, $(value execs_per_sec)/s, $(value corpus_count) paths, $(value saved_crashes) failures, $(value saved_hangs) too slow"
failures=$(find "$work/afl/default/crashes" "$work/afl/default/hangs" -name 'id:*')
[ -z "$failures" ] || { echo "$failures"; exit 1; }
