#!/bin/sh
# Command-line tests. Each file tests/cli/GROUP/NAME.t is a shell script, what it must print, and its exit code:
#
#     # why this case is there
#     goldpin --version
#     goldpin run nowhere || echo "exit $?"
#     --- stdout
#     $ goldpin --version
#     goldpin 0.1.0
#     $ goldpin run nowhere || echo "exit $?"
#     exit 2
#     --- stderr
#     $ goldpin run nowhere || echo "exit $?"
#     goldpin: nowhere: No such file or directory
#     --- exit 0
#
# Each step of the script is shown as "$ command" before what it prints: on stdout always, on stderr where it wrote something
# there. A step is a command of the script itself; a loop, a function or a command with its here-document is one, shown by
# its first line and "...". What lib.sh does inside a step is not shown.
# In expected lines {*} stands for any text. Scratch paths, ports, durations and digests are replaced before the
# comparison (see `normal`). The script runs with -eu in an empty folder, with a bare environment and the functions of
# tests/cli/lib.sh; it looks into JSON files with `field FILE /pointer...` (tests/tools/field.c).
#
#     ci/cli.sh [FILE|FOLDER...]        run them; the default is tests/cli
#     BLESS=1 ci/cli.sh [FILE...]       write what is printed now into the files that differ; review the change
#
# JOBS sets how many run at once. GOLDPIN_TALLY, where set, gets "passed failed skipped". CLI_KEEP=1 keeps scratch folders.
set -u
root=$(pwd)
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$root/$BUILD ;; esac
mark=$(printf '\001') # in front of the commands in what a script wrote

# What varies between two runs of the same command. Commands are shown as they were written.
normal() {
    sed -e "/^$mark/{s/^$mark/\$ /;b}" -e "s|$1|WORK|g" -e "s|$root|ROOT|g" -e 's|127\.0\.0\.1:[0-9][0-9]*|127.0.0.1:PORT|g' -e 's|port [0-9][0-9]*|port PORT|g' \
        -e 's/[0-9][0-9]*\.[0-9][0-9]* s\([^A-Za-z]\|$\)/# s\1/g' -e 's/[0-9a-f]\{64\}/HEX/g' -e 's/\([^0-9a-f]\|^\)[0-9a-f]\{12\}…/\1HEX…/g'
}

# Lines of section $2 ("stdout", "stderr", "exit") of a case file.
section() { awk -v want="--- $2" '/^--- / { on = index($0, want) == 1; next } on' "$1"; }
script_of() { awk '/^--- / { exit } { print }' "$1"; }

# Is the text a whole command? The shell can parse it, but not with a stray parenthesis behind it: in a here-document that is
# still open, it would be text.
whole() {
    case $1 in *\\) return 1 ;; esac
    sh -nc "$1" 2> /dev/null && ! sh -nc "$1
)" 2> /dev/null
}

# The script with a call of `step` in front of each command, on the same line: the shell counts lines in its messages.
steps() {
    command=
    while IFS= read -r line; do
        case $command$line in '' | '#'*) printf '%s\n' "$line" && continue ;; esac
        command="$command${command:+
}$line"
        whole "$command" || continue
        shown=${command%%
*}
        [ "$shown" = "$command" ] || shown="${shown%\\} ..."
        printf "step '%s'; %s\n" "$(printf '%s' "$shown" | sed "s/'/'\\\\''/g")" "$command"
        command=
    done
    [ -z "$command" ] || printf '%s\n' "$command"
}

code_of() { sed -n 's/^--- exit \([0-9]*\)$/\1/p' "$1"; }

# A command shown behind text without an end of line begins a line of its own; of two in a row, the first wrote nothing.
own_lines() { sed "s/\(.\)$mark/\1\n$mark/"; }
speaking() { awk -v mark="$mark" 'index($0, mark) == 1 { command = $0; next } command != "" { print command; command = "" } { print }'; }

