# Functions of the command-line tests (ci/cli.sh). Read by every case before its own lines.

# step TEXT: what ci/cli.sh calls in front of each command of a case, so that a reader sees which one said what.
step() {
    printf '\001%s\n' "$1"
    printf '\001%s\n' "$1" >&2
}

# mini [TEXT]: a suite in ./mini whose one case is answered by the test server (it adds). TEXT takes the place of the cases.
mini() {
    mkdir -p mini
    cat > mini/suite.json << END
{
  "name": "mini",
  "version": "1",
  "license": "Apache-2.0",
  "cases": [
    ${1-$(one_case sum '2 + 3' 5)}
  ]
}
END
}

# one_case ID PROMPT EXPECTED: a case as JSON.
one_case() {
    printf '{"id": "%s", "messages": [{"role": "user", "content": "What is %s?"}], "grade": [{"type": "equals", "expect": "%s"}], "examples": {"pass": ["%s"], "fail": ["x"]}}' "$1" "$2" "$3" "$3"
}

# started PROGRAM...: run a server in the background, wait for the first line it prints, and leave its lines in .ports. It
# ends with this script (its standard input ends then), or when $SERVER is killed. $FD (9): the descriptor that keeps it; a
# second server needs another one.
started() {
    rm -f .ports
    mkfifo .server-in
    "$@" < .server-in > .ports &
    SERVER=$!
    eval "exec ${FD:-9}> .server-in"
    rm .server-in
    n=0
    until [ -s .ports ]; do
        n=$((n + 1))
        [ "$n" -lt 200 ] || { echo 'the test server did not start' >&2; exit 99; }
        sleep 0.05
    done
}

# server [OPTION...]: start the test server; $URL is its base URL.
server() {
    started testserver "$@"
    URL=http://127.0.0.1:$(cat .ports)/v1
}

# deaf: two servers that never answer; $FULL takes no connection, $MUTE takes them and says nothing, also not in TLS.
deaf() {
    FD=7 started deafserver
    FULL=http://127.0.0.1:$(head -n 1 .ports)/v1
    MUTE=https://127.0.0.1:$(tail -n 1 .ports)/v1
}

# told OUT: what the three reports of a bundle say of each case and how it ended, a line per trial:
#     CASE on TARGET: STATUS [KIND in results.json, KIND in junit.xml, KIND in report.md]
told() {
    field "$1/results.json" '/trials/*' case target status failure | awk '
    function inside(s, from, to,   at) {
        at = index(s, from)
        if (!at) return ""
        s = substr(s, at + length(from))
        return substr(s, 1, index(s, to) - 1)
    }
    FILENAME == "-" {
        key = $1 " on " $2
        order[++n] = key
        status[key] = $3
        kind[key] = $4
    }
    FILENAME ~ /junit.xml$/ && /<testcase / { at = inside($0, "name=\"", "\"") " on " inside($0, "classname=\"mini.", "\"") }
    FILENAME ~ /junit.xml$/ && /<error / { junit[at] = inside($0, "type=\"", "\"") }
    FILENAME ~ /report.md$/ && /^### `/ { at = inside($0, "`", "`"); of = index($0, "` on `") ? inside(substr($0, index($0, "` on `") + 5), "`", "`") : "" }
    FILENAME ~ /report.md$/ && /^- \*\*/ { md[at " on " of] = inside($0, "**", "**") }
    END {
        for (i = 1; i <= n; i++) {
            key = order[i]
            bare = key
            sub(/ on .*/, " on ", bare)
            m = key in md ? md[key] : md[bare]
            printf "%s: %s", key, status[key]
            if (kind[key] != "null" || key in junit) printf " [%s, %s, %s]", kind[key], junit[key], m
            printf "\n"
        }
    }' - "$1/junit.xml" "$1/report.md"
}

# breaks MARKER...: one run with a case for each marker of the test server and a good case before, between and after them;
# then what the reports say. OPTIONS and DEFAULTS (members of "defaults") may be set before.
breaks() {
    list=$(one_case good-0 '0 + 1' 1)
    k=0
    for marker in "$@"; do
        k=$((k + 1))
        list="$list, $(one_case "bad-$k" "$marker $k + 1" $((k + 1))), $(one_case "good-$k" "$k + 1" $((k + 1)))"
    done
    mini "$list"
    [ -z "${DEFAULTS-}" ] || sed -i "s/\"cases\"/\"defaults\": {$DEFAULTS}, \"cases\"/" mini/suite.json
    rm -rf out
    code=0
    # shellcheck disable=SC2086 # options
    goldpin run mini -q ${OPTIONS--t openai:m@$URL} -o out > said || code=$?
    head -n 1 said
    told out
    echo "exit $code"
}

# targets MEMBERS: a targets file whose one target t is the test server, with MEMBERS.
targets() { printf '{"targets": {"t": {"provider": "openai", "model": "m", "base_url": "%s", %s}}}' "$URL" "$1" > goldpin.json; }

