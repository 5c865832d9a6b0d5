# What the tests of this room share. Sourced with the name of the test; works in a temporary folder.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

fail() { echo "FAILED: $*" >&2; exit 1; }
# expect STATUS COMMAND...: runs it; its output (both) is in $out.
expect() {
  local wanted=$1; shift
  out=$(timeout 280 "$@" 2>&1 </dev/null)
  local status=$?
  [[ $status == "$wanted" ]] || fail "$* ended with $status, not $wanted: $(tail -n 40 <<<"$out")"
}
says() { [[ $out == *"$1"* ]] || fail "does not say '$1': $out"; }
silent() { [[ $out != *"$1"* ]] || fail "says '$1': $out"; }

# consumer_works PREFIX FOLDER: the programs of sources/, built into FOLDER, show what they are to show.
consumer_works() {
  local selvage=$1/bin/selvage program
  expect 0 "$2/uses_async"
  expect 0 "$2/check_event"
  for program in waiting uses_async_explored; do
    expect 0 "$2/$program"
    expect 0 "$selvage" run --executions 1000 --out found -- "$2/$program"; says holds; silent 'not instrumented'
  done
  expect 1 "$selvage" run --executions 1000 --out found -- "$2/waiting_lossy"; says lost-wakeup
  [[ -n $(find found -name 'waiting_lossy-lost-wakeup.txt') ]] || fail "no counterexample of waiting_lossy"
}
