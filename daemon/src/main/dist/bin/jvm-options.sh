# What the JVM is told when the user says nothing. Sourced by bin/millrace; runs no program of its own.

# Whether JAVA_OPTS or MILLRACE_OPTS has an option that one of the patterns fits.
user_says() {
  for option in ${JAVA_OPTS:-} ${MILLRACE_OPTS:-}; do
    for pattern in "$@"; do
      # shellcheck disable=SC2254 # a pattern is meant
      case $option in
        $pattern) return 0 ;;
      esac
    done
  done
  return 1
}

# memory_mebibytes: sets memory to what the machine has, or the control group allows if that is less; to 0 where
# nothing tells.
memory_mebibytes() {
  memory=0
  if [ -r /proc/meminfo ]; then
    while read -r name kibibytes _; do
      [ "$name" != MemTotal: ] || memory=$((kibibytes / 1024))
    done </proc/meminfo
  fi
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    [ -r "$file" ] || continue
    read -r limit <"$file" || continue
    case $limit in
      *[!0-9]* | '' | ????????????????*) continue ;; # "max", or more than any machine has
    esac
    [ $((limit / 1048576)) -ge "$memory" ] || memory=$((limit / 1048576))
  done
}

# heap_option MOST: the JVM's own choice, a quarter of the memory, but no more than that many MiB; empty when the
# user has decided, or the JVM's choice is smaller.
heap_option() {
  heap_option=
  user_says '-Xmx*' '-XX:MaxHeapSize=*' '-XX:MaxRAM*' '-XX:*RAMPercentage=*' '@*' && return 0
  memory_mebibytes
  [ "$memory" -lt $((4 * $1)) ] || heap_option=-Xmx$1m
}

# collector_option COLLECTOR: that one, unless the user has chosen: the JVM does not start with two.
collector_option() {
  collector_option=
  user_says '-XX:+Use*GC' '@*' || collector_option=-XX:+Use$1
}
