#!/bin/sh
# Every symbol that the library shows to a linker begins with gp_: it is linked into other people's programs.
#   ci/check-symbols.sh [LIBRARY]
# GOLDPIN_TALLY, where set, gets "passed failed 0".
set -eu
library=${1:-${BUILD:-build}/libgoldpin.a}
# What begins with two underscores is a compiler's or a sanitizer's.
bad=$(nm -g --defined-only "$library" | awk '
    /:$/ { file = substr($0, 1, length($0) - 1); next }
    NF == 3 && $3 !~ /^(gp_|__)/ { print file ": " $3 }')
n=$(printf '%s' "$bad" | grep -c . || true)
[ -z "$bad" ] || printf '%s\n' "$bad" | sed 's/^/check-symbols: /' >&2
printf 'check-symbols: %d symbols without gp_\n' "$n"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$((n == 0))" "$((n > 0))" >> "$GOLDPIN_TALLY"
[ "$n" -eq 0 ]
