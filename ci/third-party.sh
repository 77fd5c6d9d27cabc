#!/usr/bin/env bash
# Real suites against a server that is not ours: llama-server of llama.cpp, serving the pocket model on this machine.
# GOLDPIN_LLAMA_SERVER names the program; without it and without a llama-server in PATH this is left out, loudly.
# GOLDPIN_TALLY, where set, gets "passed failed skipped". Its version and the reports' heads are printed: look at them.
set -u
BUILD=${BUILD:-build}
goldpin=$(pwd)/$BUILD/goldpin
field=$(pwd)/$BUILD/tests/field
program=${GOLDPIN_LLAMA_SERVER:-$(command -v llama-server || true)}
tally() { [ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d %d\n' "$1" "$2" "$3" >> "$GOLDPIN_TALLY"; }
if [ -z "$program" ] || [ ! -x "$program" ]; then
    echo "SKIPPED: no llama-server here; name one with GOLDPIN_LLAMA_SERVER (https://github.com/ggml-org/llama.cpp)"
    tally 0 0 1
    exit 0
fi
server=
. ci/scratch.sh
cleanup() {
    [ -z "$server" ] || kill "$server" 2> /dev/null
    wait 2> /dev/null
    rm -rf "$scratch"
}
scratch third
work=$scratch
unset CI GITHUB_ACTIONS http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY
export OPENAI_API_KEY=third-key-0123456789 ANTHROPIC_API_KEY=third-key-0123456789
passed=0
failed=0
ok() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    printf 'FAIL %s\n' "$*"
}
# is "what" EXPECTED GOT
is() { if [ "$2" = "$3" ]; then ok; else bad "$1: expected $2, got $3"; fi; }

port=$((20000 + RANDOM % 20000))
ln -s "$(pwd)/suites" "$work/suites"
cd "$work" || exit 3
"$program" -m suites/smoke/pocket/pocket.gguf --alias pocket --host 127.0.0.1 --port "$port" -c 2048 -np 2 --jinja > server.log 2>&1 &
server=$!
printf '%s on port %s\n' "$("$program" --version 2>&1 | grep -m 1 version)" "$port"

mkdir probe
echo '{"name": "probe", "version": "1", "license": "Apache-2.0", "cases": [{"id": "up", "messages": [{"role": "user", "content": "Copy: a"}], "max_tokens": 2, "grade": [{"type": "count", "min": 0, "unit": "words"}]}]}' > probe/suite.json
base=http://127.0.0.1:$port
tries=0
until "$goldpin" run probe -q -t "llamacpp:pocket@$base/v1" -o "up-$tries" > probe.txt 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -ge 120 ] || ! kill -0 "$server" 2> /dev/null; then
        bad "the server does not answer: $(tail -n 3 server.log) $(tail -n 3 probe.txt)"
        tally "$passed" "$failed" 0
        exit 1
    fi
    sleep 0.5
done

cat > goldpin.json << END
{"targets": {
  "here": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"},
  "stream": {"provider": "llamacpp", "model": "pocket", "base_url": "$base/v1"},
  "whole": {"provider": "llamacpp", "model": "pocket", "base_url": "$base/v1", "stream": false},
  "chat": {"provider": "openai", "model": "pocket", "base_url": "$base/v1"},
  "chat-whole": {"provider": "openai", "model": "pocket", "base_url": "$base/v1", "stream": false},
  "responses": {"provider": "openai-responses", "model": "pocket", "base_url": "$base/v1"},
  "messages": {"provider": "anthropic", "model": "pocket", "base_url": "$base"}
}}
END
all='here stream whole chat chat-whole responses messages'

# of CASE TARGET NAME: a value of a trial in out/results.json. Trials of other targets may lack it.
of() { "$field" out/results.json '/trials/*' id "$3" 2> /dev/null | sed -n "s|^[^/]*/$1/$2/1 ||p"; }

