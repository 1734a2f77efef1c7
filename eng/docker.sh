#!/bin/bash
# Sees to it that a Docker engine answers: takes the one that runs, else starts one, and installs it before if need be (as
# root on a Debian-like system). Prints what it did; the exit code is 1 if there is none to be had.
set -uo pipefail

answers() { timeout 10 docker version >/dev/null 2>&1; }
if answers; then
  exit 0
fi

if [ "$(id -u)" != 0 ]; then
  echo "There is no Docker engine, and only root could start one." >&2
  exit 1
fi

if ! command -v dockerd >/dev/null; then
  command -v apt-get >/dev/null || { echo "There is no Docker engine, and no apt-get to install one with." >&2; exit 1; }
  echo "installing Docker"
  apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
  export DEBIAN_FRONTEND=noninteractive
  { "${apt[@]}" install -y --no-install-recommends docker.io ||
    { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends docker.io; }; } >/dev/null 2>&1
fi

answers && exit 0
command -v dockerd >/dev/null || { echo "Docker could not be installed." >&2; exit 1; }
log=${TMPDIR:-/tmp}/dockerd.log
echo "starting dockerd; its log is $log"
setsid nohup dockerd >"$log" 2>&1 </dev/null &
for _ in $(seq 150); do
  answers && exit 0
  sleep 0.2
done
echo "dockerd does not answer after 30 s; the end of its log:" >&2
tail -n 5 "$log" >&2
exit 1
