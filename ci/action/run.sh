#!/bin/sh
# The action's run: the inputs as arguments of goldpin, and what came of it as outputs. A red gate does not fail this step:
# verdict.sh does, when summary, comment and artifact are out.
set -eu
. "$(dirname "$0")/lib.sh"
goldpin=${GOLDPIN:-goldpin}
# In a container the checkout belongs to another user, and git would not read it.
[ -n "${GIT_CONFIG_COUNT-}" ] || export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="${GITHUB_WORKSPACE:-$PWD}"

refuse() {
    error "$1"
    output exit-code 2
    output reason "$(plain "$1")"
    exit 0
}

# The default branch as a baseline: $base is what goldpin takes, empty where that branch has none yet.
default_branch() {
    branch=$(jq -r '.repository.default_branch // "main"' "$GITHUB_EVENT_PATH")
    git check-ref-format "refs/heads/$branch" || refuse 'the default branch has a name that git does not take'
    base=
    git fetch -q --no-tags --depth=1 origin "+refs/heads/$branch:refs/remotes/origin/$branch" ||
        refuse "the default branch $branch could not be fetched for the baseline; does the checkout keep its credentials?"
    if git cat-file -e "origin/$branch:baseline/results.json" 2> /dev/null; then base=git:origin/$branch
    else notice "$branch has no baseline/results.json yet, so every trial decides"; fi
}

name_ok "${IN_NAME:=goldpin}" || refuse 'the input name may have letters, digits, points, dashes and underscores only'
place=$(mktemp -d "$RUNNER_TEMP/goldpin-$IN_NAME-XXXXXX")
bundle=$place/bundle

# Inputs of several lines: each line is one argument, whatever it holds; nothing is evaluated. Arguments come from those who
# wrote the workflow, and a suite that looks like an option is a mistake of theirs.
set -- run
while read -r line; do
    case $line in
    '') ;;
    -*) refuse 'a line of the input suite begins with a dash; options belong into arguments' ;;
    *) set -- "$@" "$line" ;;
    esac
done << EOF
${IN_SUITE-}
EOF
[ $# -gt 1 ] || refuse 'the input suite names no suite'
while read -r line; do
    [ -z "$line" ] || set -- "$@" -t "$line"
done << EOF
${IN_TARGET-}
EOF
while read -r line; do
    [ -z "$line" ] || set -- "$@" "$line"
done << EOF
${IN_ARGUMENTS-}
EOF
[ -z "${IN_TARGETS-}" ] || set -- "$@" --config "$IN_TARGETS"
[ -z "${IN_GATE-}" ] || set -- "$@" --gate "$IN_GATE"
[ -z "${IN_FAIL_UNDER-}" ] || set -- "$@" --fail-under "$IN_FAIL_UNDER"
[ -z "${IN_REPLAY-}" ] || set -- "$@" --replay "$IN_REPLAY"
[ -z "${IN_RECORD-}" ] || set -- "$@" --record "$IN_RECORD"
base=${IN_BASELINE-}
[ "$base" != default-branch ] || default_branch
[ -z "$base" ] || set -- "$@" --baseline "$base"

code=0
"$goldpin" "$@" -o "$bundle" || code=$?
output exit-code "$code"
[ ! -d "$bundle" ] || output bundle "$bundle"
if [ ! -s "$bundle/results.json" ]; then
    output reason "goldpin ended with exit code $code before there was a verdict; the log says why"
    exit 0
fi
output results "$bundle/results.json"
for file in report.md:report summary.md:summary junit.xml:junit; do
    [ ! -s "$bundle/${file%:*}" ] || output "${file#*:}" "$bundle/${file%:*}"
done
output pass-rate "$(jq -r '.summary.pass_rate | numbers' "$bundle/results.json")"
output fingerprint "$(plain "$(jq -r '.fingerprint // ""' "$bundle/results.json")")"
output reason "$(plain "$(jq -r '.gate.sentence // "the run ended without a verdict"' "$bundle/results.json")")"
