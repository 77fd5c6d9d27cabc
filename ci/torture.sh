#!/usr/bin/env bash
# Everything that goldpin asks of the system fails once: each allocation, open, read, write, fsync, rename and so on of
# a small local and a small remote run, one in each run (tests/torture/torture.c counts and refuses them). The law:
#   - such a run ends with exit 3 and a message, or with exit code, fingerprint and reports of an undisturbed one
#   - no file has a partial content under its final name
#   - --resume, undisturbed, then ends with exit code, fingerprint and reports of an undisturbed run
#
#     TORTURE_SAMPLE=20    so many calls of each kind fail with each fault, six times as many allocations; 0 for all
#     SEED=$$              makes the choice repeatable
#     TORTURE_ONLY=.       a regular expression that chooses lines of the table: "remote read EIO"
#     TORTURE_ALL=         set: allocations of the libraries count too (they have laws of their own; to look at only)
#     TORTURE_KEEP=        set: the folder stays behind
#     JOBS=2               how many runs go on at once
#
# GOLDPIN_TALLY gets the counts. With --one WORK ID RUN KIND FAULT K it does one of them, for the loop below.
set -u
BUILD=${BUILD:-build}
case $BUILD in /*) bin=$BUILD ;; *) bin=$(pwd)/$BUILD ;; esac
root=$(pwd)
TORTURE_SAMPLE=${TORTURE_SAMPLE:-20}

# asked RUN: the command line of a run, in a folder where everything is named relative to it.
asked() {
    case $1 in
    local) echo "run smoke -q -j 2 --threads 1 --filter sum-* -t local:smoke/pocket/pocket.gguf --golden golden \
        --resume out" ;;
    remote) echo "run mini -q -j 2 --env-file keys -t t --junit copy/junit.xml --markdown copy/report.md \
        --golden golden --record rec --resume out" ;;
    esac
}

# goldpin FOLDER VARIABLE... -- ARGUMENT...: with nothing from outside; prints into FOLDER.stdout and FOLDER.stderr.
goldpin() {
    local folder=$1 set=(PATH=/usr/bin:/bin HOME="$1" LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1795167300)
    set+=(GOLDPIN_CACHE_DIR="$bin/cache/goldpin" POCL_CACHE_DIR="$bin/cache/pocl")
    shift
    while [ "$1" != -- ]; do set+=("$1") && shift; done
    shift
    (cd "$folder" && exec timeout -k 5 60 env -i "${set[@]}" "$bin/goldpin" "$@") \
        > "$folder.stdout" 2> "$folder.stderr" < /dev/null
}

# start RUN FOLDER VARIABLE...
start() {
    local words
    read -ra words <<< "$(asked "$1")"
    shift
    goldpin "$@" -- "${words[@]}"
}

# Measured times, and what follows from them, are no part of the comparison; sums are checked by themselves. In tables
# every cell that is but a number, or one with its interval, counts as measured: results.json has the others.
plain() {
    sed -E -e 's/("([a-z0-9_]*_s|cached_tokens)": ?)-?[0-9][0-9.e+-]*/\1#/g' -e 's/"connect_s": ?null/"connect_s":#/' \
        -e 's/ time="[0-9.]*"/ time="#"/' -e 's/[0-9.]+ (m?s\b|tokens\/s)/# \1/g' -e 's/^[0-9a-f]{64}  /#  /' \
        -e '/^\|/{s/\| [0-9.]+( \[[0-9.]+, [0-9.]+\])? (\||$)/| # \2/g;s/\| [0-9.]+( \[[0-9.]+, [0-9.]+\])? (\||$)/| # \2/g}' "$1"
}

