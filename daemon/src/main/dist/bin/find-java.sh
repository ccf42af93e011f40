# Finds Java. Sourced by bin/millrace and by the launcher at the root of the source tree; runs no program
# of its own, so that it costs next to nothing at start.
#
# find_java PROGRAM: sets java_home, java_major and java_build (as "17.0.15+6") to the newest Java, 17 or later,
# that has bin/PROGRAM.
# Of equals the first wins: JAVA_HOME, PATH, the system's directories, SDKMAN's. MILLRACE_JAVA_HOME ends the
# search before it begins.

find_java() {
  java_home= java_major=0 java_build=
  if [ -n "${MILLRACE_JAVA_HOME:-}" ]; then
    consider_java "$MILLRACE_JAVA_HOME" "$1"
    [ -n "$java_home" ] && return 0
    echo "millrace: MILLRACE_JAVA_HOME=$MILLRACE_JAVA_HOME has no bin/$1 of Java 17 or later" >&2
    return 1
  fi
  [ -n "${JAVA_HOME:-}" ] && consider_java "$JAVA_HOME" "$1"
  consider_path "$1"
  for candidate in /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    consider_java "$candidate" "$1"
  done
  [ -n "$java_home" ] && return 0
  echo "millrace: found no bin/$1 of Java 17 or later in JAVA_HOME, PATH or /usr/lib/jvm;" \
    "on Debian: apt-get install openjdk-17-jdk-headless" >&2
  return 1
}

# The Java behind `java` on PATH, through links such as /usr/bin/java.
consider_path() {
  program=$(command -v java) || return 0
  while [ -L "$program" ]; do
    target=$(readlink "$program") || return 0
    case $target in
      /*) program=$target ;;
      *) program=${program%/*}/$target ;;
    esac
  done
  program=${program%/*}
  consider_java "${program%/bin}" "$1"
}

consider_java() {
  [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 0
  major=0 build=
  while IFS='=' read -r name value; do
    value=${value#\"}
    value=${value%\"}
    case $name in
      JAVA_VERSION) major=${value%%[!0-9]*} build=${build:-$value} ;;
      JAVA_RUNTIME_VERSION) build=$value ;;
    esac
  done <"$1/release"
  if [ "${major:-0}" -ge 17 ] && [ "$major" -gt "$java_major" ]; then
    java_home=$1 java_major=$major java_build=$build
  fi
}
