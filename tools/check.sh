#!/usr/bin/env bash
# Everything that must hold before a change goes in; CI runs this. Steps are ordered so that what
# fails quickest comes first. The last line is "N passed, N failed, N skipped".
#   MASTHEAD_SANITIZE_MINUTES=N   start the sanitizer run only within N minutes (40; 0: never)
set -uo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS
passed=0 failed=0 skipped=0
failures=()
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# step NAME COMMAND...: a command's own line of counts is added up; without one it counts as one.
step() {
    local name=$1 status counts
    shift
    echo "== $name ($(((SECONDS - started) / 60)) min)"
    "$@" </dev/null 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    counts=$(tail -n 1 "$log" | grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' || true)
    if [ -n "$counts" ]; then
        passed=$((passed + $(cut -d' ' -f1 <<<"$counts")))
        failed=$((failed + $(cut -d' ' -f3 <<<"$counts")))
        skipped=$((skipped + $(cut -d' ' -f5 <<<"$counts")))
        [ "$status" = 0 ] || [ "$(cut -d' ' -f3 <<<"$counts")" != 0 ] || failed=$((failed + 1))
    elif [ "$status" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
    [ "$status" = 0 ] || failures+=("$name")
    return "$status"
}

finish() {
    local name
    for name in "${failures[@]}"; do
        echo "failed: $name"
    done
    echo "check took $(((SECONDS - started + 30) / 60)) minutes"
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
    exit
}

# The rooms that read what strangers send, under the address and undefined-behaviour sanitizers.
sanitized_tests() {
    local minutes=${MASTHEAD_SANITIZE_MINUTES:-40} programs
    if [ $(((SECONDS - started) / 60)) -ge "$minutes" ]; then
        echo "skipped: the sanitizer run (more than $minutes minutes have passed)"
        echo "0 passed, 0 failed, 1 skipped"
        return 0
    fi
    programs=$(grep -E '^(base|text|handlebars|images|fetch|sqlite|net|web|wordpress_body|transfer)_tests$' \
        build/dev/test_programs.txt)
    # shellcheck disable=SC2086 # one word a program
    tools/build.sh debug-asan $programs || return 1
    mkdir -p build/debug-asan/chosen
    cp build/debug-asan/test_programs.txt build/debug-asan/test_programs.all
    printf '%s\n' $programs >build/debug-asan/test_programs.txt
    ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
        tools/run_tests.sh --programs build/debug-asan
    local status=$?
    mv build/debug-asan/test_programs.all build/debug-asan/test_programs.txt
    return $status
}

page_script_types() {
    [ -f ui/package.json ] || return 0
    [ -d ui/node_modules ] || npm --prefix ui ci --no-audit --no-fund || return 1
    npm --prefix ui run --silent check
}

step "setup" tools/setup.sh build test || finish
step "types of the pages' script" page_script_types
step "header check can fail" tools/check_headers.sh --self-test
step "build of the tests" tools/build.sh dev all-tests || finish
step "test programs" tools/run_tests.sh --programs build/dev
step "headers stand alone" tools/check_headers.sh
step "release build" tools/build.sh release masthead
step "checks, scenarios and system tests" \
    env MASTHEAD_BINARY="$PWD/build/release/masthead" tools/run_tests.sh --scripts build/dev
step "sanitizers" sanitized_tests
finish
