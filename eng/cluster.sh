#!/bin/bash
# A whole Kubernetes cluster of one node, on which Pods run: etcd, the control plane, kubelet, kube-proxy, containerd and a
# registry as plain processes, in mount, network and pid namespaces of their own. Needs root. docs/cluster.md says more.
#
#   eng/cluster.sh up [--while PID] [-- ARGUMENT...]   starts it and prints where it is; the arguments are kube-apiserver's.
#                                                      With --while it goes down by itself when that process is gone.
#   eng/cluster.sh down                                ends it and removes all of it, and what a crash has left
#   eng/cluster.sh status                              tells what runs; the exit code is 1 if nothing does
#   eng/cluster.sh push IMAGE.tar NAME                 puts an OCI image layout into its registry, to be pulled as NAME
#   eng/cluster.sh api-server [ARGUMENT...]            restarts kube-apiserver with these arguments in place of the former
#   eng/cluster.sh exec COMMAND...                     runs something inside
#
# $BOUNCER_CLUSTER names it ("bouncer" if not set); several may run at once.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

name=${BOUNCER_CLUSTER:-bouncer}
root=/var/cache/bouncer-cluster
state=$root/$name
cgroup=bouncer-cluster-$name
boot=$(</proc/sys/kernel/random/boot_id)

tell() { echo "cluster: $*" >&2; }
fail() { tell "$*"; exit 1; }
usage() { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2; exit 2; }

# process_in FILE WORD: the process whose number the file holds, if its command line has the word: numbers are given anew, and
# those of before the machine was started say nothing.
process_in() {
  local pid
  [ "$(cat "$state/boot" 2>/dev/null || echo "$boot")" = "$boot" ] &&
    pid=$(cat "$state/$1" 2>/dev/null) && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$2" && echo "$pid"
}
# The first process inside, as seen from here.
init() { local box; box=$(process_in box.pid "$state") && pgrep --parent "$box"; }
inside() {
  local init
  init=$(init) || fail "cluster '$name' is not up; eng/cluster.sh up starts it"
  # Programs take settings from their environment (ETCD_*, proxies). Nothing of the caller's is meant.
  nsenter --target "$init" --mount --net --pid -- env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"
}

up() {
  local keeper=
  while [ $# -gt 0 ]; do
    case $1 in
      --while) keeper=${2:?}; shift 2 ;;
      --) shift; break ;;
      *) usage ;;
    esac
  done
  [ "$(id -u)" = 0 ] || fail "namespaces, mounts and networks take root"
  local binaries registry
  binaries=$("$here/kubernetes.sh" --node)
  registry=$("$here/cluster/packages.sh")

  exclusively open_box
  trap give_up EXIT
  connect
  if [ -n "$keeper" ]; then
    setsid bash -c 'while kill -0 "$1"; do sleep 1; done; BOUNCER_CLUSTER=$2 exec "$3" down' "$state" "$keeper" "$name" "$here/cluster.sh" >/dev/null 2>&1 </dev/null &
    echo $! >"$state/keeper.pid"
  fi
  inside "$here/cluster/node.sh" start "$binaries" "$registry" "$cgroup" "$(cat "$state/address")" "$@"
  rm "$state/starter.pid"
  trap - EXIT
  status
}

# What must happen once at a time, among all clusters. The lock is a folder that every system has.
exclusively() { ( flock 9; "$@" ) 9</var/cache; }

# Places that the kubelet and CNI do not let one choose. Inside they are empty; here they only have to be there.
folders=(/var/lib/kubelet /var/lib/cni /var/log/pods /var/log/containers)

open_box() {
  local starter
  if starter=$(process_in starter.pid cluster.sh); then
    fail "cluster '$name' is being started by process $starter"
  elif init >/dev/null && [ ! -e "$state/starter.pid" ]; then
    fail "cluster '$name' is up already; eng/cluster.sh down ends it"
  fi
  [ ! -e "$state" ] || remove
  mkdir -p "$state"/{log,pid}
  echo "$boot" >"$state/boot"
  echo $$ >"$state/starter.pid"
  local folder
  for folder in "${folders[@]}"; do
    [ -d "$folder" ] || { echo "$folder" >>"$root/folders"; mkdir -p "$folder"; }
  done
  # The number is there before the box is, so that no box is ever lost.
  setsid bash -c 'echo $$ >"$0/box.pid"; exec unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private bash "$@"' \
    "$state" "$here/cluster/box.sh" "$state" "${folders[@]}" >"$state/log/box.log" 2>&1 </dev/null 9<&- &
  local reason
  until [ -e "$state/ready" ]; do
    kill -0 $! 2>/dev/null || { reason=$(tail -n 1 "$state/log/box.log"); remove; fail "the namespaces cannot be made: $reason"; }
    sleep 0.02
  done
}

