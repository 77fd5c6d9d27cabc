#!/bin/sh
# Run the unit test programs named as arguments; print each one's failures and a line that counts their tests.
# Their temporary files go to a folder of this run, which must be empty in the end. JOBS sets how many run at once. WRAP may hold a command to run them under (valgrind). GOLDPIN_TALLY, where set, gets
# "passed failed skipped".
set -u

# Sum of the counts that cmocka prints for its groups: "[  PASSED  ] 3 test(s)."
count() { sed -n "s/^\[  *$1 *\][^0-9]*\(.*: \)\{0,1\}\([0-9][0-9]*\) test(s).*/\2/p" "$2" | awk '{ n += $1 } END { print n + 0 }'; }

# PROGRAM: what it says goes to PROGRAM.log, its line and its failures to standard output, in one piece.
run_one() {
    t=$1
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
        said=$(printf 'ok   %s (%d tests%s)' "$(basename "$t")" "$p" "$([ "$s" -eq 0 ] || echo ", $s skipped")")
    else
        said=$(printf 'FAIL %s (exit %d)\n' "$(basename "$t")" "$code" && cat "$log")
    fi
    if [ "$(grep -c '^SKIP: .' "$log")" -lt "$s" ]; then
        f=1
        said=$(printf '%s\nFAIL %s skipped a test without a reason (T_SKIP of t.h)\n' "$said" "$(basename "$t")")
    fi
    [ "$s" -eq 0 ] || said=$(printf '%s\n' "$said" && grep -h 'SKIP' "$log")
    printf '%s\n' "$said"
    echo "$p $f $s" > "$2/$(basename "$t")"
}

if [ "${1-}" = --one ]; then
    run_one "$3" "$2"
    exit 0
fi
# Compiled kernels belong to the build, not to the home folder.
cache=$(pwd)/${BUILD:-build}/cache
case ${BUILD-} in /*) cache=$BUILD/cache ;; esac
export GOLDPIN_CACHE_DIR="${GOLDPIN_CACHE_DIR-$cache/goldpin}" POCL_CACHE_DIR="${POCL_CACHE_DIR-$cache/pocl}"
mkdir -p "$cache"
. ci/scratch.sh
scratch unit
results=$scratch/results
mkdir "$results" "$scratch/tmp"
export TMPDIR="$scratch/tmp"
printf '%s\n' "$@" | xargs -P "${JOBS:-2}" -n 1 sh "$0" --one "$results"
left=$(ls -A "$TMPDIR")
[ -z "$left" ] || {
    printf 'FAIL left behind by a test: %s\n' "$left"
    echo '0 1 0' > "$results/left"
    set -- "$@" left
}
cat "$results"/* > "$results/.sum"
passed=$(awk '{ n += $1 } END { print n + 0 }' "$results/.sum")
failed=$(awk '{ n += $2 } END { print n + 0 }' "$results/.sum")
skipped=$(awk '{ n += $3 } END { print n + 0 }' "$results/.sum")
# One whose counts are missing broke the harness: that is a failure too.
failed=$((failed + $# - $(wc -l < "$results/.sum")))
printf 'unit tests: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d %d\n' "$passed" "$failed" "$skipped" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ]
