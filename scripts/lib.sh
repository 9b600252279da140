# shellcheck shell=bash
# What the scripts share. Sourced, never run.
#
# SPDX-License-Identifier: GPL-2.0-or-later

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Ends the script with one line, and the exit status of a wrong call.
wrong_call() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 2
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

is_installed() {
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# Installs the packages that are missing. Asks nothing; changes nothing if all are there.
install_packages() {
    local package missing=()

    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    if ! command -v apt-get >/dev/null; then
        printf '%s: no apt-get here; install what these packages of Debian hold: %s\n' \
            "${0##*/}" "${missing[*]}" >&2
        return 0
    fi
    printf 'installing: %s\n' "${missing[*]}" >&2
    {
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
            -o DPkg::Lock::Timeout=120 "${missing[@]}"
    } >&2
}

# Configures one of the presets and builds it, or the targets named after it, into build/PRESET.
build_preset() {
    local preset=$1

    shift
    (cd "$root" && cmake --preset "$preset" && cmake --build --preset "$preset" ${1+--target "$@"})
}

# The same, but all output goes to a log, which is shown only if the build fails.
build_preset_quietly() {
    local log=$root/build/$1.log

    mkdir -p "$root/build"
    [[ -d $root/build/$1 ]] || printf 'building ...\n' >&2
    build_preset "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        return 1
    }
}

# The number that a JUnit report of ctest gives for tests, failures, skipped or disabled.
reported() {
    grep -oEm1 "\\b$2=\"[0-9]+\"" "$1" | grep -oE '[0-9]+'
}

# Makes a folder in which tshark finds the plugin of build/PRESET and nothing else of this
# machine's; sets `stage` to it. It is removed when the script ends.
#
# tshark that is started as root ignores WIRESHARK_PLUGIN_DIR without a word, so root is dropped
# before; and the user that it is dropped to may not be able to read the folder of the project.
# Hence a copy, and hence /tmp: root's TMPDIR may be closed to others.
make_stage() {
    stage=$(TMPDIR=/tmp mktemp -d)
    trap 'rm -rf "$stage"' EXIT
    mkdir "$stage/home" "$stage/no-plugins"
    cp -r "$root/build/$1/plugins" "$stage/plugins"
    chmod -R a+rX "$stage"
    staged=(env -u XDG_CONFIG_HOME -u WIRESHARK_CONFIG_DIR LC_ALL=C.UTF-8 HOME="$stage/home"
        WIRESHARK_PLUGIN_DIR="$stage/plugins")
    [[ $EUID -ne 0 ]] || staged+=(setpriv --reuid=65534 --regid=65534 --clear-groups)
}

# Runs a command, usually tshark, in that environment.
run_staged() {
    "${staged[@]}" "$@"
}
