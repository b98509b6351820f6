#!/usr/bin/env bash
# Runs a scenario: builds what is not built, starts a server of its own, prints a report, leaves nothing running.
#   bash bench/run.sh delivery|locks|writes|notes|storm|interest|scaleout|all [--short | options, see README.md]
#   bash bench/run.sh delivery 04 05    of 01 to 08 these, and what they are compared with
# JAVA_OPTS goes to the JVM, which is the server and its clients.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
jar="$root/deploy/target/lockstep.jar"
classes="$root/bench/target/classes"

case "${1:-}" in
  delivery) scenarios=(delivery.Delivery) ;;
  locks) scenarios=(locks.Locks11) ;;
  writes) scenarios=(writes.Writes12) ;;
  notes) scenarios=(notes.Notes13) ;;
  storm) scenarios=(storm.Storm14) ;;
  interest) scenarios=(interest.Interest21) ;;
  scaleout) scenarios=(scaleout.ScaleOut22) ;;
  all) scenarios=(delivery.Delivery locks.Locks11 writes.Writes12 notes.Notes13 storm.Storm14 interest.Interest21
    scaleout.ScaleOut22) ;;
  *)
    echo "usage: bash bench/run.sh delivery|locks|writes|notes|storm|interest|scaleout|all [options]; the scenarios are in bench/README.md" >&2
    exit 2
    ;;
esac
shift

stale() {
  [ -f "$jar" ] && [ -d "$classes" ] || return 0
  [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$jar" -type f -print -quit)" ]
}

if stale; then
  echo "Building (the first time takes some minutes) ..." >&2
  (cd "$root" && mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -Djacoco.skip=true -pl bench -am package)
fi

# The jar that is shipped, and the scenarios beside it.
cd "$root"
for scenario in "${scenarios[@]}"; do
  # shellcheck disable=SC2086
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseG1GC ${JAVA_OPTS:-} -cp "$jar:$classes" "io.lockstep.bench.$scenario" "$@"
done
