#!/usr/bin/env bash
# SIGKILL at random moments of a remote run, each time followed by --resume, until KILLS (40) runs were killed:
#   - what was finished when the signal came stays in the journal, byte for byte, and is not asked again
#   - the run that ends at last has every trial once and the fingerprint of an undisturbed run
# SEED makes the moments repeatable. GOLDPIN_TALLY gets the counts.
set -u
BUILD=${BUILD:-build}
bin=$(pwd)/$BUILD
KILLS=${KILLS:-40}
SEED=${SEED:-$$}
RANDOM=$SEED
cases=400
jobs=8
. ci/scratch.sh
cleanup() {
    kill "${server-}" 2> /dev/null
    wait 2> /dev/null
    rm -rf "$scratch"
}
scratch kills
work=$scratch
"$bin/tests/testserver" --stay --log "$work/log" > "$work/port" &
server=$!
unset CI GITHUB_ACTIONS http_proxy HTTP_PROXY
export OPENAI_API_KEY=kills-key-0123456789
until [ -s "$work/port" ]; do sleep 0.02; done
url=http://127.0.0.1:$(cat "$work/port")/v1
passed=0
failed=0
ok() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    printf 'FAIL %s (SEED=%s)\n' "$*" "$SEED"
}

mkdir "$work/suite"
awk -v n="$cases" 'BEGIN {
    for (i = 0; i < n; i++) printf "{\"id\": \"c-%d\", \"messages\": [{\"role\": \"user\", \"content\": \"#delay=%d %d + 1\"}], \"grade\": [{\"type\": \"equals\", \"expect\": \"%d\"}]}\n", i, 5 + i % 10, i, i + 1
}' > "$work/suite/cases.jsonl"
echo '{"name": "kills", "version": "1", "license": "Apache-2.0", "provenance": "made by ci/kills.sh", "cases_file": "cases.jsonl"}' > "$work/suite/suite.json"

# run FOLDER: begin or go on.
run() { exec "$bin/goldpin" run "$work/suite" -q -j "$jobs" --resume "$1" -t "openai:m@$url"; }
whole_lines() { grep '}$' "$1" 2> /dev/null || true; }

start=$(date +%s%N)
(run "$work/whole") > "$work/said" 2>&1 || bad "the undisturbed run: $(cat "$work/said")"
whole_ms=$((($(date +%s%N) - start) / 1000000))
reference=$(sed -n 's/^fingerprint //p' "$work/said")

killed=0
runs=0
kept=0
empty=0
while [ "$killed" -lt "$KILLS" ]; do
    rm -rf "$work/cut"
    : > "$work/before"
    runs=$((runs + 1))
    while :; do
        (run "$work/cut") > "$work/said" 2>&1 &
        pid=$!
        # Some moments lie in the beginning, before there is a journal; most anywhere.
        ms=$((RANDOM % (RANDOM % 4 ? whole_ms : 40) + 1))
        [ "$killed" -ge "$KILLS" ] || { sleep "$(awk -v ms="$ms" 'BEGIN { print ms / 1000 }')" && kill -9 "$pid" 2> /dev/null; }
        code=0
        wait "$pid" 2> /dev/null || code=$?
        [ "$code" -eq 137 ] || break
        killed=$((killed + 1))
        whole_lines "$work/cut/transcripts.jsonl" > "$work/now"
        [ -s "$work/now" ] || empty=$((empty + 1))
        if head -c "$(wc -c < "$work/before")" "$work/now" | cmp -s - "$work/before"; then ok; else bad "kill $killed: a finished trial changed or is lost"; fi
        mv "$work/now" "$work/before"
    done
    kept=$((kept + $(wc -l < "$work/before")))
    if [ "$code" -eq 0 ] && [ "$(sed -n 's/^fingerprint //p' "$work/said")" = "$reference" ]; then ok; else bad "run $runs ended with exit $code: $(cat "$work/said")"; fi
    if head -c "$(wc -c < "$work/before")" "$work/cut/transcripts.jsonl" | cmp -s - "$work/before"; then ok; else bad "run $runs: a finished trial changed or is lost"; fi
    ids=$("$bin/tests/field" "$work/cut/transcripts.jsonl" '/*/id' | sort -u | wc -l)
    lines=$(wc -l < "$work/cut/transcripts.jsonl")
    if [ "$ids" -eq "$cases" ] && [ "$lines" -eq "$cases" ]; then ok; else bad "run $runs has $lines lines and $ids trials instead of $cases"; fi
done
kill "$server" && wait "$server" 2> /dev/null
asked=$(grep -c '^request' "$work/log")
# Only what was in flight when a signal came may be asked again.
if [ "$asked" -le $(((runs + 1) * cases + killed * jobs)) ]; then ok; else bad "$asked requests for $((runs + 1)) runs of $cases trials with $killed kills: finished trials were asked again"; fi
printf '%d runs of %d trials killed %d times (%d times before the first trial was finished); %d finished trials taken over, %d requests for %d trials\n' \
    "$runs" "$cases" "$killed" "$empty" "$kept" "$asked" $(((runs + 1) * cases))
printf 'kills: %d passed, %d failed\n' "$passed" "$failed"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$passed" "$failed" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ]
