# What the checks share; sourced by them. Each check works in a new directory below target/checks, which it leaves
# behind when it fails, and ends with one line: "ok: ..." or "FAILED: ...".
set -Eeuo pipefail
export LC_ALL=C

check=${0##*/}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mkdir -p target/checks
work=$(mktemp -d "target/checks/$check.XXXXXX")
running=
verdict=
failed_at=

say() {
  echo "$check: $*" >&2
}

ok() {
  verdict="ok: $check: $*"
  echo "$verdict"
  exit 0
}

fail() {
  verdict="FAILED: $check: $*; see $work"
  echo "$verdict"
  exit 1
}

# Nothing a check has started outlives it, and an end without a verdict is a failure as well.
at_exit() {
  local code=$?
  [[ -z $running ]] || kill -9 "$running" 2>/dev/null || true
  if declare -F clean_up >/dev/null; then
    clean_up
  fi
  [[ $verdict != ok:* ]] || rm -rf "$work"
  [[ -n $verdict ]] || echo "FAILED: $check: ended with code $code${failed_at:+ at $failed_at}; see $work"
}
trap at_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'failed_at="line $LINENO: $BASH_COMMAND"' ERR

# How many lines a file has; 0 when it is not there.
lines_in() {
  if [[ -e $1 ]]; then wc -l <"$1"; else echo 0; fi
}

# Makes a file of lines of 100 bytes, line end included: a number that grows, and one of 5,000 keys. The keys are
# spread so that one key's lines are far apart here and close together there.
make_lines() {
  perl -e '
    my ($count, $padding) = ($ARGV[0], "x" x 80);
    printf "%010d key%04d %s\n", $_, ($_ * 7919 + int($_ / 977)) % 5000, $padding for 1 .. $count;
  ' "$1" >"$2"
}

# Whether each key's lines stand in the order of their numbers. Of a line that is there twice the first one counts.
in_order_of_keys() {
  awk '$1 in seen { next } { seen[$1] } $1 <= last[$2] { exit 1 } { last[$2] = $1 }' "$1"
}

# Starts a configuration in the background: $running is the JVM's process, for the launcher gives its own place to it.
start() {
  local config=$1
  shift
  ./millrace run "$config" "$@" 2>>"$work/log" &
  running=$!
}

# Waits for what runs, and leaves how it ended in $code.
await_end() {
  code=0
  wait "$running" 2>/dev/null || code=$?
  running=
}

# Runs a configuration to its end and leaves how it ended in $code.
run() {
  start "$@"
  await_end
}

# Waits until a command succeeds: for how many seconds, then the command.
await() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.02
  done
}

# The launcher builds when it must: not while something is measured or timed.
./millrace version >/dev/null
