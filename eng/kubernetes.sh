#!/bin/bash
# Gives the programs of a control plane, for src/LocalCluster and the tests that need a real API server:
# etcd, kube-apiserver, kube-controller-manager and kubectl.
#
#   eng/kubernetes.sh          prints the folder that holds them, after fetching or building them if need be
#   eng/kubernetes.sh --find   prints it if they are here already, and ends with 1 if not
#   eng/kubernetes.sh --node   the same with what a node runs, for eng/cluster.sh: kubelet, kube-scheduler and kube-proxy as well
#                              (--node --find likewise)
#
# Looked for in this order: the folder $KUBEBUILDER_ASSETS; PATH; the cache ($BOUNCER_CACHE, else $XDG_CACHE_HOME/bouncer, else
# ~/.cache/bouncer); a pinned release from dl.k8s.io; Debian 12's source package, which takes about five minutes to build, once,
# and one more with a node's programs.
#
# Two may run at once: the second waits for the first. After an abort the next run goes on where it stopped. The cache holds a
# whole set or none: a set is made aside and moved there when it is complete; a node's programs join the set that was built before.
# Progress is told on standard error.
set -euo pipefail

compiled=(kube-apiserver kube-controller-manager kubectl)
find_only=
for argument; do
  case $argument in
    --find) find_only=yes ;;
    --node) compiled+=(kubelet kube-scheduler kube-proxy) ;;
    *) echo "usage: eng/kubernetes.sh [--node] [--find]" >&2; exit 2 ;;
  esac
done
programs=(etcd "${compiled[@]}")
cache=${BOUNCER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bouncer}
target=$cache/kubernetes

release=v1.36.0
release_sha512=1c64da92575451c2c7ff97c79b772e603995f8e76da1371a6b0746aaa27b65dce81c4d734cbb50f40e71486a8e08df36f14e12974f97d4d29e41f23a172a6a25
etcd_release=v3.6.5
etcd_sha256=66bad39ed920f6fc15fd74adcb8bfd38ba9a6412f8c7852d09eb11670e88cac3

tell() { echo "kubernetes: $*" >&2; }
fail() { tell "$*"; exit 1; }

# The programs that a folder lacks, or nothing.
missing_in() {
  local program
  for program in "${programs[@]}"; do
    [ -x "$1/$program" ] || printf '%s ' "$program"
  done
}

found() {
  printf '%s\n' "$1"
  exit 0
}

find_assets() {
  [ -n "${KUBEBUILDER_ASSETS:-}" ] || return 0
  local missing
  missing=$(missing_in "$KUBEBUILDER_ASSETS")
  [ -z "$missing" ] && found "$KUBEBUILDER_ASSETS"
  # setup-envtest brings no controller manager. Without one nobody makes Pods of Deployments, or service accounts.
  fail "KUBEBUILDER_ASSETS is '$KUBEBUILDER_ASSETS', which lacks: ${missing% }. Add them, or unset KUBEBUILDER_ASSETS to have them found or made."
}

# One folder for all, though PATH may have them in several.
find_in_path() {
  local program folders=()
  for program in "${programs[@]}"; do
    type -P "$program" >/dev/null || return 0
    folders+=("$(dirname "$(type -P "$program")")")
  done
  [ "$(printf '%s\n' "${folders[@]}" | sort -u | wc -l)" = 1 ] && found "${folders[0]}"
  mkdir -p "$cache/kubernetes-in-path"
  for program in "${programs[@]}"; do
    ln -sfn "$(type -P "$program")" "$cache/kubernetes-in-path/$program"
  done
  found "$cache/kubernetes-in-path"
}

find_in_cache() {
  if [ -d "$target" ] && [ -z "$(missing_in "$target")" ] && ! crashes "$target"; then
    found "$target"
  fi
}

# Whether a folder holds what this script built before it mended the sources: its API server crashes on custom resources.
crashes() { [ ! -e "$1/mended" ] && [ "$("$1/kube-apiserver" --version 2>/dev/null)" = "Kubernetes v1.20.2" ]; }

# Whether the cache holds a control plane that this script built, which a node's programs can join.
built() { [ -e "$target/mended" ] && [ -x "$target/kubectl" ]; }

