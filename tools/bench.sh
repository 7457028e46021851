#!/usr/bin/env bash
# Runs every benchmark in benchmarks/: executable scripts (*.sh, *.py) in order of name; they find
# the program in $MASTHEAD_BINARY. Prints each one's figures; fails if one misses its budget.
set -uo pipefail
cd "$(dirname "$0")/.."
export MASTHEAD_BINARY=${MASTHEAD_BINARY:-$PWD/build/release/masthead}
[ -x "$MASTHEAD_BINARY" ] || { echo "bench: no $MASTHEAD_BINARY; make build makes it" >&2; exit 1; }
echo "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(nproc) cores," \
    "$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)"
missed=0 found=0
for benchmark in benchmarks/*.sh benchmarks/*.py; do
    [ -x "$benchmark" ] || continue
    found=1
    echo "== $(basename "$benchmark")"
    "$benchmark" || missed=$((missed + 1))
done
[ "$found" = 1 ] || { echo "bench: benchmarks/ holds no executable script" >&2; exit 1; }
[ "$missed" = 0 ] || { echo "bench: $missed missed their budget" >&2; exit 1; }
