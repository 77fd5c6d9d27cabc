#!/bin/sh
# A Debian package of goldpin, out of a build with PREFIX=/usr:
#     make BUILD=build/deb PREFIX=/usr all docs && BUILD=build/deb sh ci/deb.sh FOLDER
# writes FOLDER/goldpin_VERSION_ARCH.deb. What it depends on is asked of the system it is built on: the packages of the libraries
# that the program is linked with, and by name what it needs beside them. With SOURCE_DATE_EPOCH equal builds give equal packages.
set -eu
BUILD=${BUILD:-build}
MAKE=${MAKE:-make}
[ -d "${1-}" ] || {
    echo 'usage: ci/deb.sh FOLDER' >&2
    exit 2
}
. ci/scratch.sh
scratch deb
stage=$scratch/root
$MAKE --no-print-directory BUILD="$BUILD" PREFIX=/usr DESTDIR="$stage" install > "$scratch/log" 2>&1 || {
    cat "$scratch/log" >&2
    exit 1
}

# Packages of the libraries that the program names itself, each at least as new as here. Files are known to dpkg by the name
# they were installed under, which may be that before /lib became a link.
libraries() {
    objdump -p "$BUILD/goldpin" | sed -n 's/^ *NEEDED *//p' > "$scratch/needed"
    ldd "$BUILD/goldpin" | sed -n 's/^[[:space:]]*\([^ ]*\) => \(\/[^ ]*\) .*/\1 \2/p' | while read -r name file; do
        grep -qxF "$name" "$scratch/needed" || continue
        owner=$(dpkg -S "$file" 2> /dev/null || dpkg -S "/usr$file" 2> /dev/null || dpkg -S "${file#/usr}" 2> /dev/null) || {
            echo "ci/deb.sh: no package has $file" >&2
            echo missing
            continue
        }
        package=${owner%%:*}
        version=$(dpkg-query -W -f '${Version}' "${owner%%: *}")
        # Upstream's version: a rebuild in another suite of the distribution is as good.
        version=${version%-*}
        printf '%s (>= %s)\n' "$package" "${version%%+*}"
    done | LC_ALL=C sort -u
}
libraries > "$scratch/libraries"
if grep -qx missing "$scratch/libraries" || [ ! -s "$scratch/libraries" ]; then exit 1; fi
depends=$(tr '\n' ',' < "$scratch/libraries" | sed -e 's/,$//' -e 's/,/, /g')

version=$("$BUILD/goldpin" --version | sed -n '1s/^goldpin \([0-9][0-9A-Za-z.~+]*\).*/\1/p')
architecture=$(dpkg --print-architecture)
mkdir -p "$stage/DEBIAN" "$stage/usr/share/doc/goldpin"
cp LICENSE "$stage/usr/share/doc/goldpin/copyright"
gzip -9n < CHANGELOG.md > "$stage/usr/share/doc/goldpin/changelog.gz"
find "$stage/usr/share/man" -type f -name '*.[0-9]' -exec gzip -9n {} +
# binutils and libc6-dev: PoCL links its kernels with them. bubblewrap is for generated code only.
cat > "$stage/DEBIAN/control" << EOF
Package: goldpin
Version: $version
Architecture: $architecture
Maintainer: the goldpin authors <goldpin@localhost>
Installed-Size: $(du -sk "$stage/usr" | cut -f 1)
Depends: $depends, pocl-opencl-icd, binutils, libc6-dev, ca-certificates
Recommends: bubblewrap
Section: science
Priority: optional
Description: evaluates language models and fails a job when their answers get worse
 goldpin runs suites of test cases on language models, locally on OpenCL and
 remotely over HTTP, grades the answers, compares them with accepted ones, and
 ends with reports and an exit code that a CI job can rely on.
EOF
(cd "$stage" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum > DEBIAN/md5sums)
chmod -R go-w,a+rX "$stage"
dpkg-deb --root-owner-group --build "$stage" "$1/goldpin_${version}_$architecture.deb" > /dev/null
printf '%s\n' "$1/goldpin_${version}_$architecture.deb"
