#!/usr/bin/env bash
# What a remote run costs beside the waiting, against a server on this machine that answers at once:
#   1. CASES (10,000) cases, 32 in flight: cases per second of the whole command and of its trials alone, peak memory; a bare
#      libcurl loop with 32 connections against the same server in the same minute
#   2. memory at MANY (200,000) cases, and its growth per case
#   3. 32 streams at once that wait 50 ms before each token: wall time against the ideal, and how far the times of the first
#      tokens are from those that the server logged
# Each figure is the best of ROUNDS (5). Nothing is judged: the machine's load decides too. See tests/bench/RESULTS.md.
set -eu
BUILD=${BUILD:-build}
bin=$(pwd)/$BUILD
CASES=${CASES:-10000}
MANY=${MANY:-200000}
ROUNDS=${ROUNDS:-5}
server=
stop() {
    [ -z "$server" ] || kill "$server" 2> /dev/null || true
    wait 2> /dev/null || true
    server=
}
. ci/scratch.sh
cleanup() { stop && rm -rf "$scratch"; }
scratch bench
work=$scratch
unset CI GITHUB_ACTIONS http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY
export OPENAI_API_KEY=bench-key-0123456789

# suite NAME AWK: a suite of JSONL cases that the awk program prints.
suite() {
    mkdir -p "$work/$1"
    printf '{"name": "%s", "version": "1", "license": "Apache-2.0", "provenance": "made by tests/bench/remote.sh", "defaults": {"max_tokens": 16, "temperature": 0}, "cases_file": "cases.jsonl"}\n' "$1" > "$work/$1/suite.json"
    awk "$2" > "$work/$1/cases.jsonl"
}

# sums NAME N: N cases with graders that are tested by examples.
sums() {
    suite "$1" 'BEGIN { for (i = 0; i < '"$2"'; i++) { a = i % 9000; b = 7 + int(i / 9000); s = a + b
        printf "{\"id\": \"sum-%d\", \"messages\": [{\"role\": \"user\", \"content\": \"What is %d + %d?\"}], \"grade\": [{\"type\": \"equals\", \"expect\": \"%d\"}], \"examples\": {\"pass\": [\"%d\"], \"fail\": [\"x\"]}}\n", i, a, b, s, s } }'
}

# start [OPTION...]: a server; $url
start() {
    rm -f "$work/port"
    "$bin/tests/testserver" --stay "$@" > "$work/port" &
    server=$!
    until [ -s "$work/port" ]; do sleep 0.02; done
    url=http://127.0.0.1:$(cat "$work/port")/v1
}

# go SUITE FILE: one run; FILE gets its measures.
go() {
    rm -rf "$work/out"
    "$bin/tests/measure" "$2" "$bin/goldpin" run "$work/$1" -q -j 32 -t "openai:m@$url" -o "$work/out" > "$work/said"
}

least() { sort -n "$1" | head -n 1; }
load() { cut -d ' ' -f 1 /proc/loadavg; }

printf '%s, %d CPUs, load %s\n\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(load)"

printf -- '--- %d cases, 32 in flight, best of %d\n' "$CASES" "$ROUNDS"
sums cases "$CASES"
start
for ((i = 0; i < ROUNDS; i++)); do
    "$bin/tests/curl_loop" "$url/chat/completions" "$CASES" 32 >> "$work/bare"
    go cases "$work/whole"
done
stop
# The trials alone, from the first token to the last as the server saw them; in runs of their own, for the log takes time too.
for ((i = 0; i < ROUNDS; i++)); do
    start --log "$work/log"
    go cases "$work/logged"
    stop
    awk '$1 == "arrived" { if (!from) from = $3 } $1 == "token" { to = $3 } END { printf "%.3f\n", to - from }' "$work/log" >> "$work/trials"
done
bare=$(sort -n "$work/bare" | tail -n 1)
read -r wall user system rss < <(least "$work/whole")
trials=$(least "$work/trials")
awk -v n="$CASES" -v wall="$wall" -v user="$user" -v sys="$system" -v rss="$rss" -v trials="$trials" -v bare="$bare" 'BEGIN {
    printf "whole command   %.2f s, %.0f cases/s (CPU %.2f + %.2f s), %.1f MB resident\n", wall, n / wall, user, sys, rss * 1024 / 1e6
    printf "trials alone    %.2f s, %.0f cases/s\n", trials, n / trials
    printf "bare libcurl    %.0f requests/s; the whole command reaches %.2f of it, the trials %.2f\n", bare, n / wall / bare, n / trials / bare
}'
printf 'wanted          7280 cases/s, 0.25 of bare libcurl, 40 MB\nload            %s\n\n' "$(load)"

printf -- '--- %d cases\n' "$MANY"
sums many "$MANY"
start
go many "$work/many-measured"
stop
read -r wall user system rss_many < <(least "$work/many-measured")
rss=$(awk '{ print $4 }' "$work/whole" | sort -n | head -n 1)
awk -v n="$MANY" -v few="$CASES" -v wall="$wall" -v rss="$rss" -v many="$rss_many" 'BEGIN {
    printf "whole command   %.2f s, %.0f cases/s, %.1f MB resident\n", wall, n / wall, many * 1024 / 1e6
    printf "growth          %.1f bytes per case beyond %d\n", (many - rss) * 1024 / (n - few), few
}'
printf 'wanted          64 bytes per case\n\n'

streams=320
printf -- '--- %d streams of 7 tokens, 32 at once, 50 ms before each token, best of %d\n' "$streams" "$ROUNDS"
suite streams 'BEGIN { for (i = 0; i < '"$streams"'; i++) printf "{\"id\": \"s-%d\", \"messages\": [{\"role\": \"user\", \"content\": \"#number #slow-stream=50 %d\"}], \"grade\": [{\"type\": \"contains\", \"expect\": \"reply\"}]}\n", i, i }'
for ((i = 0; i < ROUNDS; i++)); do
    start --log "$work/log"
    go streams "$work/streamed"
    stop
    # The answer begins with the number of the request in the server's log.
    "$bin/tests/field" "$work/out/transcripts.jsonl" '/*/replies/0' answer measured/first_token_s | awk '{ print $1, $NF }' |
        awk -v log_file="$work/log" '
        BEGIN { while ((getline line < log_file) > 0) { split(line, f, " "); if (f[1] == "arrived") arrived[f[2]] = f[3]; if (f[1] == "token") token[f[2]] = f[3] } }
        { d = ($2 - (token[$1] - arrived[$1])) * 1000; print d < 0 ? -d : d }' | sort -n > "$work/apart"
    awk '{ v[NR] = $1 } END { printf "%.3f %.3f %.3f %d\n", v[int((NR + 1) / 2)], v[int(NR * 0.95)], v[NR], NR }' "$work/apart" >> "$work/first"
done
read -r wall user system rss < <(least "$work/streamed")
read -r median p95 most n < <(least "$work/first")
awk -v wall="$wall" -v ideal="$(awk -v n="$streams" 'BEGIN { print n / 32 * 7 * 0.05 }')" 'BEGIN { printf "whole command   %.3f s, ideal %.3f s: %+.1f%%\n", wall, ideal, (wall / ideal - 1) * 100 }'
printf 'first token     %s ms from the log in the median, %s ms at p95, %s ms at most (%d streams)\n' "$median" "$p95" "$most" "$n"
printf 'wanted          +10%%; 2 ms in the median\nload            %s\n' "$(load)"
