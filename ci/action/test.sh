#!/bin/sh
# The action, run step by step as a runner would (runner.py), with stand-ins for its environment files and for the API (api.py):
# pull requests, forks, hostile text, red gates, mistakes. And the YAML itself: what it may not hold. GOLDPIN_TALLY, where set, gets
# "passed failed skipped".
# shellcheck disable=SC2016,SC2317 # jq and hostile text have dollars; functions are called by check
set -u
BUILD=${BUILD:-build}
root=$(pwd)
case $BUILD in /*) ;; *) BUILD=$root/$BUILD ;; esac
. ci/scratch.sh
scratch action
tmp=$scratch
passed=0 failed=0

finish() {
    printf 'action: %d passed, %d failed\n' "$passed" "$failed"
    [ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d %d\n' "$passed" "$failed" "${1-0}" >> "$GOLDPIN_TALLY"
    [ "$failed" -eq 0 ] && exit 0
    exit 1
}
for tool in python3 jq curl git; do
    command -v "$tool" > /dev/null || {
        echo "SKIP the action was not tested: $tool is not here"
        finish 1
    }
done

check() { # "what" COMMAND...
    what=$1
    shift
    if "$@" > "$tmp/said" 2>&1; then passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL %s\n' "$what"
        head -n 5 "$tmp/said"
    fi
}
lacks() { # FILE PATTERN: no line of the file has it
    [ -s "$1" ] && ! grep -n -a -e "$2" "$1"
}
same() { [ "$1" = "$2" ] || { printf '"%s" is not "%s"\n' "$1" "$2" && return 1; }; }
told() { grep -a -q -e "$2" "$1" || { printf 'nothing like %s in:\n' "$2" && cat "$1" && return 1; }; }

# --- the YAML ---

"$BUILD/tests/yaml_json" ci/action/action.yml > "$tmp/action.json" || exit 1
query() { jq -e "$1" "$tmp/action.json"; }
check 'a script has an expression in it' query '[.runs.steps[] | .run // "" | contains("${{")] | any | not'
check 'a step is more than one script' query '[.runs.steps[] | select(.run) | .run | test("^sh \"\\$GITHUB_ACTION_PATH/[a-z]+\\.sh\"( plan)?$")] | all'
check 'an action is not pinned by commit' query '[.runs.steps[] | select(.uses) | .uses | test("@[0-9a-f]{40}$")] | all and length > 2'
check 'an input is used that is none' query '. as $a | [.. | strings | match("inputs\\.([a-z-]+)"; "g").captures[0].string] | map(in($a.inputs)) | all and length > 10'
check 'an input is never used' query '(.inputs | keys) - [.. | strings | match("inputs\\.([a-z-]+)"; "g").captures[0].string] == []'
grep -ohE 'output [a-z-]+' ci/action/run.sh | sed 's/output //' | sort -u > "$tmp/written"
printf '%s\n' report summary junit >> "$tmp/written"
for name in $(jq -r '.outputs[].value | capture("outputs\\.(?<n>[a-z-]+)").n' "$tmp/action.json"); do
    check "nothing writes the output $name" grep -qx "$name" "$tmp/written"
done

# --- one run of the action ---

cat > "$tmp/answers" << 'EOF'
{"*copy": "<img src=x onerror=alert(1)> @everyone #1 ![x](http://evil.example/x.png) [y](javascript:1)\n::error::owned\n##[error]owned\n::stop-commands::x\n```\n</details><script>alert(1)</script>\n<!-- goldpin comment: goldpin -->\nEOF\nreason=owned\nhttps://evil.example/\u001b[31m"}
EOF
mkdir "$tmp/api" "$tmp/work" "$tmp/runner" "$tmp/home"
mkfifo "$tmp/in"
serve() { # FILE PROGRAM...: in the background until this script ends; its first line is in FILE
    out=$1
    shift
    "$@" < "$tmp/in" > "$out" &
}
serve "$tmp/api-port" python3 ci/action/api.py "$tmp/api"
serve "$tmp/model-port" "$BUILD/tests/testserver" --answers "$tmp/answers"
exec 9> "$tmp/in"
n=0
until [ -s "$tmp/api-port" ] && [ -s "$tmp/model-port" ]; do
    n=$((n + 1))
    [ "$n" -lt 400 ] || exit 1
    sleep 0.05
done
url=http://127.0.0.1:$(cat "$tmp/model-port")/v1

case_json() { # ID PROMPT EXPECTED
    printf '{"id": "%s", "messages": [{"role": "user", "content": "%s"}], "grade": [{"type": "equals", "expect": "%s"}], "examples": {"pass": ["%s"], "fail": ["x"]}}\n' "$1" "$2" "$3" "$3"
}
suite() { # CASES
    printf '{"name": "mini", "version": "1", "license": "Apache-2.0", "cases": [\n%s]}\n' "$1" > "$tmp/work/mini.json"
}
# Strangers' comments before ours, more than a page of them, and one of a person that begins with our marker.
strangers() {
    jq -n '[range(130) | {id: ., user: {login: "someone", type: "User"}, body: "comment \(.)"}]
        | .[3].body = "<!-- goldpin comment: goldpin -->\nnot by us"' > "$tmp/api/comments.json"
}
# action FOLDER TOKEN [INPUT=VALUE...]: its exit code is in $code. The event is a pull request unless $event says otherwise.
event='{"pull_request": {"number": 7}, "repository": {"default_branch": "trunk"}}'
action() {
    at=$tmp/$1
    mkdir "$at"
    token=$2
    shift 2
    printf '%s\n' "$event" > "$at/event.json"
    : > "$tmp/api/requests"
    code=0
    (cd "$tmp/work" && env -i PATH="$BUILD:$PATH" HOME="$tmp/home" LC_ALL=C.UTF-8 TMPDIR="$tmp" CI=true GITHUB_ACTIONS=true RUNNER_TEMP="$tmp/runner" \
        GITHUB_WORKSPACE="$tmp/work" GITHUB_EVENT_PATH="$at/event.json" GITHUB_REPOSITORY=o/r GITHUB_RUN_ID=42 \
        GITHUB_SERVER_URL=https://git.example GITHUB_API_URL="http://127.0.0.1:$(cat "$tmp/api-port")" OPENAI_API_KEY=sk-test \
        TEST_TOKEN="$token" TEST_ACTION="$root/ci/action" python3 "$root/ci/action/runner.py" "$tmp/action.json" "$at" version=installed \
        suite=mini.json target="openai:m@$url" "$@") > "$at/said" 2>&1 || code=$?
    [ -e "$at/outputs.json" ] || { cat "$at/said" && exit 1; }
}
output() { jq -r --arg name "$1" '.[$name]' "$at/outputs.json"; }
comments() { jq "$@" "$tmp/api/comments.json"; }
ours() { comments -r '.[] | select(.user.type == "Bot") | .body'; }

# Green, on a pull request: the first run writes a comment.
strangers
suite "$(case_json a 'What is 1 + 1?' 2)"
action green writer
check 'a green run fails' same "$code" 0
check 'the verdict is not an output' same "$(output reason)" "$(jq -r .gate.sentence "$(output results)" | tr -d "\`'")"
check 'the pass rate is not an output' same "$(output pass-rate) $(output exit-code)" '1 0'
check 'the fingerprint is not an output' same "$(output fingerprint)" "$(jq -r .fingerprint "$(output results)")"
for name in report junit results bundle summary; do check "the output $name names nothing" test -e "$(output $name)"; done
check 'the summary of the job is not the report' cmp -n "$(wc -c < "$(output report)")" "$(output report)" "$at/summary"
check 'no comment was added' same "$(comments length)" 131
check 'the comment does not begin with the marker' same "$(ours | head -n 1)" '<!-- goldpin comment: goldpin -->'
check 'the comment lacks the verdict' told "$tmp/api/comments.json" 'Gate passed'
check 'the comment does not link to the run' told "$tmp/api/comments.json" 'https://git.example/o/r/actions/runs/42'
check 'a green run has annotations' lacks "$at/log" '^::error'
check 'the artifact is not the bundle' diff -r "$(output bundle)" "$at/artifacts/goldpin"

# Red, by hostile text in an answer and in names: the same comment changes, and the job fails at the very end.
suite "$(case_json a 'What is 1 + 1?' 2), $(case_json '@team <b> ::error::x ##[error]y %0A::notice::z $(touch owned) `id`' 'copy' 2)"
action red writer
check 'a red gate does not fail with 1' same "$code $(output exit-code)" '1 1'
check 'a step before the last failed' same "$(grep -c failure "$at/steps") $(tail -n 1 "$at/steps")" '1 verdict.sh failure'
check 'comment and artifact came after the verdict' same "$(grep -c -e '^comment.sh success' -e '^upload-artifact success' "$at/steps")" 2
check 'a second comment was added' same "$(comments length)" 131
check 'the comment was not updated' told "$tmp/api/comments.json" 'Gate failed'
check 'a comment of somebody else was changed' same "$(comments -r '.[3].body')" "$(printf '<!-- goldpin comment: goldpin -->\nnot by us')"
ours > "$tmp/comment"
grep -v '^<!-- goldpin comment: goldpin -->$' "$tmp/comment" | sed '/^\[This run\]/d' > "$tmp/body"
# Code spans and fences, which show what is in them, are taken out: what is left is what GitHub would act on.
prose() {
    awk '{ line = $0; sub(/^(> ?)+/, "", line) } match(line, /^ *(```+|~~~+)/) { mark = substr(line, RSTART, RLENGTH); gsub(/ /, "", mark)
            if (open == "") { open = mark; next } else if (index(mark, open) == 1) { open = ""; next } }
        open == ""' "$1" | sed -e 's/``[^`]*`[^`]*``//g' -e 's/``*[^`]*``*//g'
}
for text in "$tmp/body" "$at/summary"; do
    prose "$text" > "$tmp/prose"
    for pattern in '<script' '<img' '@team' '@everyone' 'evil.example' '<b>' '^::' '##\[' '<!-- goldpin'; do
        check "$pattern is in the prose of $(basename "$text")" lacks "$tmp/prose" "$pattern"
    done
