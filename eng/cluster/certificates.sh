#!/bin/bash
# certificates.sh ADDRESS: writes the certificates and kubeconfigs of a cluster whose node has that address into this folder.
set -euo pipefail
address=$1

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }

# certificate NAME SUBJECT USAGE [NAMES]
certificate() {
  new_key "$1.key"
  openssl req -new -key "$1.key" -subj "$2" |
    openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out "$1.crt" -extfile <(
      echo "keyUsage=critical,digitalSignature,keyEncipherment"
      echo "extendedKeyUsage=$3"
      [ $# -lt 4 ] || echo "subjectAltName=$4"
    ) 2>/dev/null
}

# kubeconfig FILE NAME
kubeconfig() {
  cat >"$1" <<EOF
apiVersion: v1
kind: Config
clusters:
- name: node
  cluster:
    server: https://$address:6443
    certificate-authority-data: $(base64 -w 0 ca.crt)
users:
- name: $2
  user:
    client-certificate-data: $(base64 -w 0 "$2.crt")
    client-key-data: $(base64 -w 0 "$2.key")
contexts:
- name: node
  context:
    cluster: node
    user: $2
current-context: node
EOF
}

umask 077
new_key ca.key
openssl req -x509 -new -key ca.key -subj /CN=bouncer-cluster -days 30 -out ca.crt -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature
new_key service-accounts.key
services=kubernetes.default.svc
certificate apiserver /CN=kube-apiserver serverAuth "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:$services,DNS:$services.cluster.local,IP:127.0.0.1,IP:10.96.0.1,IP:$address"
certificate apiserver-client /O=system:masters/CN=kube-apiserver clientAuth # to the kubelet, and to webhooks that ask for one
certificate admin /O=system:masters/CN=admin clientAuth
certificate controller-manager /CN=system:kube-controller-manager clientAuth
certificate scheduler /CN=system:kube-scheduler clientAuth
certificate proxy /CN=system:kube-proxy clientAuth
certificate kubelet /O=system:nodes/CN=system:node:node serverAuth,clientAuth "DNS:node,IP:$address"
for user in controller-manager scheduler proxy kubelet; do
  kubeconfig "$user.kubeconfig" "$user"
done
kubeconfig ../kubeconfig admin
