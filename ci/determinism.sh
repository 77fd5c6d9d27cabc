#!/usr/bin/env bash
# What goldpin promises about its own runs, shown on the smoke suite and the pocket model:
#   1. the same fingerprint over many runs, thread counts, work-group sizes, batches, slots, jobs and kernel libraries
#   2. SIGINT and SIGKILL at any moment, then --resume: the same fingerprint, no trial lost or doubled
#   3. one weight byte, one prompt character or one grader changed: the gate is red and the diff says what it was
#   4. two replays with a fixed clock write the same bytes
#   5. how long start-up and a warm run take (printed, never judged)
# RUNS (20) and KILLS (24) set how often; SEED makes the moments of part 2 repeatable. GOLDPIN_TALLY gets the counts.
set -u
BUILD=${BUILD:-build}
goldpin=$(pwd)/$BUILD/goldpin
field=$(pwd)/$BUILD/tests/field
RUNS=${RUNS:-20}
KILLS=${KILLS:-24}
SEED=${SEED:-$$}
RANDOM=$SEED
. ci/scratch.sh
scratch determinism
work=$scratch
unset CI GITHUB_ACTIONS
export GOLDPIN_CACHE_DIR=$work/cache
passed=0
failed=0

ok() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    printf 'FAIL %s\n' "$*"
}

fingerprint_of() { sed -n 's/^fingerprint //p' "$1"; }

# run NAME OPTION...: one run of the smoke suite; its fingerprint in $print. A gate that is red is no matter here.
run() {
    local name=$1 code=0
    shift
    rm -rf "$work/out"
    "$goldpin" run suites/smoke -q -o "$work/out" "$@" > "$work/stdout" 2> "$work/stderr" || code=$?
    print=$(fingerprint_of "$work/stdout")
    if [ "$code" -gt 1 ] || [ -z "$print" ]; then
        bad "$name ended with exit $code: $(cat "$work/stderr")"
        return 1
    fi
}

# same NAME OPTION...: the run has the reference fingerprint.
same() {
    run "$@" || return
    if [ "$print" = "$reference" ]; then ok; else bad "$1 has fingerprint $print, the reference is $reference"; fi
}

echo '--- the same fingerprint'
run 'the first run' && reference=$print && printf 'reference %s\n' "$reference"
for ((i = 1; i <= RUNS; i++)); do same "run $i"; done
printf '%d more runs\n' "$RUNS"
for o in '--threads 1' '--threads 2' '--work-group 1' '--work-group 16' '--work-group 64' '-j 1' '-j 4' '-j 64' '--slots 1' '--slots 3' '--slots 16 -j 16' \
    '--batch 1' '--batch 7' '--batch 512' '--pin none' '--threads 1 --slots 2 --batch 5 --work-group 8 -j 2'; do
    # shellcheck disable=SC2086 # options
    same "$o" $o
    printf '%s\n' "$o"
done
for lib in sse2 avx2; do
    if [ "$lib" != sse2 ] && ! grep -qw "$lib" /proc/cpuinfo; then
        printf 'SKIPPED: this CPU has no %s\n' "$lib"
        continue
    fi
    # A cache of its own, so that the code really is compiled for this library.
    POCL_KERNELLIB_NAME=$lib GOLDPIN_CACHE_DIR=$work/cache-$lib POCL_CACHE_DIR=$work/pocl-$lib same "POCL_KERNELLIB_NAME=$lib"
    printf 'POCL_KERNELLIB_NAME=%s (%s)\n' "$lib" "$("$field" "$work/out/manifest.json" /targets/0/device/name)"
done

echo "--- interrupts (SEED=$SEED)"
repeat=10
run 'the undisturbed run' --repeat "$repeat" && reference=$print
trials=$(wc -l < "$work/out/transcripts.jsonl")
start=$(date +%s%N)
run 'the timed run' --repeat "$repeat"
whole_ms=$((($(date +%s%N) - start) / 1000000))
stopped=0
finished=0
kept=0
for ((i = 1; i <= KILLS; i++)); do
    rm -rf "$work/cut"
    # Up to three interrupts of one run, each at a random moment of its life, then one undisturbed resume.
    for ((k = 0; k < 3; k++)); do
        signal=$((RANDOM % 2 ? 9 : 2))
        "$goldpin" run suites/smoke -q --resume "$work/cut" --repeat "$repeat" > "$work/stdout" 2> "$work/stderr" &
        pid=$!
        sleep "$(awk -v ms=$((RANDOM % whole_ms)) 'BEGIN { print ms / 1000 }')"
        kill -$signal $pid 2> /dev/null
        code=0
        wait $pid 2> /dev/null || code=$?
        case $code in
        0 | 1) finished=$((finished + 1)) && break ;;
        130 | 137) stopped=$((stopped + 1)) ;;
        *) bad "signal $signal gave exit $code: $(cat "$work/stderr")" ;;
        esac
        lines=0
        [ ! -f "$work/cut/transcripts.jsonl" ] || lines=$(grep -c '}$' "$work/cut/transcripts.jsonl")
        kept=$((kept + lines))
    done
    code=0
    "$goldpin" run suites/smoke -q --resume "$work/cut" --repeat "$repeat" > "$work/stdout" 2> "$work/stderr" || code=$?
    if [ "$code" -gt 1 ]; then
        bad "the resumed run ended with exit $code: $(cat "$work/stderr")"
        ls -A "$work/cut"
        continue
    fi
    if [ "$(fingerprint_of "$work/stdout")" = "$reference" ]; then ok; else bad "resumed run $i has fingerprint $(fingerprint_of "$work/stdout"), undisturbed $reference"; fi
    ids=$("$field" "$work/cut/transcripts.jsonl" '/*/id' | sort -u | wc -l)
    lines=$(wc -l < "$work/cut/transcripts.jsonl")
    if [ "$ids" -eq "$trials" ] && [ "$lines" -eq "$trials" ]; then ok; else bad "resumed run $i has $lines lines and $ids trials instead of $trials"; fi
