# Each generated suite over a server that knows the right answers: everything passes, whatever the prompts hold.
command -v python3 > /dev/null || skip 'python3 is missing'
answered() {
    python3 "$ROOT/tests/tools/published.py" "$ROOT/suites/$1/suite.json" right > "$1.json"
    server --answers "$1.json"
    goldpin run "$ROOT/suites/$1" -q -t "right=openai:m@$URL" --filter "${2:-*}" -o "$1" > "$1.said" 2>&1 || { echo "exit $?"; cat "$1.said"; }
    kill "$SERVER"
    field "$1/results.json" '/trials/*' status failure | sort | uniq -c | tr -s ' '
}
answered constraints
answered longcontext
answered stability
answered quant
answered perf
answered route '*-public-*'
--- stdout
$ command -v python3 > /dev/null || skip 'python3 is missing'
$ answered() { ...
$ answered constraints
 178 passed null
$ answered longcontext
 42 passed null
$ answered stability
 49 passed null
$ answered quant
 99 passed null
$ answered perf
 38 passed null
$ answered route '*-public-*'
 12 passed null
--- stderr
--- exit 0
