#!/usr/bin/env bash
# The README's two commands on machines with nothing but git and make: Debian releases, each in a root of its own made by
# debootstrap, as root and as an ordinary user, with each of PoCL's kernel libraries that there are, and where HOME is missing,
# read-only or full.
#   ci/roots.sh [RELEASE...]     the default is bookworm trixie testing
# Needs root, debootstrap, unshare, and a network for the package mirror. ROOTS names the folder for the roots (kept from run to
# run); MIRROR a mirror; EXPIRED=1 takes one that was not brought up to date for long; QUICK=1 leaves out `make test`; AGAIN=1
# takes what an earlier run built. Prints a table, and leaves each root's logs in ROOTS. Exit: 0 when all fingerprints are equal
# and all tests passed.
set -u
cd "$(dirname "$0")/.." || exit 1
repo=$(pwd)
roots=${ROOTS:-${TMPDIR:-/tmp}/goldpin-roots}
failed=0
[ "$(id -u)" -eq 0 ] || { echo 'ci/roots.sh: only root can make roots' >&2; exit 1; }
[ $# -gt 0 ] || set -- bookworm trixie testing

# in_root ROOT USER COMMAND: with a /dev of its own, so that nothing in there can harm this machine's.
in_root() {
    ROOT=$1 WHO=$2 WHAT=$3 unshare --mount --pid --fork bash -eu -c '
        mount --make-rprivate /
        mount -t proc proc "$ROOT/proc"
        mount --rbind /sys "$ROOT/sys"
        mount -t tmpfs -o mode=755 tmpfs "$ROOT/dev"
        mkdir "$ROOT/dev/shm" "$ROOT/dev/pts"
        chmod 1777 "$ROOT/dev/shm"
        for d in "null 3" "zero 5" "full 7" "random 8" "urandom 9"; do
            mknod -m 666 "$ROOT/dev/${d% *}" c 1 "${d#* }"
        done
        mkdir -p "$ROOT/mnt/read-only" "$ROOT/mnt/full"
        mount -t tmpfs -o ro tmpfs "$ROOT/mnt/read-only"
        mount -t tmpfs -o size=64k,mode=1777 tmpfs "$ROOT/mnt/full"
        head -c 1M /dev/zero > "$ROOT/mnt/full/file" 2> /dev/null || true
        for l in "fd fd" "stdin fd/0" "stdout fd/1" "stderr fd/2"; do ln -s "/proc/self/${l#* }" "$ROOT/dev/${l% *}"; done
        exec chroot "$ROOT" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
            setpriv --reuid="$WHO" --regid="$WHO" --init-groups --reset-env bash -c "$WHAT"' < /dev/null
}

# row RELEASE WHO SETTING FOLDER [ENV]: one line of the table. ENV is what `env` takes; with it, there is no `make test`.
row() {
    local release=$1 who=$2 setting=$3 folder=$4 env=${5-} root=$roots/$1 log test='-' start=$SECONDS mark print
    log=$root.$who.$(echo "$setting" | tr -cs 'A-Za-z0-9\n' '-').log
    in_root "$root" "$who" "cd $folder && env $env make demo" > "$log" 2>&1
    mark="exit $?"
    print=$(sed -n 's/^fingerprint sha256:\(.\{12\}\).*/\1/p' "$log")
    [ "$mark" = 'exit 0' ] && [ -n "$print" ] || failed=1
    [ -n "${first-}" ] || first=$print
    [ "$print" = "$first" ] || failed=1
    if [ -z "${QUICK-}" ] && [ -z "$env" ]; then
        in_root "$root" "$who" "cd $folder && make test" > "${log%.log}.test.log" 2>&1 || failed=1
        test=$(grep -a '^[0-9]* passed, ' "${log%.log}.test.log" || tail -n 1 "${log%.log}.test.log")
    fi
    printf '| %s | %s | %s | %s | %s | %s | %d s |\n' "$release ($version)" "$who" "$setting" "$mark" "$print" "$test" $((SECONDS - start))
}

printf 'commit %s\n\n' "$(git rev-parse --short=12 HEAD)"
printf '| release (PoCL) | as | setting | make demo | fingerprint | make test | took |\n| --- | --- | --- | --- | --- | --- | --- |\n'
for release; do
    root=$roots/$release
    mkdir -p "$roots"
    [ -d "$root/etc" ] || debootstrap --variant=minbase --include=git,make,ca-certificates "$release" "$root" ${MIRROR:+"$MIRROR"} > "$root.log" 2>&1 || {
        printf '| %s | debootstrap failed: %s |\n' "$release" "$root.log"
        failed=1
        continue
    }
    [ -z "${EXPIRED-}" ] || echo 'Acquire::Check-Valid-Until "false";' > "$root/etc/apt/apt.conf.d/90expired"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    chroot "$root" useradd -m tester 2> /dev/null
    for home in root home/tester; do
        [ -n "${AGAIN-}" ] || rm -rf "${root:?}/$home/goldpin"
        if [ -d "$root/$home/goldpin" ]; then # safe: it is another user's
            git -c safe.directory='*' -C "$root/$home/goldpin" fetch -q "$repo" HEAD &&
                git -c safe.directory='*' -C "$root/$home/goldpin" reset -q --hard FETCH_HEAD || exit 1
        else
            git clone -q "$repo" "$root/$home/goldpin"
        fi
    done
    chroot "$root" chown -R tester: /home/tester/goldpin
    version='installed by make'
    row "$release" root - /root/goldpin
    version=$(chroot "$root" dpkg-query -W -f '${Version}' pocl-opencl-icd 2> /dev/null)
    row "$release" tester - /home/tester/goldpin
    for library in sse2 avx avx2 avx512; do
        row "$release" root "POCL_KERNELLIB_NAME=$library" /root/goldpin "POCL_KERNELLIB_NAME=$library"
    done
    row "$release" tester 'HOME missing' /home/tester/goldpin '-u HOME'
    for home in read-only full; do
        row "$release" tester "HOME $home" /home/tester/goldpin "HOME=/mnt/$home"
    done
done
exit "$failed"