echo '--- the smoke suite: the same model through seven doors'
"$goldpin" run suites/smoke -q -o out > said 2> trouble
[ -s out/results.json ] || bad "no results: $(cat trouble)"
sed -n '/^## Targets/,/^## What/p' out/report.md | grep '^|'
is 'trials that broke' 0 "$("$field" out/results.json /summary/errors)"
for case in $("$field" out/results.json '/trials/*' target case | sed -n 's/^here //p'); do
    for target in $all; do
        [ "$target" = here ] || is "$case on $target" "$(of "$case" here answer)" "$(of "$case" "$target" answer)"
    done
done
for target in stream whole chat chat-whole messages responses; do
    case $(of sum-carry "$target" measured/input_tokens)$(of sum-carry "$target" measured/output_tokens) in *null* | '') bad "$target: no usage" ;; *) ok ;; esac
done
for target in stream whole; do
    case $(of sum-carry "$target" measured/server/prompt_s) in null | '') bad "$target: no timings of the server" ;; *) ok ;; esac
done
for target in stream chat; do
    case $(of sum-carry "$target" measured/first_token_s) in null | '') bad "$target: no time of the first token" ;; *) ok ;; esac
    case $(of sum-carry "$target" drift/system_fingerprint) in null | '') bad "$target: no fingerprint of the server" ;; *) ok ;; esac
    is "$target: who answered" pocket "$(of sum-carry "$target" drift/returned_model)"
done

echo '--- schema, stop, token limit, tools, sampling, a prompt that is too long'
mkdir more
long=$(printf 'abc def %.0s' $(seq 400))
cat > more/suite.json << END
{"name": "more", "version": "1", "license": "Apache-2.0", "provenance": "made by ci/third-party.sh", "defaults": {"temperature": 0, "max_tokens": 24}, "cases": [
  {"id": "schema", "messages": [{"role": "user", "content": "Compute 73 + 49."}], "needs": ["json_schema"], "grade": [{"type": "json", "schema": {"type": "object", "properties": {"n": {"type": "integer", "enum": [1]}}, "required": ["n"], "additionalProperties": false}}]},
  {"id": "stop", "messages": [{"role": "user", "content": "Echo: valley drum"}], "stop": ["drum"], "grade": [{"type": "equals", "expect": "valley"}]},
  {"id": "limit", "messages": [{"role": "user", "content": "Copy: kcgwhabc"}], "max_tokens": 3, "grade": [{"type": "equals", "expect": "kcg"}]},
  {"id": "tools", "messages": [{"role": "user", "content": "What is 2 + 2?"}], "tools": [{"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}}}], "grade": [{"type": "equals", "expect": "4"}]},
  {"id": "sampling", "messages": [{"role": "user", "content": "Compute 73 + 49."}], "temperature": 0.5, "top_k": 2, "top_p": 0.9, "min_p": 0.01, "repeat_penalty": 1.01, "grade": [{"type": "count", "min": 1, "unit": "words"}]},
  {"id": "long", "messages": [{"role": "user", "content": "Copy: $long"}], "grade": [{"type": "equals", "expect": "x"}]}
]}
END
rm -rf out
"$goldpin" run more -q -t stream -t whole -t chat -t chat-whole -o out > said 2> trouble
head -n 1 said
for target in stream whole chat chat-whole; do
    for case in schema stop limit tools sampling; do is "$case on $target" passed "$(of "$case" "$target" status)"; done
    is "finish of limit on $target" length "$(of limit "$target" finish)"
    is "failure of long on $target" context_overflow "$(of long "$target" failure)"
done
is 'parameters that llamacpp does not take' null "$(of sampling stream drift/ignored)"
is 'parameters that openai does not take' 'top_k, min_p, repeat_penalty' "$(of sampling chat drift/ignored)"

printf 'third-party: %d passed, %d failed\n' "$passed" "$failed"
tally "$passed" "$failed" 0
[ "$failed" -eq 0 ]