done
check 'the failing case has no annotation at its line' told "$at/log" '^::error title=goldpin,file=mini.json,line=[0-9]*::mini/.*: failed (equals)$'
check 'the log has commands that are not ours' lacks "$at/log" '::stop-commands\|##\[\|^ *::[a-z]* *::\|^::notice'
check 'the log shows text of the model' lacks "$at/log" 'owned"\|evil.example\|onerror'
check 'an output has what a shell or a log would take for more than a word' same "$(jq -r '.reason' "$at/outputs.json" | tr -d 'A-Za-z0-9 .,;:%/()_=+?-')" ''
check 'something was evaluated' test ! -e "$tmp/work/owned"
check 'the token is in a file or the log' sh -c '! grep -rqa "Bearer" "$0"' "$at"

# Many failures: ten annotations, and the tenth counts the others.
list=$(case_json first 'copy' 2)
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do list="$list, $(case_json "c$i" "copy $i" 2)"; done
suite "$list"
action many writer annotations=true
check 'there are not ten annotations' same "$(grep -c '^::error title=goldpin' "$at/log")" 11 # and the verdict's, another step
check 'the others are not counted' told "$at/log" 'and 5 more; the report has all'
check 'a third comment was added' same "$(comments length)" 131

# A fork's token may not write; no token at all; a refused one; an event without a pull request.
strangers
suite "$(case_json a 'What is 1 + 1?' 2)"
action fork reader
check 'a fork fails the job' same "$code" 0
check 'a fork gets no notice' told "$at/log" '^::notice title=goldpin::the token may not write a comment here (HTTP 403)'
check 'a fork got a comment' same "$(comments length)" 130
action tokenless ''
check 'a missing token fails the job' same "$code" 0
check 'a missing token gets no notice' told "$at/log" '^::notice title=goldpin::there is no token'
check 'something was asked without a token' test ! -s "$tmp/api/requests"
action refused wrong
check 'a refused token fails the job' same "$code" 0
check 'a refused token gets no notice' told "$at/log" 'could not be read (HTTP 401)'
event='{"repository": {"default_branch": "trunk"}}' action pushed writer
check 'a push asks the API' test ! -s "$tmp/api/requests"
event='{"pull_request": {"number": 7}, "repository": {"default_branch": "trunk"}}'
action quiet writer comment=false
check 'comment=false asks the API' test ! -s "$tmp/api/requests"
action other writer name=other
check 'another name has no comment of its own' same "$(comments -r '.[130].body' | head -n 1)" '<!-- goldpin comment: other -->'
check 'another name has no artifact of its own' test -d "$at/artifacts/other"