done
printf '%d runs of %d trials: stopped %d times, %d ended before the signal, %d transcripts found again\n' "$KILLS" "$trials" "$stopped" "$finished" "$kept"

echo '--- red gates'
# red NAME EXPECTED: the changed copy in $work/w fails the gate, and the diff holds EXPECTED.
red() {
    local code=0
    (cd "$work/w" && rm -rf out && "$goldpin" run suites/smoke -q -o out > stdout 2> stderr) || code=$?
    if [ "$code" -ne 1 ]; then
        bad "$1: exit $code instead of 1: $(cat "$work/w/stderr")"
        return
    fi
    ok
    (cd "$work/w" && "$goldpin" diff out golden > diff 2>&1) && bad "$1: goldpin diff finds nothing"
    if grep -q "$2" "$work/w/diff"; then
        ok
        printf '%s: %s\n' "$1" "$(grep -m 1 "$2" "$work/w/diff" | sed 's/^ *//')"
    else
        bad "$1: the diff does not say \"$2\":"
        cat "$work/w/diff"
    fi
}
copy() {
    rm -rf "$work/w"
    mkdir -p "$work/w/suites/smoke"
    cp -R golden "$work/w/"
    cp -R suites/smoke/suite.json suites/smoke/pocket "$work/w/suites/smoke/"
}
if [ -d golden ]; then
    copy
    size=$(wc -c < "$work/w/suites/smoke/pocket/pocket.gguf")
    at=$((size - 5000))
    byte=$(od -A n -t u1 -j "$at" -N 1 suites/smoke/pocket/pocket.gguf | tr -d ' ')
    # shellcheck disable=SC2059 # an octal escape
    printf "\\$(printf '%03o' $((byte ^ 1)))" | dd of="$work/w/suites/smoke/pocket/pocket.gguf" bs=1 seek="$at" conv=notrunc 2> /dev/null
    red 'one weight byte' 'weights changed'
    copy
    sed -i 's/What is 76 + 82?/What is 76 + 83?/' "$work/w/suites/smoke/suite.json"
    red 'one prompt character' 'case changed'
    copy
    sed -i 's/"expect": 122, "weight": 3}/"expect": 122, "weight": 2}/' "$work/w/suites/smoke/suite.json"
    red 'one grader' 'graders changed'
else
    bad 'there are no goldens to change anything against'
fi

echo '--- replays'
export SOURCE_DATE_EPOCH=1795167300
run 'the run to replay'
rm -rf "$work/recorded" "$work/one" "$work/two"
mv "$work/out" "$work/recorded"
"$goldpin" run suites/smoke -q --replay "$work/recorded" -o "$work/one" > "$work/first" || true
sleep 1.1
"$goldpin" run suites/smoke -q --replay "$work/recorded" -o "$work/two" > "$work/second" || true
if diff -r "$work/one" "$work/two"; then ok; else bad 'two replays differ'; fi
if [ "$(fingerprint_of "$work/first")" = "$print" ]; then ok; else bad 'a replay has another fingerprint than what it replays'; fi
(cd "$work/one" && sha256sum --quiet -c SHA256SUMS) && ok || bad 'SHA256SUMS of a bundle does not hold'
unset SOURCE_DATE_EPOCH

echo '--- times (not judged)'
# best "what" COMMAND...: the best of ten
best() {
    local what=$1 best_us=0 us i t
    shift
    for ((i = 0; i < 10; i++)); do
        rm -rf "$work/out"
        t=$(date +%s%N)
        "$@" > /dev/null 2>&1
        us=$((($(date +%s%N) - t) / 1000))
        if [ "$best_us" -eq 0 ] || [ "$us" -lt "$best_us" ]; then best_us=$us; fi
    done
    printf '%s: %d.%d ms (best of 10)\n' "$what" $((best_us / 1000)) $((best_us % 1000 / 100))
}
best 'goldpin --version' "$goldpin" --version
best 'goldpin lint suites/smoke' "$goldpin" lint suites/smoke
best 'smoke run, warm kernel cache' "$goldpin" run suites/smoke -q -o "$work/out"
best 'smoke run, one thread' "$goldpin" run suites/smoke -q --threads 1 -o "$work/out"

printf 'determinism: %d passed, %d failed\n' "$passed" "$failed"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$passed" "$failed" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ]
