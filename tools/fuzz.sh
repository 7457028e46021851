#!/usr/bin/env bash
# Builds each fuzz/NAME_fuzz.cpp with clang's libFuzzer and the sanitizers and runs it for
# FUZZ_SECONDS (60), beginning from fuzz/seeds/NAME where that exists. What it finds is kept in
# build/fuzz/NAME. Usage: tools/fuzz.sh [NAME...]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-60}
build=build/fuzz
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Dev -DCMAKE_CXX_COMPILER=clang++ \
    -DMASTHEAD_SANITIZE=address,undefined -DCMAKE_CXX_FLAGS=-fsanitize=fuzzer-no-link >/dev/null

# The rooms a fuzz program includes, as their libraries are called: core/text is mh_text.
libraries_of() {
    sed -n 's|^#include "\(.*\)/[^/]*"$|\1|p' "$1" | sort -u | while read -r room; do
        case "$room" in
        features/*) echo "mh_feature_$(basename "$room")" ;;
        *) echo "mh_$(basename "$room")" ;;
        esac
    done
}

external=$(pkg-config --libs gumbo libcmark-gfm libdeflate libbrotlienc libbrotlidec libxml-2.0 \
    libcurl sqlite3 icu-i18n icu-uc libsodium libcrypto libqrencode)
status=0
for source in fuzz/*_fuzz.cpp; do
    name=$(basename "$source" _fuzz.cpp)
    [ $# = 0 ] || grep -qx "$name" <<<"$(printf '%s\n' "$@")" || continue
    mapfile -t libraries < <(libraries_of "$source")
    ninja -C "$build" --quiet "${libraries[@]}"
    # shellcheck disable=SC2086 # libraries are words
    clang++ -std=c++20 -O1 -g1 -fPIE -Isrc -fsanitize=fuzzer,address,undefined "$source" \
        -o "$build/${name}_fuzz" -Wl,--start-group "$build"/libmh_*.a -Wl,--end-group \
        -lboost_json -lboost_url -lcmark-gfm-extensions $external -lpthread
    mkdir -p "$build/$name"
    seeds=()
    [ ! -d "fuzz/seeds/$name" ] || seeds+=("fuzz/seeds/$name")
    echo "fuzz: $name for $seconds seconds"
    if ! "$build/${name}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$build/$name/" "$build/$name" "${seeds[@]}" >"$build/$name.log" 2>&1; then
        tail -n 40 "$build/$name.log"
        echo "fuzz: $name failed; the input is kept in $build/$name/"
        status=1
    fi
done
exit $status
