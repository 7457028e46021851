#!/usr/bin/env bash
# Configures a preset and builds targets: tools/build.sh PRESET TARGET...
# The target all-tests stands for every test program and, where it exists, the server's program.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { echo "usage: tools/build.sh PRESET TARGET..." >&2; exit 2; }
preset=$1
shift

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! cmake --preset "$preset" >"$log" 2>&1; then
    cat "$log" >&2
    echo "build: cmake could not configure; make setup installs what it looks for" >&2
    exit 1
fi

targets=()
for target in "$@"; do
    if [ "$target" = all-tests ]; then
        targets+=(tests)
        # grep reads to the end: ninja would otherwise die of a closed pipe under pipefail.
        ninja -C "build/$preset" -t targets all | grep '^masthead: ' >/dev/null && targets+=(masthead)
    else
        targets+=("$target")
    fi
done

# A compiler of this code takes up to a gigabyte: no more of them than memory allows.
gigabytes=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
jobs=$(nproc)
[ "$gigabytes" -ge "$jobs" ] || jobs=$((gigabytes > 0 ? gigabytes : 1))
exec cmake --build "build/$preset" --target "${targets[@]}" -j "$jobs" -- --quiet
