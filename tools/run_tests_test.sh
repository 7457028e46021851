#!/usr/bin/env bash
# Whether tools/run_tests.sh sees what goes wrong: programs that pass, fail, skip, crash, end early or
# are not there.
set -uo pipefail
cd "$(dirname "$0")/.."
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
wrong=0

program() {
    printf '#!/bin/sh\n%s\n' "$2" >"$build/$1"
    chmod 755 "$build/$1"
}

# expect "TOTALS" STATUS PROGRAM...
expect() {
    local totals=$1 status=$2 output got
    shift 2
    printf '%s\n' "$@" >"$build/test_programs.txt"
    output=$(MASTHEAD_BINARY='' tools/run_tests.sh --programs "$build" 2>&1)
    got=$?
    if [ "$(tail -n 1 <<<"$output")" != "$totals" ] || [ "$got" != "$status" ]; then
        wrong=$((wrong + 1))
        printf 'run_tests.sh of %s: wanted "%s" and %s, got %s and:\n%s\n' \
            "$*" "$totals" "$status" "$got" "$output"
    fi
}

program passes 'echo "[doctest] test cases: 3 | 3 passed | 0 failed | 0 skipped"'
program fails 'echo "[doctest] test cases: 3 | 1 passed | 2 failed | 0 skipped"; exit 1'
program skips 'echo "skipped: no data"
echo "[doctest] test cases: 3 | 3 passed | 0 failed | 0 skipped"'
program crashes 'kill -SEGV $$'
program ends_early 'exit 0'
program says_nothing_and_fails 'exit 3'
program lies 'echo "[doctest] test cases: 3 | 3 passed | 0 failed | 0 skipped"; exit 1'

expect "3 passed, 0 failed, 0 skipped" 0 passes
expect "4 passed, 2 failed, 0 skipped" 1 passes fails
expect "2 passed, 0 failed, 1 skipped" 0 skips
expect "3 passed, 1 failed, 0 skipped" 1 passes crashes
expect "3 passed, 1 failed, 0 skipped" 1 passes ends_early
expect "0 passed, 1 failed, 0 skipped" 1 says_nothing_and_fails
expect "3 passed, 1 failed, 0 skipped" 1 lies
expect "0 passed, 1 failed, 0 skipped" 1 absent
# A program whose log went lost between the run and the count.
program loses_its_log "rm -f '$build'/test_logs/loses_its_log.log"
expect "0 passed, 1 failed, 0 skipped" 1 loses_its_log

[ "$wrong" = 0 ]
