#!/bin/bash
# Measures what the Webhook costs a cluster: Pods created through a real API server with and without it.
#
#   eng/bench-cluster.sh [SECONDS]        10 s a run if not given
set -euo pipefail
cd "$(dirname "$0")/.."

KUBEBUILDER_ASSETS=$(eng/kubernetes.sh)
export KUBEBUILDER_ASSETS
dotnet publish src/Webhook -c Release -o artifacts/bench/webhook -v quiet --nologo
exec dotnet run -c Release --project tests/Benchmarks -- pods artifacts/bench/webhook/image-bouncer-webhook "${1:-10}"
