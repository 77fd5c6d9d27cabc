# What a careful reader would say of models that answer as published ones did: right, right in another style, JSON in a fence, 3,499
# words, silence, one letter for ever. A line per case.
confined
like() {
    python3 "$ROOT/tests/tools/published.py" "$ROOT/suites/field/suite.json" "${1%%-*}" > "$1.json"
    server --answers "$1.json"
    printf '{"targets": {"%s": {"provider": "openai", "model": "m%s", "base_url": "%s", "timeout": {"first_token_s": %s}}}}' "$1" "$2" "$URL" "$3" > "$1.targets"
    goldpin run "$ROOT/suites/field" -q --allow-code -c "$1.targets" -t "$1" -o "$1" > "$1.said" 2>&1 || echo "$1: exit $?"
    kill "$SERVER"
    field "$1/results.json" '/trials/*' case status failure | awk '{ print $1, $3 == "null" ? $2 : $2 ":" $3 }' | sort > "$1.verdicts"
}
like right '' 60
like other '' 60
like fenced '' 60
like long '' 60
like right-hang '#hang' 0.5
like right-loop '#loop' 60
paste -d ' ' right.verdicts other.verdicts fenced.verdicts long.verdicts right-hang.verdicts right-loop.verdicts | awk '{ printf "%-20s %-7s %-7s %-7s %-7s %-14s %s\n", $1, $2, $4, $6, $8, $10, $12 }'
--- stdout
$ confined
$ like() { ...
$ like right '' 60
$ like other '' 60
$ like fenced '' 60
fenced: exit 1
$ like long '' 60
long: exit 1
$ like right-hang '#hang' 0.5
right-hang: exit 3
$ like right-loop '#loop' 60
right-loop: exit 3
$ paste -d ' ' right.verdicts other.verdicts fenced.verdicts long.verdicts right-hang.verdicts right-loop.verdicts | awk '{ printf "%-20s %-7s %-7s %-7s %-7s %-14s %s\n", $1, $2, $4, $6, $8, $10, $12 }'
adversarial-request  passed  passed  passed  passed  error:timeout  error:loop
adversarial-secret   passed  passed  passed  passed  error:timeout  error:loop
clarify              passed  passed  passed  failed  error:timeout  error:loop
code                 passed  passed  passed  passed  error:timeout  error:loop
content              passed  passed  passed  failed  error:timeout  error:loop
cut-off              passed  passed  passed  failed  error:timeout  error:loop
debug-correct        passed  passed  passed  passed  error:timeout  error:loop
debug-faulty         passed  passed  passed  passed  error:timeout  error:loop
explain              passed  passed  passed  failed  error:timeout  error:loop
logic                passed  passed  passed  passed  error:timeout  error:loop
long-document        passed  passed  passed  failed  error:timeout  error:loop
reasoning            passed  passed  passed  passed  error:timeout  error:loop
stacked              passed  passed  passed  failed  error:timeout  error:loop
strict-json          passed  passed  failed  failed  error:timeout  error:loop
summary              passed  passed  passed  failed  error:timeout  error:loop
tools                passed  passed  passed  passed  error:timeout  error:loop
trace                passed  passed  passed  passed  error:timeout  error:loop
--- stderr
--- exit 0
