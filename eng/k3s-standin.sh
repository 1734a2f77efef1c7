#!/bin/bash
# Builds an image that stands in for rancher/k3s where no registry can be reached: the control plane of eng/kubernetes.sh
# behind k3s's command line (see k3s-standin/k3s). Prints the image's name. Needs Docker, and busybox-static and openssl.
#
# There is no base image: the files that are needed are picked by hand.
set -euo pipefail
cd "$(dirname "$0")"

binaries=$(./kubernetes.sh)
version=$("$binaries/kube-apiserver" --version | awk '{ print $2 }')
image=local/k3s-standin:$version-$(cat k3s-standin.sh k3s-standin/k3s "$binaries"/kube-{apiserver,controller-manager} | sha256sum | cut -c1-12)
if docker image inspect "$image" >/dev/null 2>&1; then
  echo "$image"
  exit 0
fi

./install.sh busybox-static openssl

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,dev,etc/ssl,lib64,proc,root,run,sys,tmp,var/lib}
ln -s /run "$root/var/run"
chmod 1777 "$root/tmp"
cp /bin/busybox "$root/bin/busybox"
for applet in $(/bin/busybox --list); do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
# A program may take the place of busybox's, not busybox itself by way of the link.
cp -L --remove-destination "$binaries"/{etcd,kube-apiserver,kube-controller-manager,kubectl} "$(command -v openssl)" "$root/bin/"
install -m 755 k3s-standin/k3s "$root/bin/k3s"
cp -L /etc/ssl/openssl.cnf "$root/etc/ssl/"
ldd "$binaries/etcd" "$(command -v openssl)" 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\/lib64\/ld-/ { print $1 }' | sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
echo "$version" >"$root/etc/kubernetes-version"
tar --sort=name --owner=0 --group=0 --numeric-owner -C "$root" -c . |
  docker import -c 'ENTRYPOINT ["/bin/k3s"]' -c 'CMD ["server"]' -c 'ENV PATH=/bin OPENSSL_CONF=/etc/ssl/openssl.cnf' -c 'EXPOSE 6443' - "$image" >/dev/null
echo "$image"
