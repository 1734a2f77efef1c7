#!/bin/bash
# Measures the audit: Pods of a real API server against 10 constraints, and the memory of the process that audits them.
#
#   eng/bench-audit.sh [PODS]        10,000 if not given; the same is measured with a tenth of them before
set -euo pipefail
cd "$(dirname "$0")/.."

KUBEBUILDER_ASSETS=$(eng/kubernetes.sh)
export KUBEBUILDER_ASSETS
dotnet publish src/GatekeeperAdapter -c Release -o artifacts/bench/gatekeeper-adapter -v quiet --nologo
exec dotnet run -c Release --project tests/Benchmarks -- audit artifacts/bench/gatekeeper-adapter/gatekeeper-adapter "${1:-10000}"
