#!/usr/bin/env bash
# Prints the Secrets of an installation with new random values, for kubectl apply. Every run makes new ones: those who are
# signed in have to sign in again. LOCKSTEP_POSTGRES_URI and LOCKSTEP_REDIS_URI name the stores; without them they are those
# of overlays/dev, with passwords of their own.
set -euo pipefail

case "${LOCKSTEP_POSTGRES_URI:+postgres}${LOCKSTEP_REDIS_URI:+redis}" in
  postgres | redis)
    echo "secret.sh: give both LOCKSTEP_POSTGRES_URI and LOCKSTEP_REDIS_URI, or none for those of overlays/dev" >&2
    exit 1
    ;;
esac

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

postgres_password=$(random)
redis_password=$(random)
cat <<YAML
apiVersion: v1
kind: Secret
metadata:
  name: lockstep
stringData:
  jwt-secret: "$(random)"
  cluster-secret: "$(random)"
  postgres-uri: '${LOCKSTEP_POSTGRES_URI:-postgresql://lockstep:$postgres_password@postgres:5432/lockstep}'
  redis-uri: '${LOCKSTEP_REDIS_URI:-redis://:$redis_password@redis:6379}'
YAML
if [ -z "${LOCKSTEP_POSTGRES_URI:-}${LOCKSTEP_REDIS_URI:-}" ]; then
  cat <<YAML
---
apiVersion: v1
kind: Secret
metadata:
  name: lockstep-stores
stringData:
  postgres-password: "$postgres_password"
  redis-password: "$redis_password"
YAML
fi