# Moves a complete set into the cache, or what completes the set there.
keep() {
  local missing
  missing=$(missing_in "$1")
  if [ -z "$missing" ]; then
    rm -rf "$target"
    mv -T "$1" "$target"
  elif built; then
    mv "$1"/* "$target"
    missing=$(missing_in "$target")
  fi
  [ -z "$missing" ] || fail "cannot keep an incomplete set; it lacks: ${missing% }"
}

# URL FILE: goes on with what an earlier try has left. Fails quietly where there is no network.
fetch() { curl --fail --location --silent --show-error --connect-timeout 5 --retry 2 --continue-at - --output "$2" "$1"; }

# FILE SUM COMMAND: a file that is not what was pinned is no use to anybody, and is removed.
verify() {
  [ "$("$3" "$1" | cut -d' ' -f1)" = "$2" ] && return
  rm -f "$1"
  fail "$(basename "$1") does not have the pinned checksum; it was removed. Try again; if that does not help, do not use it."
}

download() {
  [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] && command -v curl >/dev/null || return 1
  local work=$cache/download-$release
  curl --silent --head --fail --location --connect-timeout 5 --output /dev/null "https://dl.k8s.io/$release/kubernetes-server-linux-amd64.tar.gz" || return 1
  mkdir -p "$work"

  tell "downloading Kubernetes $release and etcd $etcd_release (about 450 MB, once)"
  fetch "https://dl.k8s.io/$release/kubernetes-server-linux-amd64.tar.gz" "$work/kubernetes.tar.gz" || return 1
  verify "$work/kubernetes.tar.gz" $release_sha512 sha512sum
  fetch "https://github.com/etcd-io/etcd/releases/download/$etcd_release/etcd-$etcd_release-linux-amd64.tar.gz" "$work/etcd.tar.gz" || return 1
  verify "$work/etcd.tar.gz" $etcd_sha256 sha256sum

  rm -rf "$work/bin"
  mkdir "$work/bin"
  tar -xzf "$work/kubernetes.tar.gz" -C "$work/bin" --strip-components=3 "${compiled[@]/#/kubernetes/server/bin/}"
  tar -xzf "$work/etcd.tar.gz" -C "$work/bin" --strip-components=1 "etcd-$etcd_release-linux-amd64/etcd"
  keep "$work/bin"
  rm -rf "$work"
}

# Debian 12 has Kubernetes 1.20.2 with all its modules as a source package; later releases have kubectl alone.
build() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  local work=$cache/build
  mkdir -p "$work/sources" "$work/lists/partial" "$work/bin"
  local apt=(apt-get -qq -o DPkg::Lock::Timeout=300)

  tell "building Kubernetes from Debian's source package (some minutes on two cores, once)"
  export DEBIAN_FRONTEND=noninteractive
  local tools=(dpkg-dev golang-1.19-go rsync)
  "${apt[@]}" install -y --no-install-recommends "${tools[@]}" >"$work/apt.log" 2>&1 ||
    { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${tools[@]}"; } >"$work/apt.log" 2>&1 ||
    { tail -5 "$work/apt.log" >&2; tell "cannot install ${tools[*]}"; return 1; }

  if [ ! -e "$work/unpacked" ]; then
    tell "fetching the source (34 MB)"
    source_lists "$work/sources"
    local from=(-o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$work/sources" -o "Dir::State::Lists=$work/lists" -o APT::Sandbox::User=root)
    (cd "$work" && rm -rf kubernetes-*/ && "${apt[@]}" "${from[@]}" update && "${apt[@]}" "${from[@]}" source kubernetes) >"$work/apt.log" 2>&1 ||
      { tail -5 "$work/apt.log" >&2; tell "this Debian has no source package of Kubernetes"; return 1; }
    touch "$work/unpacked"
  fi

  local tree
  tree=$(echo "$work"/kubernetes-*/)
  [ -d "$tree/cmd/kube-apiserver" ] || { tell "the source package has no kube-apiserver; Debian 12's has"; return 1; }
  mkdir -p "$tree/.go/src/k8s.io"
  ln -sfn ../../.. "$tree/.go/src/k8s.io/kubernetes"

  mend "$tree" || fail "cannot mend reflect2 and validate in $tree/vendor, which do not go with Go 1.19"

  # What was compiled before an abort is in the compiler's cache.
  local command started=$SECONDS
  for command in "${compiled[@]}"; do
    built && [ -x "$target/$command" ] && continue
    tell "compiling $command ($((SECONDS - started)) s)"
    (cd "$tree/.go/src/k8s.io/kubernetes" &&
      env GOPATH="$tree/.go" GOCACHE="$work/go-cache" GO111MODULE=off CGO_ENABLED=0 GOFLAGS= PATH="/usr/lib/go-1.19/bin:$PATH" \
        make WHAT="cmd/$command") >"$work/make.log" 2>&1 || { tail -20 "$work/make.log" >&2; fail "cannot compile $command; the log is $work/make.log"; }
    cp "$tree/_output/local/bin/linux/$(go_arch)/$command" "$work/bin/"
  done
  if ! built; then
    # Unpacked and not installed: Debian's package would start a server of its own.
    (cd "$work" && rm -rf etcd && apt-get -qq download etcd-server && dpkg-deb -x etcd-server_*.deb etcd) >"$work/apt.log" 2>&1 ||
      { tail -5 "$work/apt.log" >&2; fail "cannot fetch Debian's package etcd-server"; }
    cp "$work/etcd/usr/bin/etcd" "$work/bin/"
    touch "$work/bin/mended"
  fi
  keep "$work/bin"
  tell "built in $((SECONDS - started)) s"
  rm -rf "$work"
}

