#!/usr/bin/env bash
# Prints how long a full release build takes on this machine without cache, and how long it takes
# until the program is linked again after a change to one file. Budgets: 6 minutes and 15 seconds
# on two cores.
#   tools/build_times.sh [FILE]   the file that is changed (default: a feature's verb)
set -euo pipefail
cd "$(dirname "$0")/.."
changed=${1:-src/features/comments/import_comments.cpp}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
export CCACHE_DISABLE=1

seconds_of() {
    local from
    from=$(date +%s.%N)
    "$@" >"$build/log" 2>&1 || { tail -n 40 "$build/log" >&2; return 1; }
    awk -v from="$from" -v to="$(date +%s.%N)" 'BEGIN { printf "%.1f", to - from }'
}

cmake -S . -B "$build/tree" -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
full=$(seconds_of cmake --build "$build/tree" --target masthead)
# Removing what was made of the file stands for changing it, and leaves the file alone.
find "$build/tree" -path "*${changed#src/}.o" -delete
one=$(seconds_of cmake --build "$build/tree" --target masthead)
echo "machine: $(nproc) cores, $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)," \
    "$("${CXX:-g++}" --version | head -n 1)"
echo "full release build, no cache: $full s (budget 360 s on two cores)"
echo "one file changed ($changed) and linked: $one s (budget 15 s)"
