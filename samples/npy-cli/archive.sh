#!/bin/sh
# Called by the build: makes the JVM's AOT caches of what the commands load and link that should start fast. One for each,
# since all that is in a cache is loaded at every start.
# The commands work without, they only start later: a JDK that makes none is no error.

cd "${0%/*}" || exit
. ../find-jdk.sh
find_jdk || exit 0

archive() { # name, command...
  new=target/$1-$$.aot
  name=target/npy-$1-$version.aot
  shift
  if "$jdk/bin/java" -XX:+UseSerialGC -XX:AOTCacheOutput="$new" \
    -cp target/npy.jar io.github.npybridge.cli.TrainingRun "$@" >"$new.log" 2>&1; then
    mv "$new" "$name" # in one step, since a command may be starting
  fi
  rm -f "$new" "$new.log"
}

rm -f target/npy-*.aot
archive info info &
archive json info --json &
archive cat cat &
wait
