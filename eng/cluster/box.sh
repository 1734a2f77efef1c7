#!/bin/bash
# box.sh STATE FOLDER...: the first process in the namespaces of a cluster (../cluster.sh). Makes them a place where nothing
# that the node's programs mount, write or set is seen outside, and then takes up orphans until it is killed.
set -euo pipefail
state=$1
shift

for folder in /run "$@"; do
  mount -t tmpfs -o mode=755 tmpfs "$folder"
done
mkdir /run/cluster
mount --bind "$state" /run/cluster

# The kubelet sets these for the whole machine, unless it reads that they are as it wants them.
declare -A wanted=([vm/overcommit_memory]=1 [vm/panic_on_oom]=0 [kernel/panic]=10 [kernel/panic_on_oops]=1
  [kernel/keys/root_maxkeys]=1000000 [kernel/keys/root_maxbytes]=25000000)
for setting in "${!wanted[@]}"; do
  file=/run/sysctl-${setting//\//-}
  echo "${wanted[$setting]}" >"$file"
  mount --bind "$file" "/proc/sys/$setting"
done

touch /run/cluster/hosts
mount --bind /run/cluster/hosts /etc/hosts

# Containers get their mounts from this namespace; it shares none with the host.
mount --make-rshared /
ip link set lo up
sysctl -qw net.ipv4.ip_forward=1
touch /run/cluster/ready

# bash reaps whatever ends, as a first process has to.
while :; do
  sleep infinity &
  wait $!
done