# Does the text in file $2 match the pattern lines in file $1?
matches() {
    awk -v pattern="$1" '
    function regex(s,   out, i, c) {
        out = "^"
        for (i = 1; i <= length(s); i++) {
            if (substr(s, i, 3) == "{*}") { out = out ".*"; i += 2; continue }
            c = substr(s, i, 1)
            out = out (index("\\^$.[]|()*+?{}/", c) ? "\\" c : c)
        }
        return out "$"
    }
    BEGIN { while ((getline line < pattern) > 0) want[++n] = line }
    { got++; if (got > n || ($0 != want[got] && $0 !~ regex(want[got]))) bad = 1 }
    END { exit bad || got != n }' "$2"
}

# Files and outputs that hold the key which tests/cli/lib.sh sets, found by grep. A case that writes the key into a file
# itself, as input, says so in a line "# key in: NAME...".
leaks() {
    known=$(sed -n 's/^# key in: //p' "$1")
    key=$(sed -n 's/^export OPENAI_API_KEY=//p' tests/cli/lib.sh)
    [ -n "$key" ] || { echo 'no key to look for in tests/cli/lib.sh' && return 0; }
    grep -rlF -e "$key" "$2/w" "$2/home" "$2/tmp" "$2/said.out" "$2/said.err" 2> /dev/null | while read -r hit; do
        case " $known " in *" ${hit#"$2"/w/} "*) ;; *) printf '%s\n' "$hit" ;; esac
    done | grep .
}

# What the second reader of bundles (tests/oracle/bundle) says of those that the case left, where GOLDPIN_ORACLE is set. A
# case that edits a bundle, or leaves one that has not ended, says so in a line "# not for the oracle: NAME...".
doubted() {
    [ -n "${GOLDPIN_ORACLE-}" ] || return 1
    but=$(sed -n 's/^# not for the oracle: //p' "$1")
    find "$2/w" -name SHA256SUMS | while read -r sums; do
        dir=${sums%/SHA256SUMS}
        case " $but " in *" ${dir#"$2"/w/} "*) continue ;; esac
        [ ! -f "$dir/results.json" ] || printf '%s\n' "$dir"
    done > "$2/bundles"
    [ -s "$2/bundles" ] || return 1
    xargs -d '\n' python3 tests/oracle/bundle/check_bundle.py < "$2/bundles" > "$2/oracle" 2>&1 || { cat "$2/oracle" && return 0; }
    cat "$2/oracle" >> "$GOLDPIN_ORACLE"
    return 1
}

