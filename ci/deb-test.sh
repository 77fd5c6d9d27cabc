#!/bin/sh
# Is the package whole? It is made twice (the same bytes), its fields are read, and what is in it runs. GOLDPIN_TALLY, where
# set, gets "passed failed skipped".
set -eu
BUILD=${BUILD:-build}
MAKE=${MAKE:-make}
. ci/scratch.sh
scratch deb-test
tmp=$scratch
export SOURCE_DATE_EPOCH=1795168800
command -v dpkg-deb > /dev/null || {
    echo 'SKIP dpkg-deb is not here'
    [ -z "${GOLDPIN_TALLY-}" ] || echo '0 0 1' >> "$GOLDPIN_TALLY"
    exit 0
}
fail() {
    printf 'FAIL %s\n' "$1"
    exit 1
}

# A build folder of its own, with the objects of the other: the prefix is compiled in.
mkdir "$tmp/build" "$tmp/one" "$tmp/two"
for part in lib cmd gen doc goldpin libgoldpin.a; do cp -Rp "$BUILD/$part" "$tmp/build/"; done
$MAKE --no-print-directory BUILD="$tmp/build" PREFIX=/usr all docs > "$tmp/log" 2>&1 || {
    cat "$tmp/log"
    fail 'no build with PREFIX=/usr'
}
deb=$(BUILD=$tmp/build sh ci/deb.sh "$tmp/one")
again=$(BUILD=$tmp/build sh ci/deb.sh "$tmp/two")
cmp "$deb" "$again" || fail 'two packages of one build differ'

version=$("$BUILD/goldpin" --version | sed -n '1s/^goldpin //p')
[ "$(dpkg-deb --field "$deb" Package Version | tr '\n' ' ')" = "Package: goldpin Version: $version " ] || fail 'name or version is wrong'
dpkg-deb --field "$deb" Depends | tr ',' '\n' | sed -e 's/^ *//' -e 's/ .*//' > "$tmp/depends"
for package in libc6 libhwloc15 libxml2 pocl-opencl-icd binutils libexttextcat-2.0-0; do
    grep -qx "$package" "$tmp/depends" || fail "it does not depend on $package: $(tr '\n' ' ' < "$tmp/depends")"
done
# Whatever it depends on is here, since it was built here: a name that is no package would show.
while read -r package; do dpkg-query -W "$package" > /dev/null || fail "it depends on $package, which is not installed here"; done < "$tmp/depends"

# Into a root of its own, by dpkg, with a database of its own.
mkdir -p "$tmp/root/var/lib/dpkg/updates" "$tmp/root/var/lib/dpkg/info"
: > "$tmp/root/var/lib/dpkg/status"
dpkg --root="$tmp/root" --force-not-root --force-depends --force-script-chrootless -i "$deb" > "$tmp/log" 2>&1 || {
    cat "$tmp/log"
    fail 'dpkg does not install it'
}
goldpin=$tmp/root/usr/bin/goldpin
(cd "$tmp/root" && md5sum -c --quiet var/lib/dpkg/info/goldpin.md5sums) || fail 'its checksums are wrong'
[ "$("$goldpin" --version)" = "goldpin $version" ] || fail 'it says another version'
cd "$tmp/root/usr/share/goldpin"
env -u CI "$goldpin" run suites/smoke -q --limit 2 --fail-under 0 -o "$tmp/out" > "$tmp/log" 2>&1 || {
    cat "$tmp/log"
    fail 'it does not run the suite that it brings'
}
printf 'the package installs and runs (%d kB, %d dependencies)\n' $(($(wc -c < "$deb") / 1024)) "$(wc -l < "$tmp/depends")"
[ -z "${GOLDPIN_TALLY-}" ] || echo '1 0 0' >> "$GOLDPIN_TALLY"
