#!/usr/bin/env bash
# What reports cost: CASES (100,000) trials of TARGETS (4) remote models on this machine that answer at once, one in ten wrong;
# then each format of `goldpin report` alone and all of them in one call, and `goldpin merge` of ten shards of the same run
# against the run in one piece. The best of ROUNDS (3). Nothing is judged but the merge, which must be the same run.
# See tests/bench/RESULTS.md.
set -eu
BUILD=${BUILD:-build}
bin=$(pwd)/$BUILD
CASES=${CASES:-100000}
TARGETS=${TARGETS:-4}
ROUNDS=${ROUNDS:-3}
server=
stop() {
    [ -z "$server" ] || kill "$server" 2> /dev/null || true
    wait 2> /dev/null || true
    server=
}
. ci/scratch.sh
cleanup() { stop && rm -rf "$scratch"; }
scratch reports
cd "$scratch"
unset CI GITHUB_ACTIONS http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY
export OPENAI_API_KEY=bench-key-0123456789

mkdir sums
printf '{"name": "sums", "version": "1", "license": "Apache-2.0", "provenance": "made by tests/bench/reports.sh", "defaults": {"max_tokens": 16, "temperature": 0}, "cases_file": "cases.jsonl"}\n' > sums/suite.json
awk 'BEGIN { for (i = 0; i < '$((CASES / TARGETS))'; i++) { a = i % 9000; b = 7 + int(i / 9000); s = a + b + (i % 10 == 3)
    printf "{\"id\": \"sum-%d\", \"category\": \"tens-%d\", \"messages\": [{\"role\": \"user\", \"content\": \"What is %d + %d?\"}], \"grade\": [{\"type\": \"equals\", \"expect\": \"%d\"}], \"examples\": {\"pass\": [\"%d\"], \"fail\": [\"x\"]}}\n", i, int(a / 1000), a, b, s, s } }' > sums/cases.jsonl

"$bin/tests/testserver" --stay > port &
server=$!
until [ -s port ]; do sleep 0.02; done
targets=()
for ((i = 0; i < TARGETS; i++)); do targets+=(-t "m$i=openai:m$i@http://127.0.0.1:$(cat port)/v1"); done

# run_sums OUT [OPTION...]: green or not does not matter here.
run_sums() { "$bin/goldpin" run sums -q -j 32 --seed 1 "${targets[@]}" -o "$@" > said || [ $? -eq 1 ]; }

# best WHAT COMMAND...: wall time, CPU time and peak memory of the fastest round.
best() {
    local what=$1 i
    shift
    rm -f measured
    for ((i = 0; i < ROUNDS; i++)); do
        rm -rf merged
        "$bin/tests/measure" measured "$@" > said 2>&1 || [ $? -eq 1 ]
    done
    sort -n measured | head -n 1 | awk -v what="$what" '{ printf "%-30s %6.2f s (CPU %.2f + %.2f s), %.1f MB resident\n", what, $1, $2, $3, $4 * 1024 / 1e6 }'
}

printf '%s, %d CPUs, load %s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(cut -d ' ' -f 1 /proc/loadavg)"
run_sums whole
all=()
for format in markdown:md summary:summary.md html:html junit:xml csv:csv eee:jsonl; do
    all+=("--${format%%:*}" "report.${format#*:}")
    best "report --${format%%:*}" "$bin/goldpin" report whole "--${format%%:*}" "report.${format#*:}"
done
best 'report, all six at once' "$bin/goldpin" report whole "${all[@]}"
shards=()
for ((k = 1; k <= 10; k++)); do
    run_sums "part$k" --shard "$k/10"
    shards=("part$k" "${shards[@]}")
done
best 'merge of ten shards' "$bin/goldpin" merge "${shards[@]}" -o merged
print() { sed -n 's/.*"fingerprint": "\([^"]*\)".*/\1/p' "$1/results.json" | head -n 1; }
[ -n "$(print whole)" ] && [ "$(print whole)" = "$(print merged)" ] || { echo 'the merged run is another one'; exit 1; }
echo "the merged run has the fingerprint of the whole, $(print whole)"
