#!/bin/bash
# Builds the images of the services, without a base image and without a registry (docs/images.md):
#
#   eng/images.sh [webhook|gatekeeper-adapter|all]        all if not given
#
# artifacts/images/NAME.tar is an OCI image layout that `docker load` and `ctr images import` take as well, NAME.cdx.json
# its SBOM. Needs a C compiler with zlib; the files beside the programs are those of the Debian that this runs on.
set -euo pipefail
cd "$(dirname "$0")/.."

# Nothing in an image tells when it was built: the commit's time stands for that of the build.
created=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
revision=$(git describe --always --abbrev=40 --exclude '*' --dirty)

eng/install.sh ca-certificates tzdata

# build PROJECT PROGRAM DESCRIPTION [ARGUMENT...]
build() {
  local project=$1 program=$2 description=$3 published=artifacts/published/$2
  shift 3
  # Without the paths of this machine in it, and without the analyzers, which the solution's build runs.
  dotnet publish "src/$project" -c Release -o "$published" -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false -v quiet -clp:NoSummary
  # A copy, since the next build that is for no runtime in particular writes it anew.
  cp "artifacts/obj/$project/project.assets.json" "$published/"
  dotnet artifacts/bin/Images/release/Bouncer.Images.dll --program "$published/$program" --assets "$published/project.assets.json" \
    --description "$description" --release "$(dotnet msbuild "src/$project" -getProperty:Version)" --revision "$revision" \
    --created "$created" --output artifacts/images "$@"
}

webhook() {
  build Webhook image-bouncer-webhook "Answers kube-apiserver's ImagePolicyWebhook plugin"
}
gatekeeper-adapter() {
  # Templates may name time zones: Rego's time.clock, time.format and others.
  build GatekeeperAdapter gatekeeper-adapter "Takes Gatekeeper's templates and constraints and answers as it does" --time-zones
}

case ${1:-all} in
  webhook | gatekeeper-adapter) services=("$1") ;;
  all) services=(webhook gatekeeper-adapter) ;;
  *)
    sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2
    exit 2
    ;;
esac
dotnet build eng/Images -c Release -v quiet -clp:NoSummary
for service in "${services[@]}"; do
  "$service"
done
