#!/bin/bash
# Prints the image that the tests on k3s run: k3s itself where its registry can be reached, else the stand-in of
# eng/k3s-standin.sh, whose name says what it is. Needs a Docker engine (eng/docker.sh).
set -uo pipefail
cd "$(dirname "$0")"

# The one place that names the version.
k3s=rancher/k3s:v1.35.5-k3s1@sha256:2074403abe1bded11ef3dde09d457e13be8e0b64c218b1c4f8269b4565cfbc65

if docker image inspect "$k3s" >/dev/null 2>&1 || timeout 300 docker pull --quiet "$k3s" >/dev/null 2>&1; then
  echo "$k3s"
else
  echo "$k3s cannot be had; a stand-in is built from the programs of eng/kubernetes.sh" >&2
  ./k3s-standin.sh
fi