# The machine may change meanwhile, and the journal has the order in which trials end: these two have their own checks. The
# page and its charts draw times, and chain.json holds digests of what has some: of these, and of all else, `verify` says
# whether they are what they should be.
finals() {
    (cd "$1" && find . -type f ! -name '*.tmp-*' ! -name '*.tmp' ! -name '*.spool' \
        ! -name transcripts.jsonl ! -name topology.xml ! -name report.html ! -name '*.svg' ! -name chain.json | LC_ALL=C sort)
}
# Only the last may be half written.
whole_lines() { awk 'torn { exit 1 } !/^\{"schema":.*\}$/ { torn = 1 }' "$1"; }
whole_xml() { tail -n 1 "$1" | grep -qx '</topology>'; }
sums_hold() { (cd "$1" && sha256sum --quiet --strict -c SHA256SUMS > /dev/null 2>&1); }
# Sudden death may leave a temporary file in a folder that is not ours.
files() { (cd "$1" && find out copy rec -type f ! -path 'copy/*.tmp-*' 2> /dev/null | LC_ALL=C sort); }

# What is there under a final name must be what an undisturbed run has there; says what is not.
torn() {
    local f out=$1/out there=$2/out
    [ -d "$out" ] || return 0
    for f in $(finals "$out"); do
        plain "$out/$f" | cmp -s - "$there/$f" || { echo "$f differs" && return; }
    done
    [ ! -f "$out/topology.xml" ] || whole_xml "$out/topology.xml" || echo 'topology.xml is torn'
    [ ! -f "$out/SHA256SUMS" ] || sums_hold "$out" || echo 'SHA256SUMS does not hold'
    [ ! -f "$out/transcripts.jsonl" ] || whole_lines "$out/transcripts.jsonl" || echo 'transcripts.jsonl is torn'
}

# The same, and there must be all of it, the verdict included.
differs() {
    local f here=$1 there=$2
    cmp -s "$here.stdout" "$there.stdout" || { echo 'another verdict' && return; }
    files "$here" | cmp -s - "$there.files" || { echo 'other files' && return; }
    for f in copy/junit.xml copy/report.md; do
        [ ! -f "$there/$f" ] || plain "$here/$f" | cmp -s - "$there/$f" || { echo "$f differs" && return; }
    done
    torn "$here" "$there"
    goldpin "$here" -- verify out --rerun none || echo "verify: $(grep ' differs ' "$here.stdout" | head -n 1)"
}

# judged RUN FOLDER CODE: what is outside the law, in words; the run is resumed where it ended with exit 3.
judged() {
    local folder=$2 code=$3 there=$work/whole-$1 why whole
    whole=$(cat "$there.code")
    if [ "$code" -eq 3 ]; then
        grep -q '^goldpin: ' "$folder.stderr" || { echo 'no message' && return; }
        why=$(torn "$folder" "$there")
        [ -z "$why" ] || { echo "$why" && return; }
        code=0
        start "$1" "$folder" || code=$?
        [ "$code" -eq "$whole" ] || { echo "resumed: exit $code: $(head -n 1 "$folder.stderr")" && return; }
        why=$(differs "$folder" "$there")
        [ -z "$why" ] || echo "resumed: $why"
    elif [ "$code" -eq "$whole" ]; then
        differs "$folder" "$there"
    else
        echo 'another exit code'
    fi
}

# one WORK ID RUN KIND FAULT K: a line "RUN KIND FAULT K reached|beyond held|outside" in WORK/results, and where it is
# outside the law, why and from where the call came in WORK/outside/ID.
one() {
    work=$1
    local id=$2 run=$3 kind=$4 fault=$5 k=$6 folder=$1/$2 code=0 why said hit reached=reached verdict=held
    cp -R "$work/$run" "$folder"
    start "$run" "$folder" LD_PRELOAD="$bin/tests/torture.so" TORTURE_DIR="$folder" TORTURE_LOG="$folder.log" \
        TORTURE_KIND="$kind" TORTURE_FAULT="$fault" TORTURE_K="$k" ${TORTURE_ALL:+TORTURE_ALL=1} || code=$?
    hit=$(sed -n 's/^hit [a-z]* [0-9]* *//p' "$folder.log" 2> /dev/null)
    said=$(head -n 1 "$folder.stderr")
    why=$(judged "$run" "$folder" "$code")
    [ -n "$hit" ] || reached=beyond
    [ -z "$why" ] || verdict=outside
    echo "$run $kind $fault $k $reached $verdict" >> "$work/results"
    if [ -n "$why" ]; then
        printf '%s %s %s, k = %s: exit %s, %s: %s\n' "$run" "$kind" "$fault" "$k" "$code" "$why" "$said"
        # shellcheck disable=SC2086 # a list of numbers
        addr2line -f -s -e "$bin/goldpin" $(echo "$hit" | cut -d ' ' -f 1-6) 2> /dev/null | paste -sd ' \n' |
            sed 's/ (disc.*//;s/^/        /'
    fi > "$work/outside/$id"
    [ -n "${TORTURE_KEEP-}" ] || rm -rf "$folder" "$folder".*
}