# pocket: the bundled suite and model in ./suites/smoke, as a working directory of a checkout would have them.
pocket() {
    mkdir -p suites
    ln -s "$ROOT/suites/smoke" suites/smoke
    ln -s "$ROOT/golden" golden
}

# part TITLE FILE: the part of a report that begins with this heading, up to the next of the first order.
part() { awk -v title="$1" 'index($0, title) == 1 { on = 1; print; next } /^## / { on = 0 } on' "$2"; }

# case_of ID SENSITIVITY TAG PROMPT EXPECTED: a case as JSON, with what routes look at.
case_of() { printf '{"id": "%s", "metadata": {"sensitivity": "%s"}, "tags": ["%s"], "messages": [{"role": "user", "content": "What is %s?"}], "grade": [{"type": "equals", "expect": "%s"}]}' "$@"; }

# routed [CASES]: a suite whose cases differ in sensitivity and tag, the test server, the pocket model, and a targets file of routes
# and fallbacks over both.
routed() {
    mini "${1-$(case_of open public easy '2 + 2' 4), $(case_of hard internal hard '1 + 1' 2), $(case_of secret regulated easy '1 + 2' 3)}"
    server
    pocket
    cat > goldpin.json << END
{"targets": {
  "cloud": {"provider": "openai", "model": "m", "base_url": "$URL", "price": {"input_per_mtok": 1, "output_per_mtok": 2}},
  "broken": {"provider": "openai", "model": "m#500", "base_url": "$URL"},
  "nobody": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
  "house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"},
  "careful": {"provider": "fallback", "members": ["broken", "nobody", "house"]},
  "picky": {"provider": "fallback", "members": ["broken", "house"], "on": ["timeout"]},
  "router": {"provider": "route", "rules": [
    {"if": {"sensitivity": "regulated"}, "to": "house"},
    {"if": {"tag": ["odd", "hard"]}, "to": "careful"}], "default": "cloud"}
}}
END
}

# refined: a suite of one case, and a writer and a reader that need three rounds for it.
refined() {
    cat > answers.json << 'END'
{
 "What is 2 + 3?": "6",
 "The task:\n\n[user]\nWhat is 2 + 3?\n\nThe answer to check:\n\n[answer]\n6": "Six is too much.",
 "A reviewer read your answer and says:\n\nSix is too much.\n\nAnswer the task again. Take from the review what is right. Give only the new answer, in the form that the task asks for.": "4",
 "The task:\n\n[user]\nWhat is 2 + 3?\n\nAn earlier answer, and what you said of it:\n\n[answer]\n6\n\n[review]\nSix is too much.\n\nThe answer to check:\n\n[answer]\n4": "Four is not enough.",
 "A reviewer read your answer and says:\n\nFour is not enough.\n\nAnswer the task again. Take from the review what is right. Give only the new answer, in the form that the task asks for.": "5",
 "The task:\n\n[user]\nWhat is 2 + 3?\n\nAn earlier answer, and what you said of it:\n\n[answer]\n4\n\n[review]\nFour is not enough.\n\nThe answer to check:\n\n[answer]\n5": "APPROVED"
}
END
    mini
    server --answers answers.json
    cat > goldpin.json << END
{"targets": {
  "writer": {"provider": "openai", "model": "w", "base_url": "$URL", "price": {"input_per_mtok": 1, "output_per_mtok": 1}},
  "reader": {"provider": "openai", "model": "r", "base_url": "$URL", "price": {"input_per_mtok": 100, "output_per_mtok": 100}},
  "broken": {"provider": "openai", "model": "r#500", "base_url": "$URL"},
  "pair": {"provider": "refine", "draft": "writer", "critic": "reader", "max_rounds": 5, "memory": 1, "stop": {"equals": "APPROVED"}}
}}
END
}

# skip REASON: this machine cannot run the case; counted and shown. Not by standard error, which a case may send elsewhere.
skip() {
    echo "$*" > "$TMPDIR/skipped"
    exit 77
}

export OPENAI_API_KEY=test-key-0123456789

# confined: only where programs can be run in the sandbox.
confined() {
    goldpin doctor | grep '^note *sandbox' > .why || return 0
    skip "$(sed 's/^note *sandbox *//' .why)"
}

# coded TESTS ANSWER...: a suite whose cases a, b, … have Python tests (a JSON string), and a server that answers them so.
coded() {
    list= answers= tests=$1
    shift
    for id in a b c d e f g h; do
        [ "$#" -gt 0 ] || break
        list="$list${list:+, }{\"id\": \"$id\", \"messages\": [{\"role\": \"user\", \"content\": \"Write $id.\"}], \"grade\": [{\"type\": \"code\", \"language\": \"python\", \"time_s\": 5, \"tests\": $tests}]}"
        answers="$answers${answers:+, }\"Write $id.\": $1"
        shift
    done
    mini "$list"
    printf '{%s}\n' "$answers" > answers.json
    server --answers answers.json
}

