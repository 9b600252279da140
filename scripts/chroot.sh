# shellcheck shell=bash
# Small Debians in folders, for tests on other releases and architectures. Sourced after lib.sh.
#
# SPDX-License-Identifier: GPL-2.0-or-later

# Where apt gets Debian from on this machine. The other suites are there, too.
mirror_of_apt() {
    # shellcheck disable=SC2016 # it is apt that fills this in
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/*$'
}

# Whether the Release file of SUITE at MIRROR is older than it allows itself to be, as on a mirror
# that is not updated. apt would refuse it.
is_past_its_date() {
    local suite=$1 mirror=$2 release until

    release=$(mktemp)
    /usr/lib/apt/apt-helper download-file "${mirror%/}/dists/$suite/InRelease" "$release" || return 1
    until=$(sed -n 's/^Valid-Until: //p' "$release")
    rm -f "$release"
    [[ -n $until && $(date -d "$until" +%s) -lt $(date +%s) ]]
}

# Makes a Debian of SUITE for ARCHITECTURE with the packages in FOLDER. The folder gets its name when
# it is whole: what an interrupted run leaves is no chroot. The unshare ends what mmdebstrap has
# mounted there, even if it cannot do so itself any more.
make_chroot() {
    local suite=$1 architecture=$2 folder=$3 mirror names options=()

    shift 3
    mirror=$(mirror_of_apt) || {
        printf '%s: apt knows no mirror of Debian here\n' "${0##*/}" >&2
        return 1
    }
    names=$(IFS=, && printf '%s' "$*")
    if is_past_its_date "$suite" "$mirror"; then
        options+=(--aptopt='Acquire::Check-Valid-Until "false"')
    fi
    as_root rm -rf --one-file-system "$folder.part" &&
        as_root unshare --mount mmdebstrap --variant=minbase --architectures="$architecture" \
            --include="$names" --aptopt='APT::Install-Recommends "false"' "${options[@]}" \
            "$suite" "$folder.part" "$mirror" &&
        as_root mv "$folder.part" "$folder"
}

# Copies the project as it is here to /sipcodes in a chroot.
copy_project_to() {
    # shellcheck disable=SC2154 # lib.sh sets it
    as_root rm -rf --one-file-system "$1/sipcodes" &&
        as_root mkdir "$1/sipcodes" &&
        tar -C "$root" --exclude=./build --exclude=./.git -c . |
        as_root tar -C "$1/sipcodes" --no-same-owner -x
}

# Runs the bash script on standard input in a chroot, with /proc and /dev/pts; further arguments are
# a command that runs it, such as linux32. All that it mounts and starts ends with it.
run_inside() {
    local folder=$1

    shift
    as_root unshare --mount --pid --fork --kill-child chroot "$folder" \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@" bash -euo pipefail -c '
            mount -t proc proc /proc
            mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts
            exec bash -euo pipefail -s'
}
