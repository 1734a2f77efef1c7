#!/bin/bash
# The registry inside a cluster (../cluster.sh), which stands for all registries of the world: what a Pod calls
# docker.io/library/busybox is in its repository of that whole name.
#
#   registry.sh fill                  puts busybox there, as several registries have it, and what a Pod's sandbox runs
#   registry.sh push IMAGE.tar NAME   puts there what an OCI image layout has
set -euo pipefail

address=127.0.0.1:5000

fail() { echo "cluster: $*" >&2; exit 1; }
copy() { skopeo copy --quiet --insecure-policy --dest-tls-verify=false "$1" "docker://$address/$2"; }

push() {
  local index tag
  index=$(tar -xOf "$1" index.json 2>/dev/null) || index=$(tar -xOf "$1" ./index.json 2>/dev/null) || fail "'$1' is no OCI image layout: it has no index.json"
  [ "$(grep -o '"digest": *"[^"]*"' <<<"$index" | sort -u | wc -l)" = 1 ] || fail "'$1' has more than one image"
  # An image under several tags is there several times.
  tag=$(grep -o '"org.opencontainers.image.ref.name": *"[^"]*"' <<<"$index" | head -n 1 | cut -d'"' -f4) || true
  put "oci-archive:$1${tag:+:$tag}" "$2"
}

put() {
  local registry=${2%%/*}
  [[ $2 == */* && $registry == *.* ]] || fail "'$2' does not begin with a registry, as in docker.io/library/busybox:1.36"
  copy "$1" "$2"
  mirror "$registry"
}

# containerd asks here and nowhere else for images of this registry. It reads the folder anew each time.
mirror() {
  mkdir -p "/run/cluster/mirrors/$1"
  cat >"/run/cluster/mirrors/$1/hosts.toml" <<EOF
server = "http://$address/v2/$1"
[host."http://$address/v2/$1"]
  capabilities = ["pull", "resolve"]
  override_path = true
EOF
}

# blob FOLDER FILE TYPE: moves a file to where an OCI image layout has it, and prints its descriptor.
blob() {
  local digest size
  digest=$(sha256sum "$1/$2" | cut -d' ' -f1)
  size=$(stat -c %s "$1/$2")
  mv "$1/$2" "$1/blobs/sha256/$digest"
  echo "{\"mediaType\":\"application/vnd.oci.image.$3\",\"digest\":\"sha256:$digest\",\"size\":$size}"
}

# layout FOLDER ROOT CONFIG: an OCI image layout of one layer.
layout() {
  local layer config manifest architecture
  architecture=$(dpkg --print-architecture)
  mkdir -p "$1/blobs/sha256"
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$2" -cf "$1/layer" .
  layer=$(blob "$1" layer layer.v1.tar)
  echo "{\"architecture\":\"$architecture\",\"os\":\"linux\",\"config\":$3,\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[$(grep -o '"sha256:[0-9a-f]*"' <<<"$layer")]}}" >"$1/config"
  config=$(blob "$1" config config.v1+json)
  echo "{\"schemaVersion\":2,\"config\":$config,\"layers\":[$layer]}" >"$1/manifest"
  manifest=$(blob "$1" manifest manifest.v1+json)
  echo "{\"schemaVersion\":2,\"manifests\":[$manifest]}" >"$1/index.json"
  echo '{"imageLayoutVersion":"1.0.0"}' >"$1/oci-layout"
}

fill() {
  local work registry applet
  work=$(mktemp -d)
  trap "rm -rf '$work'" EXIT

  mkdir -p "$work"/busybox/{bin,etc,tmp,www}
  chmod 1777 "$work/busybox/tmp"
  cp /bin/busybox "$work/busybox/bin/"
  for applet in $(busybox --list); do
    [ "$applet" = busybox ] || ln -s busybox "$work/busybox/bin/$applet"
  done
  echo 'root:x:0:0:root:/:/bin/sh' >"$work/busybox/etc/passwd"
  layout "$work/busybox-image" "$work/busybox" '{"Cmd":["sh"],"Env":["PATH=/bin"]}'
  for registry in docker.io gcr.io registry.example.com; do
    put "oci:$work/busybox-image" "$registry/library/busybox:latest"
  done

  # Holds a Pod's namespaces. Any program that waits will do.
  mkdir -p "$work/pause"
  cp /bin/busybox "$work/pause/sleep"
  layout "$work/pause-image" "$work/pause" '{"Entrypoint":["/sleep"],"Cmd":["2147483647"]}'
  copy "oci:$work/pause-image" pause:1
}

command=$1
shift
"$command" "$@"
