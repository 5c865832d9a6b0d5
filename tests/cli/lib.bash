# Sourced by the tests of the command: COMMAND BROKEN-DIRECTORY.
set -uo pipefail
selvage=$(readlink -f "$1")
broken=$(readlink -f "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 2
failed=0

fail() { printf 'FAILED: %s\n' "$*"; failed=1; }

# status WANT ARGUMENT...: runs the command, keeps its outputs in out and err.
status() {
  local want=$1 got=0
  shift
  timeout 1200 "$selvage" "$@" >out 2>err || got=$?
  ((got == want)) || fail "selvage $*: status $got, not $want: $(head -c 300 err)"
}

# refuses TEXT ARGUMENT...: status 2, and one sentence on standard error that holds TEXT.
refuses() {
  local text=$1
  shift
  status 2 "$@"
  grep -qF -- "$text" err || fail "selvage $*: '$(cat err)' does not say '$text'"
  (($(wc -l <err) == 1)) || fail "selvage $*: $(wc -l <err) lines instead of one: $(cat err)"
}

finish() {
  ((failed == 0)) && echo "all as wanted"
  exit "$failed"
}