# A pair of network devices, this host's end named by a number that no other cluster has.
connect() {
  local number=0
  until ip link add "bouncer$number" type veth peer name eth0 netns "$(init)" 2>"$state/log/network.log"; do
    [ "$((number += 1))" -lt 60 ] || fail "no network device can be made: $(cat "$state/log/network.log")"
  done
  echo "bouncer$number" >"$state/device"
  ip link set "bouncer$number" alias "$cgroup"
  local host=10.201.77.$((number * 4 + 1)) node=10.201.77.$((number * 4 + 2))
  ip address add "$host/30" dev "bouncer$number"
  ip link set "bouncer$number" up
  inside ip address add "$node/30" dev eth0
  inside ip link set eth0 up
  inside ip route add default via "$host"
  inside ip route add unreachable 169.254.0.0/16 # The kubelet looks there for a cloud, and would wait for an answer.
  echo "$node" >"$state/address"
  # By these names the API server reaches what runs in Pods behind a NodePort, and what runs on this host.
  printf '%s\n' "127.0.0.1 localhost" "$node node image-bouncer-webhook" "$host host.docker.internal" >"$state/hosts"
}

# A start that fails leaves its logs alone.
give_up() {
  local logs
  logs=$(mktemp -d -t bouncer-cluster-logs-XXXX)
  cp "$state"/log/* "$logs" 2>/dev/null || true
  down
  fail "cluster '$name' did not start; the logs are in $logs"
}

down() {
  [ -e "$state" ] || { tell "cluster '$name' is not up"; return 0; }
  local keeper
  # The keeper may be who calls.
  if keeper=$(process_in keeper.pid "$state") && [ "$keeper" != $$ ]; then
    kill -- "-$keeper" 2>/dev/null || true
  fi
  exclusively remove
}

# All of this must work on whatever a crash has left.
remove() {
  local box init device
  if box=$(process_in box.pid "$state"); then
    # The kernel ends everything in the namespace with its first process, and then unshare ends.
    init=$(pgrep --parent "$box") && kill -KILL "$init" 2>/dev/null || kill -KILL "$box" 2>/dev/null || true
    timeout 20 tail --pid="$box" --sleep-interval=0.1 --follow /dev/null || fail "cannot end process $box"
  fi
  # A device goes with its namespace, and another cluster may have one of that name since.
  if device=$(cat "$state/device" 2>/dev/null) && [ "$(cat "/sys/class/net/$device/ifalias" 2>/dev/null)" = "$cgroup" ]; then
    ip link delete "$device" 2>/dev/null || true
  fi
  remove_cgroups
  rm -rf "$state"
  # Another cluster would lose what is mounted there.
  if [ -z "$(find "$root" -mindepth 1 -type d -print -quit)" ]; then
    [ ! -e "$root/folders" ] || tac "$root/folders" | xargs rmdir 2>/dev/null || true
    rm -rf "$root"
  fi
}

# Those that the node has made in each hierarchy, which are empty a moment after their processes have ended.
remove_cgroups() {
  local group deadline=$((SECONDS + 10))
  for group in /sys/fs/cgroup/"$cgroup" /sys/fs/cgroup/*/"$cgroup"; do
    while [ -d "$group" ] && ! find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; do
      [ $SECONDS -lt $deadline ] || fail "cannot remove $group: a process is left in it"
      sleep 0.1
    done
  done
}

status() {
  if ! init >/dev/null; then
    [ -e "$state" ] && echo "cluster '$name' has crashed; eng/cluster.sh down removes what is left" || echo "cluster '$name' is not up"
    exit 1
  fi
  inside "$here/cluster/node.sh" status
  local node
  node=$(cat "$state/address")
  cat <<STATUS

kubeconfig  $state/kubeconfig
API server  https://$node:6443
NodePorts   $node
this host   host.docker.internal, for the API server
logs        $state/log
images      library/busybox of docker.io, gcr.io and registry.example.com; eng/cluster.sh push adds others
STATUS
}

push() {
  [ $# = 2 ] || usage
  [ -r "$1" ] || fail "there is no image layout '$1'"
  local image
  image=$(realpath "$1")
  inside "$here/cluster/registry.sh" push "$image" "$2"
}

[[ $name =~ ^[a-z0-9][a-z0-9-]{0,29}$ ]] || fail "BOUNCER_CLUSTER is '$name'; use at most 30 small letters, digits and dashes"
command=${1:-}
[ $# = 0 ] || shift
case $command in
  up) up "$@" ;;
  down) down ;;
  status) status ;;
  push) push "$@" ;;
  api-server) inside "$here/cluster/node.sh" api-server "$@" ;;
  exec) inside "$@" ;;
  *) usage ;;
esac
