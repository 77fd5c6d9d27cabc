#!/bin/sh
# Install below a scratch folder and use what was installed from somewhere else: binary, data, manual pages, completions.
set -eu
BUILD=${BUILD:-build}
MAKE=${MAKE:-make}
. ci/scratch.sh
scratch install
tmp=$scratch
# A build folder of its own: the prefix is compiled in. Objects are taken over, so that little is compiled again.
cp -R "$BUILD" "$tmp/build"
$MAKE --no-print-directory BUILD="$tmp/build" PREFIX="$tmp/usr" install > "$tmp/log" 2>&1 || {
    cat "$tmp/log"
    exit 1
}
mkdir "$tmp/elsewhere"
cd "$tmp/elsewhere"
"$tmp/usr/bin/goldpin" --version
# Goldens are no part of an installation, and under CI their absence would be red.
env -u CI "$tmp/usr/bin/goldpin" run "$tmp/usr/share/goldpin/suites/smoke" -q --limit 2 --fail-under 0 -o out
for f in man/man1/goldpin.1 bash-completion/completions/goldpin zsh/site-functions/_goldpin goldpin/suites/suite.schema.json goldpin/suites/smoke/pocket/pocket.gguf goldpin/prices.json; do
    [ -s "$tmp/usr/share/$f" ] || {
        echo "not installed: share/$f"
        exit 1
    }
done
cd - > /dev/null
for f in cmd/guide/*.md; do
    page=$tmp/usr/share/man/man7/goldpin-$(basename "$f" .md).7
    [ -s "$page" ] || {
        echo "not installed: $page"
        exit 1
    }
done
# DESTDIR goes in front of everything.
$MAKE --no-print-directory BUILD="$tmp/build" PREFIX="$tmp/usr" DESTDIR="$tmp/stage" install > "$tmp/log" 2>&1
[ -x "$tmp/stage$tmp/usr/bin/goldpin" ]
echo 'the installed goldpin works'