# Two libraries of Kubernetes 1.20 rely on what Go's runtime does not do since 1.18. reflect2 walks through maps by a function that
# takes one more argument now, the iterator: without it the API server writes to some place in its memory and ends, at the
# first custom resource. And validate takes "" for null, so that no custom resource may say apiGroups: [""].
mend() {
  local reflect2=$1/vendor/github.com/modern-go/reflect2 validate
  if ! grep -q startedIterator "$reflect2/unsafe_map.go"; then
    sed -i \
      -e 's/^func mapiterinit(rtype unsafe.Pointer, m unsafe.Pointer) \*hiter$/func mapiterinit(rtype unsafe.Pointer, m unsafe.Pointer, it *hiter)\n\nfunc startedIterator(rtype unsafe.Pointer, m unsafe.Pointer) *hiter {\n\tit := new(hiter)\n\tmapiterinit(rtype, m, it)\n\treturn it\n}/' \
      -e 's|^\t// rest fields are ignored$|\t_     [6]unsafe.Pointer\n\t_     [4]uintptr|' \
      "$reflect2/unsafe_link.go"
    grep -q 'it \*hiter)$' "$reflect2/unsafe_link.go" && grep -q '\[4\]uintptr' "$reflect2/unsafe_link.go" || return
    sed -i 's/mapiterinit(type2.rtype/startedIterator(type2.rtype/' "$reflect2/unsafe_map.go"
  fi

  for validate in "$1"/vendor/{github.com/go-openapi/validate,k8s.io/kube-openapi/pkg/validation/validate}/type.go; do
    sed -i 's/reflect.DeepEqual(reflect.Zero(reflect.TypeOf(data)), reflect.ValueOf(data))/(reflect.TypeOf(data).Kind() == reflect.Map \&\& reflect.ValueOf(data).IsNil())/' "$validate"
    grep -q 'ValueOf(data).IsNil()' "$validate" || return
  done
}

# The machine's own package sources, as sources of source packages. Nothing under /etc changes.
source_lists() {
  local file
  rm -f "$1"/*
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -e "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" >"$1/$(basename "$file")"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -e "$file" ] && sed -n 's/^deb\(-src\)\? /deb-src /p' "$file" | sort -u >"$1/$(basename "$file" .list).list"
  done
  return 0
}

go_arch() { dpkg --print-architecture; }

find_assets
find_in_path
find_in_cache
[ -z "$find_only" ] || exit 1

mkdir -p "$cache"
exec 9>"$cache/kubernetes.lock"
flock --nonblock 9 || { tell "another run is at it; waiting for it"; flock 9; }
find_in_cache # what the other run has made
download || build || fail "there are no Kubernetes programs, none can be downloaded, and none can be built (that takes root on Debian 12). \
Put ${programs[*]} into one folder and name it in KUBEBUILDER_ASSETS."
find_in_cache
