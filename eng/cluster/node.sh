#!/bin/bash
# The programs inside a cluster (../cluster.sh), in the folder /run/cluster: its configuration, data, logs and process numbers.
#
#   node.sh start BINARIES REGISTRY CGROUP ADDRESS [ARGUMENT...]   starts all and waits until Pods can run
#   node.sh api-server [ARGUMENT...]                               restarts kube-apiserver, and those that ask it
#   node.sh status                                                 lists them with their memory
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd /run/cluster

fail() { echo "cluster: $*" >&2; exit 1; }

# run NAME COMMAND...: in a session of its own, so that no signal of a terminal reaches it
run() {
  local name=$1
  shift
  setsid "$@" >>"log/$name.log" 2>&1 </dev/null &
  echo $! >"pid/$name"
}
runs() { [ -e "/proc/$(<"pid/$1")" ]; }

# wait_for SECONDS WHAT COMMAND...: as long as all programs run
wait_for() {
  local seconds=$1 what=$2 started=$SECONDS name
  shift 2
  until "$@" >/dev/null 2>&1; do
    for name in $(ls pid); do
      runs "$name" || { tail -n 3 "log/$name.log" >&2; fail "$name has ended by itself"; }
    done
    [ $((SECONDS - started)) -lt "$seconds" ] || fail "$what is not there after $seconds s"
    sleep 0.1
  done
}
kubectl() { "$(<binaries)/kubectl" --kubeconfig=kubeconfig "$@"; }

start() {
  local binaries=$1 registry=$2 cgroup=$3 address=$4
  shift 4
  echo "$binaries" >binaries
  mkdir certificates network mirrors
  (cd certificates && "$here/certificates.sh" "$address")

  run etcd "$binaries/etcd" --data-dir=/run/cluster/etcd
  run_api_server "$@"
  run docker-registry "$registry" serve "$here/registry.yaml"
  cp "$here/network.conflist" network/
  run containerd containerd --config="$here/containerd.toml"
  make_cgroup "$cgroup"
  run_kubelet "$cgroup" "$address"
  run_controllers

  wait_for 20 "the registry" registry_listens
  "$here/registry.sh" fill
  wait_for 60 "the API server" kubectl get --raw /readyz
  wait_for 60 "the default service account" kubectl get serviceaccount default
  wait_for 90 "the node" node_is_ready
}
registry_listens() { (exec 3<>/dev/tcp/127.0.0.1/5000); }
node_is_ready() { kubectl get node node -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' | grep -x True; }

run_restart_api_server() {
  local name deadline=$((SECONDS + 2))
  kill -TERM "$(<pid/kube-apiserver)" 2>/dev/null || true
  # Left alone these take up to half a minute to notice that it is back.
  for name in kube-controller-manager kube-scheduler; do
    end "$name"
  done
  # It would wait a minute for its watches to end.
  while runs kube-apiserver && [ $SECONDS -lt $deadline ]; do
    sleep 0.05
  done
  end kube-apiserver
  run_api_server "$@"
  run_controllers
  wait_for 60 "the API server" kubectl get --raw /readyz
}
end() {
  kill -KILL "$(<"pid/$1")" 2>/dev/null || true
  while runs "$1"; do
    sleep 0.02
  done
}

status() {
  local name
  for name in $(ls pid); do
    if runs "$name"; then
      awk -v name="$name" '/^VmRSS/ { printf "%-24s %5d MiB\n", name, $2 / 1024 }' "/proc/$(<"pid/$name")/status"
    else
      printf '%-24s has ended\n' "$name"
    fi
  done
}

command=$1
shift
case $command in
  start) start "$@" ;;
  api-server) restart_api_server "$@" ;;
  status) status ;;
esac
