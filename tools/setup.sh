#!/usr/bin/env bash
# Installs what the named groups of work need: build (default), test, bench, format, fuzz.
# Only Debian packages that are missing are installed, so that a repeat takes no time. Runs as root
# or through sudo. The style sheet and script of the pages are built too, where their sources are
# newer than what was built from them.
set -euo pipefail
cd "$(dirname "$0")/.."

packages_of() {
    case "$1" in
    build)
        echo g++ cmake make ninja-build ccache mold pkg-config ca-certificates \
            libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libsqlite3-dev libgumbo-dev \
            libcmark-gfm-dev libcmark-gfm-extensions-dev libdeflate-dev libbrotli-dev libicu-dev \
            libxml2-dev libcurl4-openssl-dev libssl-dev libsodium-dev \
            libqrencode-dev libopendkim-dev libarchive-dev \
            libtomlplusplus-dev libcli11-dev doctest-dev
        # Any Node.js from 18 on will do, also one that did not come as a Debian package.
        command -v node >/dev/null || echo nodejs
        command -v npm >/dev/null || echo npm
        ;;
    test)
        echo python3 python3-dkim chromium procps openssl xfsprogs e2fsprogs
        command -v npm >/dev/null || echo nodejs npm
        ;;
    bench) echo python3 nginx wrk procps ;;
    format) echo clang-format clang-tidy ;;
    fuzz) echo clang llvm ;;
    *)
        echo "setup: no such group: $1 (build, test, bench, format, fuzz)" >&2
        return 1
        ;;
    esac
}

missing_of() {
    local installed package
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        # nginx also comes from others than Debian.
        [ "$package" = nginx ] && command -v nginx >/dev/null && continue
        grep -qx "$package installed" <<<"$installed" || echo "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

apt_install() {
    local status=0
    forbid_services "$@"
    as_root apt-get install -y -q --no-install-recommends "$@" >"$log" 2>&1 || status=$?
    allow_services
    return "$status"
}

# The bench starts an nginx of its own. Debian's package would start another on port 80, and at
# every boot thereafter; while this file stands, packages start nothing. One that is there already
# is its owner's.
policy=/usr/sbin/policy-rc.d
policy_is_ours=no
forbid_services() {
    [[ " $* " == *" nginx "* ]] && [ ! -e "$policy" ] || return 0
    policy_is_ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
}

allow_services() {
    [ "$policy_is_ours" = yes ] || return 0
    policy_is_ours=no
    as_root rm -f "$policy"
    if [ -d /run/systemd/system ]; then
        as_root systemctl disable --quiet nginx 2>/dev/null || true
    fi
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_of "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "setup: this is no Debian; please install: ${missing[*]}" >&2
        return 1
    fi
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null && [ ! -t 0 ]; then
        echo "setup: neither root nor sudo; please run: apt-get install ${missing[*]}" >&2
        return 1
    fi
    echo "setup: installing ${missing[*]}"
    # The lists of a machine may be absent or too old to find a package: then fetch them, once.
    if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || ! apt_install "${missing[@]}"; then
        as_root apt-get update -q >"$log" 2>&1 || { tail -n 20 "$log" >&2; return 1; }
        apt_install "${missing[@]}" || { tail -n 20 "$log" >&2; return 1; }
    fi
}

# What ui/build.mjs makes.
ui_built=(themes/broadsheet/assets/built/{screen.css,page.js,{forum,forum-de,forum-ar,following}.js}
    themes/broadsheet/assets/built/{live,passkeys,push,push-worker}.js)

ui_is_fresh() {
    local file
    for file in "${ui_built[@]}"; do
        [ -s "$file" ] || return 1
        [ -z "$(find ui themes/broadsheet/css -name node_modules -prune -o -type f \
            -newer "$file" -print -quit)" ] || return 1
    done
}

# Fetches what a folder's package-lock.json names, where that is not there yet.
npm_packages() {
    local folder=$1
    if [ -d "$folder/node_modules" ] &&
        [ ! "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ]; then
        return 0
    fi
    echo "setup: fetching the npm packages of $folder/"
    npm --prefix "$folder" ci --no-audit --no-fund >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        echo "setup: npm could not fetch what $folder/package-lock.json names" >&2
        return 1
    }
    touch "$folder/node_modules/.package-lock.json"
}

build_ui() {
    [ -f ui/package.json ] || return 0
    ui_is_fresh && return 0
    npm_packages ui
    echo "setup: building the pages' style sheet and script"
    npm --prefix ui run --silent build >"$log" 2>&1 || { cat "$log" >&2; return 1; }
    # A builder that finds nothing changed may leave the old time.
    touch "${ui_built[@]}"
}

log=$(mktemp)
trap 'allow_services; rm -f "$log"' EXIT
[ $# -gt 0 ] || set -- build
wanted=()
for group in "$@"; do
    packages=$(packages_of "$group")
    mapfile -t -O "${#wanted[@]}" wanted < <(tr ' ' '\n' <<<"$packages")
done
install_packages "${wanted[@]}"
for group in "$@"; do
    case "$group" in
    build) build_ui ;;
    test)
        for folder in tests/browser tests/services; do
            [ ! -f "$folder/package.json" ] || npm_packages "$folder"
        done
        ;;
    esac
done