# run_one FILE SCRATCH: its verdict goes to a file below SCRATCH/results.
run_one() {
    file=$1
    verdict=$2/results/$(printf '%s' "$1" | tr '/' '_')
    work=$(mktemp -d "$2/work/XXXXXX")
    mkdir "$work/home" "$work/w" "$work/tmp"
    script_of "$file" > "$work/script"
    steps < "$work/script" > "$work/run"
    code=0
    (
        cd "$work/w" || exit 99
        exec env -i PATH="$BUILD:$BUILD/tests:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME="$work/home" TMPDIR="$work/tmp" \
            LC_ALL=C.UTF-8 TZ=UTC COLUMNS=80 TERM=dumb NO_COLOR=1 SOURCE_DATE_EPOCH=1795167300 ROOT="$root" DATA="$root/tests/cli/data" \
            GOLDPIN_CACHE_DIR="$BUILD/cache/goldpin" POCL_CACHE_DIR="$BUILD/cache/pocl" ASAN_OPTIONS="${ASAN_OPTIONS-}" LSAN_OPTIONS="${LSAN_OPTIONS-}" \
            timeout -k 5 "${CLI_TIMEOUT:-300}" sh -euc '. "$ROOT/tests/cli/lib.sh"; . "$0"' "$work/run"
    ) > "$work/raw.out" 2> "$work/raw.err" < /dev/null || code=$?
    own_lines < "$work/raw.out" | normal "$work/w" > "$work/stdout"
    own_lines < "$work/raw.err" | speaking | normal "$work/w" > "$work/stderr"
    for s in out err; do grep -av "^$mark" "$work/raw.$s" > "$work/said.$s"; done
    section "$file" stdout > "$work/want.out"
    section "$file" stderr > "$work/want.err"
    if leaks "$file" "$work" > "$work/leaks"; then
        printf 'FAIL %s: the key stands in what was written\n' "$file"
        sed "s|$work/|  |" "$work/leaks"
        echo fail > "$verdict"
    elif doubted "$file" "$work" > "$work/doubts"; then
        printf 'FAIL %s: the second reader of bundles disagrees\n' "$file"
        sed "s|$work/|  |" "$work/doubts"
        echo fail > "$verdict"
    elif [ "$code" = "$(code_of "$file")" ] && matches "$work/want.out" "$work/stdout" && matches "$work/want.err" "$work/stderr"; then
        echo ok > "$verdict"
    elif [ "$code" -eq 77 ] && [ -s "$work/tmp/skipped" ]; then
        printf 'SKIP %s: %s\n' "$file" "$(cat "$work/tmp/skipped")"
        echo skip > "$verdict"
    elif [ "$code" -eq 124 ] || [ "$code" -eq 137 ] || [ "$code" -eq 99 ]; then
        printf 'FAIL %s: ran out of time or could not start; nothing is blessed\n' "$file"
        cat "$work/stderr"
        echo fail > "$verdict"
    elif [ -n "${BLESS-}" ]; then
        {
            cat "$work/script"
            echo '--- stdout'
            if matches "$work/want.out" "$work/stdout"; then cat "$work/want.out"; else cat "$work/stdout"; fi
            echo '--- stderr'
            if matches "$work/want.err" "$work/stderr"; then cat "$work/want.err"; else cat "$work/stderr"; fi
            echo "--- exit $code"
        } > "$work/new"
        cp "$work/new" "$file"
        printf 'blessed %s\n' "$file"
        echo ok > "$verdict"
    else
        {
            printf 'FAIL %s\n' "$file"
            [ "$code" = "$(code_of "$file")" ] || printf '  exit code %s, expected %s\n' "$code" "$(code_of "$file")"
            diff -U 2 --label expected-stdout --label stdout "$work/want.out" "$work/stdout"
            diff -U 2 --label expected-stderr --label stderr "$work/want.err" "$work/stderr"
        } | sed 's/^/  /;1s/^  //'
        echo fail > "$verdict"
    fi
    [ -n "${CLI_KEEP-}" ] || rm -rf "$work"
}

if [ "${1-}" = --one ]; then
    run_one "$3" "$2"
    exit 0
fi
. ci/scratch.sh
cleanup() { [ -n "${CLI_KEEP-}" ] && echo "kept: $scratch/work" || rm -rf "$scratch"; }
scratch cli
results=$scratch/results
mkdir "$results" "$scratch/work"
[ $# -gt 0 ] || set -- tests/cli
find "$@" -name '*.t' -type f | LC_ALL=C sort > "$scratch/list"
[ -s "$scratch/list" ] || {
    printf 'no tests in %s\n' "$*" >&2
    exit 1
}
# Compiling the kernels for the first time takes seconds; no case should wait for that, nor two do it at once.
mkdir -p "$BUILD/cache"
GOLDPIN_CACHE_DIR=$BUILD/cache/goldpin POCL_CACHE_DIR=$BUILD/cache/pocl timeout 600 "$BUILD/goldpin" run suites/smoke -q -o "$scratch/warm" > /dev/null 2>&1 || true
xargs -P "${JOBS:-2}" -n 1 sh "$0" --one "$scratch" < "$scratch/list"
passed=$(cat "$results"/* 2>/dev/null | grep -c '^ok')
failed=$(cat "$results"/* 2>/dev/null | grep -c '^fail')
skipped=$(cat "$results"/* 2>/dev/null | grep -c '^skip')
total=$(wc -l < "$scratch/list")
# One whose verdict is missing broke the harness: that is a failure too.
failed=$((failed + total - passed - failed - skipped))
printf 'command-line tests: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d %d\n' "$passed" "$failed" "$skipped" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ] && [ "$total" -gt 0 ]
