#!/usr/bin/env bash
# Compiles each header of src/ alone, without the precompiled header: a header includes what it
# uses. Changed headers come first; what does not fit into the time is counted as skipped.
#   tools/check_headers.sh          all, at most HEADERS_SECONDS (170)
#   tools/check_headers.sh --self-test   proves that a header that leans on others fails
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${HEADERS_SECONDS:-170}
flags=$(pkg-config --cflags sqlite3 gumbo libcmark-gfm libdeflate libbrotlienc libxml-2.0 libcurl)
export flags

compile_alone() {
    # shellcheck disable=SC2086 # flags are words
    echo "#include \"$1\"" | "${CXX:-g++}" -std=c++20 -fsyntax-only -I. -Isrc -I/ -Wall -Wextra \
        $flags -x c++ - || { echo "failed: $1"; return 1; }
}
export -f compile_alone

if [ "${1:-}" = --self-test ]; then
    wrong=$(mktemp --suffix=.hpp)
    trap 'rm -f "$wrong"' EXIT
    printf '#pragma once\nstd::string leans_on_others();\n' >"$wrong"
    if compile_alone "$wrong" >/dev/null 2>&1; then
        echo "check_headers: a header that includes nothing was let through"
        exit 1
    fi
    printf '#pragma once\n#include <string>\nstd::string stands_alone();\n' >"$wrong"
    compile_alone "$wrong" || exit 1
    echo "headers: self-test passed"
    exit 0
fi

changed=$({ git diff --name-only HEAD -- src; git ls-files -o --exclude-standard src; } 2>/dev/null)
mapfile -t headers < <(python3 tools/cpp_text.py | grep -v '^src/pch\.hpp$' |
    awk -v changed="$changed" '
        BEGIN { count = split(changed, list, "\n"); for (i = 1; i <= count; i++) is[list[i]] = 1 }
        is[$0] { print; next }
        { later[++kept] = $0 }
        END { for (i = 1; i <= kept; i++) print later[i] }')
[ "${#headers[@]}" -gt 0 ] || { echo "check_headers: found no headers" >&2; exit 1; }
results=$(mktemp)
trap 'rm -f "$results"' EXIT
deadline=$(($(date +%s) + seconds))
export deadline results
printf '%s\n' "${headers[@]}" | xargs -P "$(nproc)" -I HEADER bash -c '
    if [ "$(date +%s)" -ge "$deadline" ]; then echo late >>"$results"; exit 0; fi
    if compile_alone HEADER; then echo good >>"$results"; else echo bad >>"$results"; fi'
good=$(grep -c good "$results")
bad=$(grep -c bad "$results")
late=$(grep -c late "$results")
echo "headers: $good stand alone, $bad do not, $late not looked at for want of time"
# One check, however many headers: they are no tests.
echo "$((bad == 0)) passed, $bad failed, $late skipped"
[ "$bad" = 0 ]
