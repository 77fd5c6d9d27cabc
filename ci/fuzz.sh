#!/bin/sh
# Run fuzz targets (named as arguments), each for FUZZ_SECONDS. Seeds: tests/fuzz/corpus/NAME where it exists.
set -u
bad=0
tmp=$(mktemp -d "${TMPDIR:-/tmp}/goldpin-fuzz-XXXXXX")
trap 'rm -rf "$tmp"' EXIT
for t in "$@"; do
    name=$(basename "$t")
    mkdir "$tmp/$name"
    seeds=tests/fuzz/corpus/${name#fuzz_}
    [ -d "$seeds" ] || seeds=
    # shellcheck disable=SC2086 # no folder, no argument
    if "$t" -max_total_time="${FUZZ_SECONDS:-20}" -rss_limit_mb=4096 -timeout=20 -print_final_stats=1 -artifact_prefix="$tmp/" "$tmp/$name" $seeds > "$tmp/log" 2>&1; then
        printf 'ok   %s (%s)\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *\([0-9]*\)/\1 inputs/p' "$tmp/log")"
    else
        printf 'FAIL %s\n' "$name"
        tail -n 60 "$tmp/log"
        bad=1
    fi
done
exit $bad
