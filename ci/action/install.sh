#!/bin/sh
# goldpin on the path, on a runner with Debian or Ubuntu: a package, which brings what it needs by name.
#   install.sh plan    outputs: how (source, deb, installed), the folder of the package that is built here, a key for caches
#   install.sh         does it
# IN_VERSION: empty is the source that this action is part of, built once and then out of the cache; `installed` is what is on
# the path; else it is a .deb file.
set -eu
. "$(dirname "$0")/lib.sh"
source=$(cd "$(dirname "$0")/../.." && pwd)
folder=${HOME:?}/.cache/goldpin-deb

# Sources, system and CPU architecture: what a package depends on.
key() {
    {
        cat /etc/os-release && uname -m
        cd "$source" && find lib cmd suites ci/deb.sh Makefile -type f | LC_ALL=C sort | xargs sha256sum
    } | sha256sum | cut -c 1-32
}

how() {
    case ${IN_VERSION-} in
    '') echo source ;;
    installed) echo installed ;;
    *.deb) echo deb ;;
    *)
        error 'the input version is empty, installed, or the path of a .deb file' >&2
        exit 2
        ;;
    esac
}

# From cache or source, in a folder that holds one package.
built() {
    set -- "$folder"/goldpin_*.deb
    [ -s "$1" ] || {
        cd "$source"
        sh ci/deps.sh >&2
        make -j"$(nproc)" BUILD="$folder/build" CFLAGS=-O2 PREFIX=/usr all docs >&2
        BUILD=$folder/build sh ci/deb.sh "$folder" >&2
        rm -rf "$folder/build"
        set -- "$folder"/goldpin_*.deb
    }
    printf '%s\n' "$1"
}

root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
install_deb() {
    case $1 in /*) deb=$1 ;; *) deb=$PWD/$1 ;; esac
    root env DEBIAN_FRONTEND=noninteractive apt-get -q update
    root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$deb" jq curl bubblewrap
}

how=$(how)
if [ "${1-}" = plan ]; then
    output how "$how"
    output folder "$folder"
    output key "$(key)"
    exit 0
fi
case $how in
source) install_deb "$(built)" ;;
deb) install_deb "$IN_VERSION" ;;
esac
"${GOLDPIN:-goldpin}" --version
