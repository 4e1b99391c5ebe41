# Sourced by samples/npy, samples/npy-cli/archive.sh and .ci/run: find_jdk sets jdk to the home of a JDK that is new
# enough and version to its version, or fails.

minimum=25

# True when $1 is the home of a JDK that is new enough: its release file says so, nothing is started.
is_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      version=${value%\"}
      value=${value%%[!0-9]*}
      [ "${value:-0}" -ge "$minimum" ]
      return
    fi
  done <"$1/release"
  return 1
}

find_jdk() {
  for jdk in "${JAVA_HOME:-}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    is_jdk "$jdk" && return
  done
  java=$(command -v java) || return 1
  while [ -h "$java" ]; do
    target=$(readlink "$java")
    case $target in
      /*) java=$target ;;
      *) java=${java%/*}/$target ;;
    esac
  done
  jdk=${java%/bin/java}
  is_jdk "$jdk"
}
