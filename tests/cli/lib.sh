# Functions of the command-line tests (ci/cli.sh). Read by every case before its own lines.

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

# server [OPTION...]: start the test server; $URL is its base URL. It ends with this script.
server() {
    mkfifo .server-in
    testserver "$@" < .server-in > .server-port &
    exec 9> .server-in
    rm .server-in
    n=0
    until [ -s .server-port ]; do
        n=$((n + 1))
        [ "$n" -lt 200 ] || { echo 'the test server did not start' >&2; exit 99; }
        sleep 0.05
    done
    URL=http://127.0.0.1:$(cat .server-port)/v1
    rm .server-port
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

# skip REASON: this machine cannot run the case; counted and shown.
skip() {
    echo "$*" >&2
    exit 77
}

export OPENAI_API_KEY=test-key-0123456789

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
