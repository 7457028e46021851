#!/usr/bin/env bash
# Runs tests and prints, as its last line, "N passed, N failed, N skipped".
#   tools/run_tests.sh [--programs | --scripts] [BUILD_DIR]
# Programs: what BUILD_DIR/test_programs.txt lists (default build/dev). Scripts: the checks in
# tools/, and every executable .py and .sh in tests/http and tests/system; they find the server's
# program in $MASTHEAD_BINARY (default BUILD_DIR/masthead), exit with 0, or 77 where they had to
# be skipped, and may print a line of counts like the last one here, or be a Python unittest.
# A line "skipped: WHAT" counts as one skipped test. A crash, a time-out, or a program that ends
# without doctest's totals is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."

what=all
case "${1:-}" in
--programs) what=programs; shift ;;
--scripts) what=scripts; shift ;;
esac
build=${1:-build/dev}
seconds_max=${MASTHEAD_TEST_SECONDS:-600}
logs=$build/test_logs
rm -rf "$logs"
mkdir -p "$logs"
export MASTHEAD_BINARY=${MASTHEAD_BINARY:-$PWD/$build/masthead}
export logs seconds_max

# Runs one command, keeps what it prints, then its exit status.
run_one() {
    local name=$1
    shift
    timeout --kill-after=10 "$seconds_max" "$@" >"$logs/$name.log" 2>&1 </dev/null
    echo $? >"$logs/$name.status"
}
export -f run_one

# "passed failed skipped" of one log: doctest's, a script's own or unittest's totals, else by status.
# A program must tell its totals: one that ends early has passed nothing.
count() {
    local name=$1 kind=$2
    if [ ! -r "$logs/$name.log" ] || [ ! -s "$logs/$name.status" ]; then
        echo 0 1 0
        return
    fi
    awk -v status="$(cat "$logs/$name.status")" -v kind="$kind" '
        /^skipped: / { lines++ }
        /^\[doctest\] test cases:/ {
            gsub(/[|]/, " "); known = 1
            for (i = 1; i < NF; i++) {
                if ($(i + 1) == "passed") passed += $i
                if ($(i + 1) == "failed") failed += $i
                if ($i ~ /^[0-9]+$/ && $(i + 1) == "skipped") skipped += $i
            }
        }
        /^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { passed = $1; failed = $3; skipped = $5; known = 1 }
        /^Ran [0-9]+ tests? in / { ran = $2; unittest = 1 }
        unittest && /^(OK|FAILED)/ {
            known = 1; passed = ran
            while (match($0, /(failures|errors|skipped)=[0-9]+/)) {
                split(substr($0, RSTART, RLENGTH), pair, "=")
                if (pair[1] == "skipped") skipped = pair[2]; else failed += pair[2]
                $0 = substr($0, RSTART + RLENGTH)
            }
            passed -= skipped + (failed < ran ? failed : ran); if (passed < 0) passed = 0
        }
        END {
            if (kind == "program" && !known && !failed) failed = 1
            # A test that found no data to work on has passed nothing.
            if (lines) { skipped += lines; passed = passed > lines ? passed - lines : 0 }
            if (status == 77) { passed = 0; failed = 0; if (!skipped) skipped = 1 }
            else if (status != 0 && !failed) failed = 1
            else if (status == 0 && !known && !lines && !failed) passed = 1
            print passed + 0, failed + 0, skipped + 0
        }' "$logs/$name.log"
}

passed=0 failed=0 skipped=0
report() {
    local name=$1 kind=$2 status p f s
    status=$(cat "$logs/$name.status" 2>/dev/null || echo none)
    read -r p f s < <(count "$name" "$kind")
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-28s %5d passed %4d failed %4d skipped\n' "$name" "$p" "$f" "$s"
    grep -s '^skipped: ' "$logs/$name.log" | sed 's/^/    /'
    [ "$f" = 0 ] && return
    case "$status" in
    none) echo "    was not run" ;;
    0) [ "$kind" = program ] && echo "    ended before its totals" ;;
    124 | 137) echo "    ended after $seconds_max seconds" ;;
    13[0-9] | 14[0-9]) echo "    crashed (signal $((status - 128)))" ;;
    esac
    tail -n "${MASTHEAD_TEST_TAIL:-60}" "$logs/$name.log" 2>/dev/null | sed 's/^/    /'
}

if [ "$what" != scripts ]; then
    mapfile -t programs < <(grep . "$build/test_programs.txt" 2>/dev/null)
    if [ "${#programs[@]}" = 0 ]; then
        echo "run_tests: $build/test_programs.txt lists nothing: build first (make test)" >&2
        echo "0 passed, 1 failed, 0 skipped"
        exit 1
    fi
    printf '%s\n' "${programs[@]}" |
        xargs -P "$(nproc)" -I NAME bash -c 'run_one NAME "$0/NAME"' "$build"
    for name in "${programs[@]}"; do
        report "$name" program
    done
fi

if [ "$what" != programs ]; then
    scripts=(tools/run_tests_test.sh
        tools/tidy_test.py tools/tidy.py tools/check_layers_test.py tools/check_layers.py
        "tools/check_docs.py --self-test" tools/check_docs.py)
    for script in tests/http/*.py tests/http/*.sh tests/system/*.py tests/system/*.sh; do
        [ -x "$script" ] && scripts+=("$script")
    done
    for script in "${scripts[@]}"; do
        name=$(basename "${script// --/_}" | tr '.' '_')
        # shellcheck disable=SC2086 # a script may carry one option
        run_one "$name" $script
        report "$name" script
    done
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
