#!/usr/bin/env bash
# Writes deploy/compose/.env with random secrets for three.yaml. One that is there already stays as it is.
set -euo pipefail

file="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/.env"
if [ -e "$file" ]; then
  echo "$file is there already: nothing changed"
  exit 0
fi

secret() {
  od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'
}

umask 077
cat >"$file" <<END
POSTGRES_PASSWORD=$(secret)
REDIS_PASSWORD=$(secret)
LOCKSTEP_JWT_SECRET=$(secret)
LOCKSTEP_CLUSTER_SECRET=$(secret)
# LOCKSTEP_SITE=lockstep.example
END
echo "Wrote $file"