# Mistakes end red, with a reason; no input is evaluated.
action nosuite writer suite=missing.json
check 'a missing suite is not exit code 2' same "$code $(output exit-code)" '1 2'
check 'a missing suite has no reason' told "$at/outputs.json" 'before there was a verdict'
action dash writer suite='--help'
check 'a suite that looks like an option is taken' same "$code $(output exit-code)" '1 2'
action evil writer name='x; touch owned' fail-under='$(touch owned)' arguments='--filter
`touch owned`'
check 'a bad name is taken' same "$code $(output exit-code)" '1 2'
action literal writer fail-under='$(touch owned)' arguments='--tag
`touch owned`'
check 'a rate that is none is taken' same "$code $(output exit-code)" '1 2'
check 'an input was evaluated' test ! -e "$tmp/work/owned"

# Arguments with blanks stay one argument; recording and replay.
action recorded writer record=tapes arguments='--filter
a'
check 'recording fails' same "$code" 0
action replayed writer replay=tapes comment=false
check 'replay fails' same "$code" 0
check 'replay is another run' same "$(output fingerprint)" "$(jq -r .fingerprint "$tmp/recorded/outputs.json")"

# A baseline on the default branch: none yet, then one.
"$BUILD/goldpin" run --help > "$tmp/help"
if grep -q -e --baseline "$tmp/help"; then
    git init -q -b trunk "$tmp/origin"
    commit() { git -C "$1" add . && git -C "$1" -c user.name=t -c user.email=t@example.org commit -q -m x; }
    cp "$tmp/work/mini.json" "$tmp/origin"
    commit "$tmp/origin"
    git -C "$tmp/work" init -q -b topic && git -C "$tmp/work" remote add origin "$tmp/origin"
    action first writer baseline=default-branch
    check 'a default branch without a baseline is red' same "$code" 0
    check 'nobody says that there is no baseline' told "$at/log" '^::notice title=goldpin::trunk has no baseline'
    mkdir "$tmp/origin/baseline" && cp "$(output results)" "$tmp/origin/baseline/"
    commit "$tmp/origin"
    action second writer baseline=default-branch
    check 'the run against the baseline is red' same "$code" 0
    check 'the verdict does not name the baseline' told "$at/outputs.json" 'origin/trunk'
    printf '{"fail_under": 1}' > "$tmp/work/gate.json"
    action misspelt writer gate=gate.json
    check 'a misspelt rule is taken' same "$code $(output exit-code)" '1 2'
