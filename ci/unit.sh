#!/bin/sh
# Run the unit test programs named as arguments; print each one's failures and a line that counts their tests.
# WRAP may hold a command to run them under (valgrind). GOLDPIN_TALLY, where set, gets "passed failed skipped".
set -u
# Compiled kernels belong to the build, not to the home folder.
cache=$(pwd)/${BUILD:-build}/cache
case ${BUILD-} in /*) cache=$BUILD/cache ;; esac
export GOLDPIN_CACHE_DIR="${GOLDPIN_CACHE_DIR-$cache/goldpin}" POCL_CACHE_DIR="${POCL_CACHE_DIR-$cache/pocl}"
mkdir -p "$cache"
passed=0
failed=0
skipped=0

# Sum of the counts that cmocka prints for its groups: "[  PASSED  ] 3 test(s)."
count() { sed -n "s/^\[  *$1 *\][^0-9]*\(.*: \)\{0,1\}\([0-9][0-9]*\) test(s).*/\2/p" "$2" | awk '{ n += $1 } END { print n + 0 }'; }

for t in "$@"; do
    log="$t.log"
    code=0
    # shellcheck disable=SC2086 # WRAP is a command with options
    ${WRAP-} "$t" > "$log" 2>&1 || code=$?
    p=$(count PASSED "$log")
    f=$(count FAILED "$log")
    s=$(count SKIPPED "$log")
    # A program that dies, or that fails without saying which test, is one failed test.
    [ "$code" -eq 0 ] || [ "$f" -gt 0 ] || f=1
    [ $((p + f + s)) -gt 0 ] || f=1
    if [ "$f" -eq 0 ]; then
        printf 'ok   %s (%d tests%s)\n' "$(basename "$t")" "$p" "$([ "$s" -eq 0 ] || echo ", $s skipped")"
    else
        printf 'FAIL %s (exit %d)\n' "$(basename "$t")" "$code"
        cat "$log"
    fi
    [ "$s" -eq 0 ] || grep -h 'SKIP' "$log"
    passed=$((passed + p))
    failed=$((failed + f))
    skipped=$((skipped + s))
done
printf 'unit tests: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d %d\n' "$passed" "$failed" "$skipped" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ]