if [ "${1-}" = --one ]; then
    shift
    one "$@"
    exit 0
fi

SEED=${SEED:-$$}
begun=$SECONDS
. ci/scratch.sh
cleanup() {
    kill "${server-}" 2> /dev/null
    wait 2> /dev/null
    [ -n "${TORTURE_KEEP-}" ] || rm -rf "$scratch"
}
scratch torture
work=$scratch
"$bin/tests/testserver" --stay > "$work/port" &
server=$!
until [ -s "$work/port" ]; do sleep 0.02; done
mkdir "$work/local" "$work/remote" "$work/remote/mini" "$work/outside" "$bin/cache" 2> /dev/null

# --- what is run: three cases each, with goldens; the local one passes its gate, the remote one does not

ln -s "$root/suites/smoke" "$work/local/smoke"
one_case() {
    printf '{"id": "%s", "messages": [{"role": "user", "content": "What is %s?"}], ' "$1" "$2"
    printf '"grade": [{"type": "%s", "expect": "%s"}], "golden": %s}' "$3" "$4" "$5"
}
cat > "$work/remote/mini/suite.json" << END
{"name": "mini", "version": "1", "license": "Apache-2.0", "provenance": "made by ci/torture.sh",
 "cases": [$(one_case right '2 + 3' equals 5 '"exact"'),
           $(one_case part '20 + 30' contains 5 '"exact"'),
           $(one_case wrong '1 + 1' equals 3 false)]}
END
echo 'OPENAI_API_KEY=torture-key-0123456789' > "$work/remote/keys"
cat > "$work/remote/goldpin.json" << END
{"targets": {"t": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:$(cat "$work/port")/v1",
                   "price": {"input_per_mtok": 1, "output_per_mtok": 2}}}}
END

broken() {
    printf 'FAIL %s\n' "$*"
    [ -z "${GOLDPIN_TALLY-}" ] || echo '0 1 0' >> "$GOLDPIN_TALLY"
    exit 1
}

# undisturbed RUN: goldens for it; what it leaves, stripped of times, in whole-RUN; its counts of calls in RUN.counts.
undisturbed() {
    local run=$1 there=$work/whole-$1 code=0 f
    cp -R "$work/$run" "$there"
    start "$run" "$there" || code=$?
    [ "$code" -le 1 ] || broken "the undisturbed $run run ends with exit $code: $(cat "$there.stderr")"
    goldpin "$there" -- bless out --failing --golden golden || broken "$run: cannot bless: $(cat "$there.stderr")"
    cp -R "$there/golden" "$work/$run/"
    rm -rf "$there"
    cp -R "$work/$run" "$there"
    code=0
    start "$run" "$there" LD_PRELOAD="$bin/tests/torture.so" TORTURE_DIR="$there" TORTURE_LOG="$work/$run.counts" \
        ${TORTURE_ALL:+TORTURE_ALL=1} || code=$?
    [ "$code" -le 1 ] || broken "the undisturbed $run run ends with exit $code: $(cat "$there.stderr")"
    # The process that waits for the one that works has counted too.
    awk '$2 > most[$1] { most[$1] = $2 } END { for (kind in most) print kind, most[kind] }' "$work/$run.counts" > "$work/counts"
    mv "$work/counts" "$work/$run.counts"
    grep -q '^alloc [1-9]' "$work/$run.counts" || broken "the $run run: nothing was counted"
    echo "$code" > "$there.code"
    files "$there" > "$there.files"
    while read -r f; do plain "$there/$f" > "$work/one" && cp "$work/one" "$there/$f"; done < "$there.files"
    printf '%s run: exit %s, %s\n' "$run" "$code" "$(sed -n 's/^fingerprint //p' "$there.stdout")"
}

