# What the JVM is told when the user says nothing. Sourced by bin/millrace; runs no program of its own.

# Whether the user has an option that one of the patterns fits, for this program or for any that Java runs.
user_says() {
  for option in ${JAVA_OPTS:-} ${MILLRACE_OPTS:-} ${JDK_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-} ${_JAVA_OPTIONS:-}; do
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
# nothing tells, as outside Linux.
memory_mebibytes() {
  memory=0
  if [ -r /proc/meminfo ]; then
    while read -r name kibibytes _; do
      [ "$name" != MemTotal: ] || memory=$((kibibytes / 1024))
    done </proc/meminfo
  fi
  [ -r /proc/self/cgroup ] || return 0
  while IFS=: read -r _ controllers group; do
    case ,$controllers, in
      ,,) groups=/sys/fs/cgroup file=memory.max ;;
      *,memory,*) groups=/sys/fs/cgroup/memory file=memory.limit_in_bytes ;;
      *) continue ;;
    esac
    # The limit of a group holds for those within it.
    while :; do
      lower_memory "$groups${group%/}/$file"
      [ -n "${group%/}" ] || break
      group=${group%/*}
    done
  done </proc/self/cgroup
}

# lower_memory FILE: to the number of bytes in it, if that is less.
lower_memory() {
  [ -r "$1" ] || return 0
  read -r limit <"$1" || return 0
  case $limit in
    *[!0-9]* | '' | ????????????????*) return 0 ;; # "max", or more than any machine has
  esac
  [ $((limit / 1048576)) -ge "$memory" ] || memory=$((limit / 1048576))
}

# heap_option MOST: the JVM's own choice, a quarter of the memory, but no more than that many MiB; empty when the
# user has decided, or the JVM's choice is smaller.
heap_option() {
  heap_option=
  user_says '-Xm[sx]*' '-XX:*HeapSize=*' '-XX:*RAM*=*' '-XX:Flags=*' '-XX:VMOptionsFile=*' '@*' && return 0
  memory_mebibytes
  [ "$memory" -lt $((4 * $1)) ] || heap_option=-Xmx$1m
}

# collector_option COLLECTOR: that one, unless the user has chosen: the JVM does not start with two.
collector_option() {
  collector_option=
  user_says '-XX:+Use*GC' '@*' || collector_option=-XX:+Use$1
}
