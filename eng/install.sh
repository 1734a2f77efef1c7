#!/bin/bash
# Installs those of Debian's packages that are missing, as root: eng/install.sh PACKAGE...
# Services among them are not started.
set -euo pipefail

missing=()
for package; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "installing ${missing[*]} (Debian's packages)" >&2
policy=/usr/sbin/policy-rc.d
if [ -w "$(dirname "$policy")" ] && [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi
apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
export DEBIAN_FRONTEND=noninteractive
{ "${apt[@]}" install -y --no-install-recommends "${missing[@]}" ||
  { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; }; } >/dev/null 2>&1 ||
  { echo "${missing[*]} (Debian's packages) are needed and cannot be installed." >&2; exit 1; }
