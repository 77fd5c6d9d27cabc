#!/bin/sh
# Run fuzz targets (named as arguments). Seeds: tests/fuzz/corpus/NAME where it exists.
#   FUZZ_RUNS=N     N inputs each, always the same ones: a gate says the same of the same tree every time
#   FUZZ_SECONDS=S  otherwise: S seconds each (20), with inputs that nobody has tried yet
set -u
bad=0
. ci/scratch.sh
scratch fuzz
tmp=$scratch
if [ -n "${FUZZ_RUNS:-}" ]; then how="-seed=1 -runs=$FUZZ_RUNS"; else how="-max_total_time=${FUZZ_SECONDS:-20}"; fi
for t in "$@"; do
    name=$(basename "$t")
    mkdir "$tmp/$name"
    seeds=tests/fuzz/corpus/${name#fuzz_}
    [ -d "$seeds" ] || seeds=
    # shellcheck disable=SC2086 # several arguments; no folder, no argument
    if "$t" $how -rss_limit_mb=4096 -timeout=20 -print_final_stats=1 -artifact_prefix="$tmp/found-" "$tmp/$name" $seeds > "$tmp/log" 2>&1; then
        printf 'ok   %s (%s)\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *\([0-9]*\)/\1 inputs/p' "$tmp/log")"
    else
        printf 'FAIL %s\n' "$name"
        grep -vE '^#[0-9]+[[:space:]]+(NEW|REDUCE|pulse)' "$tmp/log" | tail -n 40
        for f in "$tmp"/found-*; do # the input itself: what a report of the failure needs
            [ ! -e "$f" ] || { printf '%s, in base64:\n' "${f##*/}"; base64 "$f"; }
        done
        rm -f "$tmp"/found-*
        bad=1
    fi
done
exit $bad
