#!/usr/bin/env bash
# Starts Lockstep with the demo data: builds what is not built, keeps data in <checkout>/data, stops with Ctrl-C.
# Settings are taken from the environment, see docs/configuration.md; JAVA_OPTS goes to the JVM.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
jar="$root/deploy/target/lockstep.jar"

fail() {
  printf 'run.sh: %s\n' "$1" >&2
  exit 1
}

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
command -v "$java" >/dev/null 2>&1 || fail "Java is not found: install a JDK, version 17 or newer, or set JAVA_HOME"
version="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')"
[ "${version%%.*}" -ge 17 ] 2>/dev/null || fail "Java ${version:-of an unknown version} is too old: install a JDK, version 17 or newer"

# The first source that is newer than the jar; no jar, everything is newer.
stale() {
  [ -f "$jar" ] || return 0
  [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$jar" -type f -print -quit)" ]
}

build() {
  command -v mvn >/dev/null 2>&1 || fail "Maven is not found and $jar is not built: install Maven 3.8 or newer"
  local log began pid
  log="$(mktemp)"
  began=$SECONDS
  (cd "$root" && exec mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -Djacoco.skip=true -pl deploy -am package) \
    >"$log" 2>&1 &
  pid=$!
  trap 'kill "$pid" 2>/dev/null; rm -f "$log"; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    if [ -t 1 ]; then
      printf '\rBuilding Lockstep (the first time takes some minutes) ... %s s ' "$((SECONDS - began))"
    fi
    sleep 1
  done
  if ! wait "$pid"; then
    printf '\n' >&2
    tail -n 25 "$log" >&2
    rm -f "$log"
    fail "the build failed: see above"
  fi
  trap - INT TERM
  rm -f "$log"
  if [ -t 1 ]; then
    printf '\r\033[K'
  fi
  printf 'Built Lockstep in %s s.\n' "$((SECONDS - began))"
}

if stale; then
  [ -t 1 ] || echo "Building Lockstep (the first time takes some minutes) ..."
  build
fi

export LOCKSTEP_DATA_DIR="${LOCKSTEP_DATA_DIR:-$root/data}"
export LOCKSTEP_SEED="${LOCKSTEP_SEED-$root/deploy/demo.json}"
# shellcheck disable=SC2086
exec "$java" -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError ${JAVA_OPTS:-} -jar "$jar"