# unplugged COMMAND...: where nothing can be reached, not even this machine, and without the usual key.
unplugged() {
    unshare -rn true 2> /dev/null || skip 'this system allows no network namespaces'
    env -u OPENAI_API_KEY unshare -rn "$@"
}

# same_reports A B: byte for byte, but for the one line of the report that names the recording.
same_reports() {
    cmp "$1/results.json" "$2/results.json"
    cmp "$1/junit.xml" "$2/junit.xml"
    for f in "$1" "$2"; do sed 's/, \(raw exchanges with remote targets recorded in\|replayed from\) `[^`]*`\.$/./' "$f/report.md" > "$f.md"; done
    cmp "$1.md" "$2.md"
}

# halves: the pocket model as m-00001-of-00002.gguf (metadata alone) and m-00002-of-00002.gguf (all tensors).
halves() { split_gguf "$ROOT/suites/smoke/pocket/pocket.gguf" m; }

# last_byte FILE: another last byte, in a file of its own.
last_byte() {
    head -c -1 "$1" > .other
    if [ "$(tail -c 1 "$1")" = x ]; then printf y; else printf x; fi >> .other
    mv .other "$1"
}

# meanwhile COMMAND ARGUMENTS: begin `goldpin run ARGUMENTS`, call COMMAND when the first trial of mini has ended, wait for the
# end. What is printed from then on is shown, but for the lines of trials; $CODE is the exit code.
meanwhile() {
    command=$1
    shift
    mkfifo .lines
    CODE=0
    goldpin run "$@" -v > .said 2> .lines &
    run=$!
    exec 8< .lines
    while read -r line <&8; do
        case $line in *mini/sum/*) break ;; esac
    done
    $command
    grep -v mini/sum/ <&8 >&2 || :
    exec 8<&-
    wait "$run" || CODE=$?
    rm .lines
    cat .said
}

# resum BUNDLE: its SHA256SUMS made anew, as somebody would who covers up an edit.
resum() {
    (cd "$1" && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort | xargs -d '\n' sha256sum > ../.sums && mv ../.sums SHA256SUMS)
}

# tampered BUNDLE FILE SED: a copy of the bundle, ./t, with an edited file and checksums that fit; what verify says of it.
tampered() {
    rm -rf t
    cp -r "$1" t
    sed -i "$3" "t/$2"
    cmp -s "$1/$2" "t/$2" && { echo "nothing was edited" >&2; exit 99; }
    resum t
    goldpin verify t --rerun none > said || echo "exit $?"
    grep -v ' holds  \| not made ' said | sed 's/ time="[0-9.]*"//g'
}

# targets_with_judge [MORE]: ./goldpin.json with the targets "me" and "judge", which has a price, at the test server.
targets_with_judge() {
    [ $# -gt 0 ] || set -- '"price": {"input_per_mtok": 1, "output_per_mtok": 2}'
    cat > goldpin.json << END
{"targets": {
  "me": {"provider": "openai", "model": "m", "base_url": "$URL"},
  "judge": {"provider": "openai", "model": "j", "base_url": "$URL", $1}
}}
END
}

# restart: the test server again, with the present answers.json.
restart() {
    kill "$SERVER"
    server --answers answers.json
    targets_with_judge
}

# judged MORE PROMPT...: a suite of cases a, b, ... with these prompts, each graded by `contains` and by a judge with the
# parameters MORE; and a server whose judge is right: "Paris" passes. To the first prompt it answers Paris, to the others not.
judged() {
    judge_more=$1 judge_cases='' judge_id=a judge_answers=''
    shift
    for prompt; do
        judge_cases="$judge_cases${judge_cases:+,
    }{\"id\": \"$judge_id\", \"messages\": [{\"role\": \"user\", \"content\": \"$prompt\"}], \"grade\": [{\"type\": \"contains\", \"expect\": \"It is\"}, {\"type\": \"judge\", \"target\": \"judge\", \"rubric\": \"It names the capital of France.\"${judge_more:+, $judge_more}}], \"examples\": {\"pass\": [\"It is Paris.\"], \"fail\": [\"It is Lyon.\"]}}"
        judge_answers="$judge_answers, \"$prompt\": \"It is $([ $judge_id = a ] && echo Paris || echo Nice).\""
        judge_id=$(echo "$judge_id" | tr a-y b-z)
    done
    mini "$judge_cases"
    cat > answers.json << END
{"*\nIt is Paris.\n</answer": "{\"reason\": \"It says Paris.\", \"pass\": true}",
 "*<answer": "{\"reason\": \"Paris is not there.\", \"pass\": false}"$judge_answers}
END
    server --answers answers.json
    targets_with_judge
}
