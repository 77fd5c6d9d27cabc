#!/bin/sh
# Are the ready files for CI systems any good? They are read as YAML, and the commands of those for GitLab and Azure are run as
# they stand: live, then a replay of what that recorded. Scripts are checked by shellcheck where it is here. GOLDPIN_TALLY, where
# set, gets "passed failed skipped".
# shellcheck disable=SC2016,SC2317 # jq has dollars; functions are called by check
set -u
BUILD=${BUILD:-build}
root=$(pwd)
case $BUILD in /*) ;; *) BUILD=$root/$BUILD ;; esac
. ci/scratch.sh
scratch ready
tmp=$scratch
passed=0 failed=0 skipped=0

check() { # "what" COMMAND...
    what=$1
    shift
    if "$@" > "$tmp/said" 2>&1; then passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL %s\n' "$what"
        head -n 10 "$tmp/said"
    fi
}
same() { [ "$1" = "$2" ] || { printf '"%s" is not "%s"\n' "$1" "$2" && return 1; }; }

if command -v shellcheck > /dev/null; then
    check 'shellcheck has something to say' shellcheck -x -e SC1091 ci/action/*.sh ci/deb.sh ci/deb-test.sh ci/ready-test.sh
else
    skipped=$((skipped + 1))
    echo 'SKIP shellcheck is not here'
fi

for f in .github/workflows/*.yml ci/action/*.yml ci/gitlab/*.yml ci/azure/*.yml; do
    check "$f is no YAML" "$BUILD/tests/yaml_json" "$f"
    "$BUILD/tests/yaml_json" "$f" > "$tmp/$(basename "$f").json" 2> /dev/null
done
command -v jq > /dev/null || {
    echo 'SKIP the ready files were not run: jq is not here'
    [ -z "${GOLDPIN_TALLY-}" ] || echo "$passed $failed 1" >> "$GOLDPIN_TALLY"
    exit "$((failed > 0))"
}

# The reusable workflow: only inputs that the action has, actions by commit, nothing that runs a command of its own.
eval_steps() { jq -e "[.jobs[].steps[]] | $1" "$tmp/eval.yml.json"; }
check 'a step of the reusable workflow is not pinned' eval_steps '[.[] | .uses | test("@[0-9a-f]{40}$|^\\./\\.goldpin/")] | all and length >= 6'
check 'the reusable workflow has commands' eval_steps '[.[] | has("run")] | any | not'
check 'the reusable workflow has an input that the action has not' eval_steps \
    "[.[] | select(.uses | startswith(\"./\")) | .with | keys[]] | unique - $(jq -c '.inputs | keys' "$tmp/action.yml.json") == []"
check 'a pull request sees a key' jq -e '[.jobs.replay | .. | strings | contains("secrets.")] | any | not' "$tmp/eval.yml.json"

# A folder with a suite, and a server.
mkfifo "$tmp/in"
"$BUILD/tests/testserver" < "$tmp/in" > "$tmp/port" &
exec 9> "$tmp/in"
n=0
until [ -s "$tmp/port" ]; do
    n=$((n + 1))
    [ "$n" -lt 400 ] || exit 1
    sleep 0.05
done
mkdir "$tmp/work" "$tmp/home" "$tmp/bin"
printf '%s\n' '{"name": "mini", "version": "1", "license": "Apache-2.0", "cases": [{"id": "a", "messages": [{"role": "user", "content": "What is 1 + 1?"}],
"grade": [{"type": "equals", "expect": "2"}], "examples": {"pass": ["2"], "fail": ["3"]}}]}' > "$tmp/work/mini.json"
# Installation is noted and not done.
printf '#!/bin/sh\nprintf "%%s\\n" "$*" >> "%s"\n' "$tmp/installed" > "$tmp/bin/apt-get"
printf '#!/bin/sh\nexec "$@"\n' > "$tmp/bin/sudo"
chmod +x "$tmp/bin/apt-get" "$tmp/bin/sudo"

# as_runner FILE: the commands in the file, as a runner runs them: one script, in the folder of the project.
as_runner() {
    (cd "$tmp/work" && env -i PATH="$tmp/bin:$BUILD:$PATH" HOME="$tmp/home" TMPDIR="$tmp" LC_ALL=C.UTF-8 CI=true OPENAI_API_KEY=sk-test \
        GOLDPIN_DEB=goldpin.deb GOLDPIN_SUITE=mini.json GOLDPIN_TARGET="openai:m@http://127.0.0.1:$(cat "$tmp/port")/v1" GOLDPIN_RECORDING=recording \
        sh -e "$1")
}
# round SYSTEM LIVE REPLAY: both scripts; what is left where the file takes artifacts and the report of tests from.
round() {
    rm -rf "$tmp/work/goldpin-bundle" "$tmp/work/goldpin-recording" "$tmp/work/recording" "$tmp/installed"
    check "$1: a live run is red" as_runner "$2"
    check "$1: goldpin is not installed" grep -q 'install .*\./goldpin.deb' "$tmp/installed"
    check "$1: no report of tests" test -s "$tmp/work/goldpin-bundle/junit.xml"
    one=$(jq -r .fingerprint "$tmp/work/goldpin-bundle/results.json")
    mv "$tmp/work/goldpin-recording" "$tmp/work/recording"
    rm -rf "$tmp/work/goldpin-bundle"
    check "$1: a replay is red" as_runner "$3"
    check "$1: a replay is another run" same "$(jq -r .fingerprint "$tmp/work/goldpin-bundle/results.json")" "$one"
}

gitlab() { jq -r ".[\".goldpin\"].before_script[], .[\"goldpin:$1\"].script[]" "$tmp/goldpin.gitlab-ci.yml.json" > "$tmp/gitlab-$1"; }
gitlab live
gitlab replay
round GitLab "$tmp/gitlab-live" "$tmp/gitlab-replay"
check 'GitLab: the report of tests is taken from elsewhere' same "$(jq -r '.[".goldpin"].artifacts.reports.junit' "$tmp/goldpin.gitlab-ci.yml.json")" goldpin-bundle/junit.xml

azure() { jq -r ".steps[] | select(.script) | select(.condition // \"\" | test(\"^\$|$1\")) | .script" "$tmp/goldpin.azure-pipelines.yml.json" > "$tmp/azure-$2"; }
azure ', ne' live
azure ', eq' replay
round Azure "$tmp/azure-live" "$tmp/azure-replay"
check 'Azure: the report of tests is taken from elsewhere' same "$(jq -r '.steps[] | select(.task // "" | startswith("PublishTest")) | .inputs.testResultsFiles' "$tmp/goldpin.azure-pipelines.yml.json")" goldpin-bundle/junit.xml

printf 'ready files: %d passed, %d failed\n' "$passed" "$failed"
[ -z "${GOLDPIN_TALLY-}" ] || echo "$passed $failed $skipped" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ]