undisturbed local
undisturbed remote

# --- which calls fail

rows='alloc ENOMEM
open EIO
open ENOSPC
open EINTR
read EIO
read EINTR
read SHORT
write ENOSPC
write EIO
write EINTR
write SHORT
write FULL
sync EIO
sync ENOSPC
sync EINTR
rename EIO
rename ENOSPC
cut EIO
close EIO
map ENOMEM
look EIO
folder ENOSPC
thread EAGAIN'
# Which k of a row's n: all, or `need` of them.
chosen='
function number(s,   i, n) {
    for (i = 1; i <= length(s); i++)
        n = (n * 31 + index("0123456789ACEGIKLMNOPRSTabcdefghilmnopqrstuwx", substr(s, i, 1))) % 2147483647
    return n
}
$1 == kind {
    srand(number(seed run kind fault))
    if (kind == "alloc") need *= 6
    if (!need || need > $2) need = $2
    for (k = 1; k <= $2; k++)
        if (rand() * ($2 - k + 1) < need) { print run, kind, fault, k; need-- }
}'
for run in local remote; do
    echo "$rows" | while read -r kind fault; do
        echo "$run $kind $fault" | grep -Eq "${TORTURE_ONLY:-.}" || continue
        awk -v run="$run" -v kind="$kind" -v fault="$fault" -v need="$TORTURE_SAMPLE" -v seed="$SEED" "$chosen" \
            "$work/$run.counts"
    done
done | awk '{ print NR, $0 }' > "$work/list"
echo "$(wc -l < "$work/list") disturbed runs (SEED=$SEED, TORTURE_SAMPLE=$TORTURE_SAMPLE)"
: > "$work/results"
export BUILD="$bin" TORTURE_KEEP="${TORTURE_KEEP-}"
xargs -P "${JOBS:-2}" -L 1 bash "$0" --one "$work" < "$work/list"

# --- what came of it; one that has no result broke the harness, and is outside the law too

printf '%-8s %-7s %-7s %6s %6s %8s %8s %8s\n' run call fault calls tried reached held outside
awk 'FILENAME ~ /counts$/ { run = FILENAME; gsub(/.*\/|\.counts/, "", run); calls[run " " $1] = $2; next }
     FILENAME ~ /list$/ { key = $2 " " $3 " " $4; if (!tried[key]++) order[++n] = key; next }
     { key = $1 " " $2 " " $3; reached[key] += $5 == "reached"; held[key] += $6 == "held" }
     END {
         for (i = 1; i <= n; i++) {
             key = order[i]
             split(key, p, " ")
             printf "%-8s %-7s %-7s %6d %6d %8d %8d %8d\n", p[1], p[2], p[3], calls[p[1] " " p[2]], tried[key], \
                 reached[key], held[key], tried[key] - held[key]
         }
     }' "$work/local.counts" "$work/remote.counts" "$work/list" "$work/results"
tried=$(wc -l < "$work/list")
passed=$(grep -c ' held$' "$work/results")
failed=$((tried - passed))
[ "$failed" -eq 0 ] || printf '\noutside the law:\n'
find "$work/outside" -type f -size +0 | sort -V | xargs -r cat
[ -z "${TORTURE_KEEP-}" ] || echo "kept: $work"
printf '%d calls failed in turn in %d s\n' "$tried" $((SECONDS - begun))
printf 'torture: %d passed, %d failed\n' "$passed" "$failed"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$passed" "$failed" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ] && [ "$tried" -gt 0 ]
