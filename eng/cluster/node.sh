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
  local seconds=$1 what=$2 started=$SECONDS file
  shift 2
  until "$@" >/dev/null 2>&1; do
    for file in pid/*; do
      runs "${file#*/}" || { tail -n 3 "log/${file#*/}.log" >&2; fail "${file#*/} has ended by itself"; }
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
  run_proxy
  run_controllers

  wait_for 20 "the registry" registry_listens
  "$here/registry.sh" fill
  wait_for 60 "the API server" kubectl get --raw /readyz
  wait_for 60 "the default service account" kubectl get serviceaccount default
  wait_for 90 "the node" node_is_ready
}
registry_listens() { (exec 3<>/dev/tcp/127.0.0.1/5000); }
node_is_ready() { kubectl get node node -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' | grep -x True; }

run_api_server() {
  local certificates=/run/cluster/certificates
  run kube-apiserver "$(<binaries)/kube-apiserver" \
    --etcd-servers=http://127.0.0.1:2379 \
    --advertise-address="$(<address)" \
    --secure-port=6443 \
    --service-cluster-ip-range=10.96.0.0/16 \
    --client-ca-file=$certificates/ca.crt \
    --tls-cert-file=$certificates/apiserver.crt \
    --tls-private-key-file=$certificates/apiserver.key \
    --kubelet-certificate-authority=$certificates/ca.crt \
    --kubelet-client-certificate=$certificates/apiserver-client.crt \
    --kubelet-client-key=$certificates/apiserver-client.key \
    --kubelet-preferred-address-types=InternalIP \
    --service-account-key-file=$certificates/service-accounts.key \
    --service-account-signing-key-file=$certificates/service-accounts.key \
    --service-account-issuer=https://kubernetes.default.svc \
    --authorization-mode=Node,RBAC \
    --allow-privileged=true \
    --profiling=false \
    --enable-admission-plugins=NodeRestriction \
    "$@"
}

run_controllers() {
  local binaries certificates=/run/cluster/certificates
  binaries=$(<binaries)
  # The port without TLS is gone since 1.24. With the default of 20 requests a second service accounts take seconds to appear.
  local common=(--leader-elect=false --bind-address=127.0.0.1 --kube-api-qps=500 --kube-api-burst=1000)
  ! before 24 || common+=(--port=0)
  run kube-controller-manager "$binaries/kube-controller-manager" \
    --kubeconfig=$certificates/controller-manager.kubeconfig \
    --root-ca-file=$certificates/ca.crt \
    --service-account-private-key-file=$certificates/service-accounts.key \
    --cluster-signing-cert-file=$certificates/ca.crt \
    --cluster-signing-key-file=$certificates/ca.key \
    --use-service-account-credentials=true \
    "${common[@]}"
  run kube-scheduler "$binaries/kube-scheduler" --kubeconfig=$certificates/scheduler.kubeconfig "${common[@]}"
}

run_proxy() {
  # The connection tracker's settings are the whole machine's; 0 leaves them alone.
  run kube-proxy "$(<binaries)/kube-proxy" \
    --kubeconfig=/run/cluster/certificates/proxy.kubeconfig \
    --proxy-mode=iptables \
    --cluster-cidr=10.244.0.0/24 \
    --hostname-override=node \
    --conntrack-max-per-core=0 \
    --conntrack-min=0 \
    --conntrack-tcp-timeout-established=0 \
    --conntrack-tcp-timeout-close-wait=0
}

run_kubelet() {
  local cgroup=$1 address=$2 runtime=(--container-runtime-endpoint=unix:///run/containerd/containerd.sock)
  ! before 27 || runtime+=(--container-runtime=remote)
  run kubelet "$(<binaries)/kubelet" \
    --config="$here/kubelet.yaml" \
    --kubeconfig=/run/cluster/certificates/kubelet.kubeconfig \
    --root-dir=/run/cluster/kubelet \
    --cert-dir=/run/cluster/certificates \
    --hostname-override=node \
    --node-ip="$address" \
    --cgroup-root="/$cgroup" \
    "${runtime[@]}"
}

# before MINOR: whether this is Kubernetes 1.x before that
before() { [ "$("$(<binaries)/kubelet" --version | cut -d. -f2)" -lt "$1" ]; }

# The group that all Pods are below, in each hierarchy: version 1 has one for each controller, version 2 has one for all.
make_cgroup() {
  local hierarchy controller
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mkdir "/sys/fs/cgroup/$1"
    for controller in $(</sys/fs/cgroup/cgroup.controllers); do
      echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null || true
    done
    return
  fi
  for hierarchy in /sys/fs/cgroup/*/; do
    [ ! -e "$hierarchy/cgroup.procs" ] || mkdir -p "$hierarchy/$1"
  done
  for controller in cpuset.cpus cpuset.mems; do # Empty in a new group, which then takes no process.
    cat "/sys/fs/cgroup/cpuset/$controller" >"/sys/fs/cgroup/cpuset/$1/$controller"
  done
}

restart_api_server() {
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
  local file name
  for file in pid/*; do
    name=${file#*/}
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
