#!/usr/bin/env bash
# Renders every overlay, validates what comes out against the schemas of the oldest and the newest Kubernetes that is meant,
# and tests what the schemas cannot know: who may reach whom, that nothing selects nothing, that every setting exists.
# Needs Python 3.9+, and kustomize or kubectl (or Go, to build kustomize). Asks no cluster.
set -euo pipefail
cd "$(dirname "$0")"
out=target/rendered
rm -rf "$out"
mkdir -p "$out"

if command -v kustomize >/dev/null; then
  render() { kustomize build "$1"; }
elif command -v kubectl >/dev/null; then
  render() { kubectl kustomize "$1"; }
else
  [ -x target/kustomize ] || GOBIN="$PWD/target" go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
  render() { target/kustomize build "$1"; }
fi

if ! cmp -s check/requirements.txt target/venv/requirements.txt; then
  rm -rf target/venv
  python3 -m venv target/venv
  target/venv/bin/pip install --quiet --disable-pip-version-check --requirement check/requirements.txt
  cp check/requirements.txt target/venv/requirements.txt
fi

# The overlay that the README shows, where its reader would write it.
rm -rf target/k8s
mkdir -p target/k8s/overlays/mine
cp -r base components target/k8s
cp -r overlays/* target/k8s/overlays
# shellcheck disable=SC2016
sed -n '/^```yaml kustomization/,/^```$/p' README.md | sed '1d;$d' >target/k8s/overlays/mine/kustomization.yaml

for overlay in overlays/* check/overlays/* target/k8s/overlays/mine; do
  render "$overlay" >"$out/$(basename "$overlay").yaml"
done

cd check
PYTHONDONTWRITEBYTECODE=1 exec ../target/venv/bin/python -m unittest --verbose
