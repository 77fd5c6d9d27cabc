#!/bin/sh
# The same bits on another OpenCL implementation: the smallest model of each architecture in a conformance folder, 8 tokens, on
# Oclgrind (an interpreter of kernels that also watches for data races and accesses out of bounds) and on the default device.
#   ci/oclgrind.sh FOLDER
# OCLGRIND names another build of it, OCLGRIND_CHECKS what it watches for. Oclgrind 21.10 cannot add --uninitialized for these
# kernels: it reads past its own tables on a shuffle with undefined lanes, forgets a buffer when the host writes a part of it, and
# stops at `freeze`. A build with these three mended reports nothing (tests/bench/RESULTS.md).
# GOLDPIN_TALLY, where set, gets "passed failed 0": one for each architecture.
set -u
BUILD=${BUILD:-build}
oclgrind=${OCLGRIND:-oclgrind}
checks=${OCLGRIND_CHECKS:---data-races}
folder=${1:?usage: ci/oclgrind.sh FOLDER}/models
digest=$BUILD/tests/logits_digest
. ci/scratch.sh
scratch oclgrind
tmp=$scratch
passed=0
failed=0
for m in "$folder"/*/model.gguf; do
    arch=$("$BUILD/goldpin" model info "$m" --json 2> /dev/null | "$BUILD/tests/field" - /architecture 2> /dev/null)
    [ -n "$arch" ] && printf '%s %s %s\n' "$arch" "$(wc -c < "$m")" "$m"
done | LC_ALL=C sort -k1,1 -k2,2n | awk '!seen[$1]++ { print $1, $3 }' > "$tmp/list"
while read -r arch m; do
    name=$(basename "$(dirname "$m")")
    want=$("$digest" "$m" --tokens 8 < /dev/null)
    # shellcheck disable=SC2086 # a list of options
    got=$(GOLDPIN_CACHE_DIR=$tmp/cache "$oclgrind" $checks --log "$tmp/log" "$digest" "$m" --tokens 8 --portable < /dev/null 2> "$tmp/err")
    if [ -n "$want" ] && [ "$want" = "$got" ] && ! [ -s "$tmp/log" ]; then
        passed=$((passed + 1))
        printf 'ok   %-10s %-28s %s\n' "$arch" "$name" "$want"
    else
        failed=$((failed + 1))
        printf 'FAIL %-10s %-28s %s here, %s on Oclgrind\n' "$arch" "$name" "${want:-nothing}" "${got:-nothing}"
        head -n 12 "$tmp/log" "$tmp/err" 2> /dev/null
    fi
    : > "$tmp/log"
done < "$tmp/list"
printf 'oclgrind: %d passed, %d failed\n' "$passed" "$failed"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$passed" "$failed" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