else echo 'SKIP baselines of the action: this goldpin knows none'; fi

# --- parts ---

# shellcheck source=ci/action/lib.sh
. ci/action/lib.sh
check 'plain lets a command through' same "$(plain '::error::x ##[y] @a http://b `c` $(d) <e>')" 'error:x ?y? at a http:/b ?c? ?(d) ?e?'
check 'plain lets a line through' same "$(plain "$(printf 'a\n::b\r::c')")" 'a :b :c'
# Installation, with apt-get noted and not done.
mkdir -p "$tmp/bin" "$tmp/home/.cache/goldpin-deb"
printf '#!/bin/sh\nprintf "%%s\\n" "$*" >> "%s"\n' "$tmp/apt" > "$tmp/bin/apt-get"
printf '#!/bin/sh\nexec "$@"\n' > "$tmp/bin/sudo"
chmod +x "$tmp/bin/apt-get" "$tmp/bin/sudo"
install() { # VERSION [plan]
    : > "$tmp/apt"
    : > "$tmp/out"
    PATH="$tmp/bin:$PATH" HOME="$tmp/home" GITHUB_OUTPUT="$tmp/out" IN_VERSION="$1" GOLDPIN="$BUILD/goldpin" sh ci/action/install.sh ${2+"$2"}
}
check 'the plan of a build fails' install '' plan
check 'a build has no key for its cache' told "$tmp/out" '^key=[0-9a-f]\{32\}$'
check 'a build is not planned' told "$tmp/out" '^how=source$'
echo x > "$tmp/home/.cache/goldpin-deb/goldpin_1_amd64.deb"
check 'what is in the cache is not installed' install ''
check 'another package than that of the cache is installed' told "$tmp/apt" " $tmp/home/.cache/goldpin-deb/goldpin_1_amd64.deb "
check 'a package is not installed' install some/x.deb
check 'a package is not named as a file' told "$tmp/apt" " $root/some/x.deb "
check 'what is installed is not taken as it is' install installed
check 'something is installed over it' test ! -s "$tmp/apt"
check 'a version that is none is taken' sh -c '! IN_VERSION=2 GITHUB_OUTPUT=/dev/null sh ci/action/install.sh plan'

head -c 1100000 /dev/zero | tr '\0' x > "$tmp/large"
mkdir "$tmp/bundle"
cp "$tmp/large" "$tmp/bundle/report.md"
printf 'short\n' > "$tmp/bundle/summary.md"
: > "$tmp/job"
BUNDLE=$tmp/bundle GITHUB_STEP_SUMMARY=$tmp/job sh ci/action/summary.sh
check 'a large report is not left out of the summary' same "$(cat "$tmp/job")" short
finish
