#!/bin/bash
# Installs the Debian packages that a node needs (../cluster.sh) and prints the path of the registry's program.
set -euo pipefail

cache=${BOUNCER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bouncer}
packages=(busybox-static conntrack containerd containernetworking-plugins iproute2 iptables openssl procps runc skopeo)

tell() { echo "cluster: $*" >&2; }
apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >/dev/null 2>&1; }

"$(dirname "$0")/../install.sh" "${packages[@]}"

# Unpacked and not installed: the package would start a registry of its own.
registry=$cache/docker-registry/usr/bin/docker-registry
if [ ! -x "$registry" ]; then
  tell "fetching Debian's package docker-registry"
  mkdir -p "$cache"
  work=$(mktemp -d -p "$cache")
  trap 'rm -rf "$work"' EXIT
  cd "$work"
  apt download docker-registry || { apt update && apt download docker-registry; } || { tell "cannot fetch Debian's package docker-registry"; exit 1; }
  dpkg-deb -x docker-registry_*.deb unpacked
  rm -rf "$cache/docker-registry"
  mv -T unpacked "$cache/docker-registry"
fi
echo "$registry"
