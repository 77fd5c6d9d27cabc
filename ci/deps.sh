#!/bin/sh
# make deps: install the Debian or Ubuntu packages that goldpin is built with, where any is missing.
#   ci/deps.sh          what building, `make demo` and `make test` need
#   ci/deps.sh check    that, and what the sanitizer, fuzzing, format and schema checks need
# GOLDPIN_DEPS_DRY=1 only says what would be installed. Exit: 0 all there, 1 it cannot be, 2 wrong argument.
set -eu
os_release=${GOLDPIN_OS_RELEASE-/etc/os-release} # tests put another system here

# ca-certificates: without it no TLS connection to a remote model can be verified.
# python3: for `make test` alone, which runs the generators of suites again.
# binutils and libc6-dev are needed at run time too: PoCL links its kernels with them.
build='gcc make pkg-config libc6-dev binutils libcurl4-openssl-dev libxml2-dev libcjson-dev libcmocka-dev libhwloc-dev
ocl-icd-opencl-dev opencl-headers pocl-opencl-icd libpcre2-dev libssl-dev ca-certificates libunistring-dev libyaml-dev
libexttextcat-dev zlib1g-dev libsqlite3-dev bubblewrap git python3'
check='clang clang-format valgrind libxml2-utils oclgrind curl jq shellcheck parallel slurmctld slurmd slurm-client munge'

case "${1-}" in
'') want=$build ;;
check) want="$build $check" ;;
*)
    printf 'usage: ci/deps.sh [check]\n' >&2
    exit 2
    ;;
esac

say() { printf '%s\n' "deps: $*"; }

# The list of needed things for people whose system we cannot install on.
by_hand() {
    say "$1" >&2
    cat >&2 <<'LIST'
goldpin needs: a C17 compiler, GNU make, pkg-config, binutils and the C library's headers; libcurl, libxml2, cJSON, hwloc (2.4 or
later), PCRE2 (8 bit), libcrypto (OpenSSL), libunistring, libyaml, libexttextcat, zlib, SQLite, an OpenCL ICD loader with headers, and cmocka, all
with their development files; one OpenCL device, PoCL for instance; and, to run generated code, bubblewrap; for `make test`, Python 3. On Debian and Ubuntu the packages are:
LIST
    printf '%s\n' "$build" | tr '\n' ' ' | fold -s -w 100 | sed -e 's/^/    /' -e 's/ *$//' >&2
    exit 1
}

os_ids() { # ID and ID_LIKE, one line
    [ -r "$os_release" ] || return 0
    # shellcheck disable=SC1091
    (. "$os_release" && printf '%s %s\n' "${ID-}" "${ID_LIKE-}")
}

# Names of `want` that are not installed. pkg-config is a virtual name where pkgconf took its place.
missing() {
    have=$(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' 2>/dev/null | sed -n 's/^installed //p' | tr ',' ' ')
    have=" $(printf '%s' "$have" | tr '\n' ' ') "
    for p in $want; do
        case "$have" in
        *" $p "*) ;;
        *) printf '%s ' "$p" ;;
        esac
    done
}

case " $(os_ids) " in
*' debian '* | *' ubuntu '*) ;;
*) by_hand 'this system is neither Debian nor Ubuntu, so nothing was installed' ;;
esac
command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || by_hand 'apt-get and dpkg-query are not here, so nothing was installed'

# The sanitizer runtime of clang is a package of its own, named by clang's version, where the distribution splits it off.
# Known only once clang is there.
add_clang_runtime() {
    case " $want " in *' clang '*) ;; *) return 0 ;; esac
    command -v clang >/dev/null || return 0
    name="libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
    [ -z "$(apt-cache show "$name" 2>/dev/null)" ] || want="$want $name"
}

add_clang_runtime
need=$(missing)
need=${need% }
if [ -z "$need" ]; then
    say 'everything is installed'
    exit 0
fi
say "missing: $need"
[ -z "${GOLDPIN_DEPS_DRY-}" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        say "not root and no sudo here; ask an administrator to run: apt-get install --no-install-recommends $need" >&2
        exit 1
    }
    sudo=sudo
fi
as_root() { $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q "$@"; }
failed() {
    say "$1" >&2
    exit 1
}
as_root update || failed 'apt-get update failed (see above); is the package mirror reachable?'
# shellcheck disable=SC2086 # a list of names
as_root install -y --no-install-recommends $need || failed "apt-get could not install: $need"
add_clang_runtime
need=$(missing)
# shellcheck disable=SC2086
[ -z "$need" ] || as_root install -y --no-install-recommends $need || failed "apt-get could not install: $need"
need=$(missing)
[ -z "$need" ] || failed "still missing after installation: $need"
say 'installed'
