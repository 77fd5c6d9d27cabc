# promptfoo: an assertion of weight 0 passes whatever it finds, a cached answer takes no time, time and cost are of the run,
# --repeat numbers a test anew, and each provider has columns of its own.
result() { printf ' {"provider": {"id": "%s"}, "testIdx": %s, "promptIdx": %s, "prompt": {"raw": "%s"}, "response": {"output": %s}, "success": %s, "score": %s, "failureReason": %s, "error": "said", "latencyMs": %s, "testCase": {"assert": [%s]}, "gradingResult": {"pass": true, "componentResults": [{"pass": true}]}}' "$@"; }
form() { printf '{"results": {"prompts": [{"raw": "p", "provider": "a"}, {"raw": "p", "provider": "b"}], "results": [\n'; cat; printf '], "stats": {}}, "config": {%s}}\n' "${1:-}"; }
zero='{"type": "contains", "value": "nope", "weight": 0}' fast='{"type": "latency", "threshold": 5}, {"type": "contains", "value": "x"}' is='{"type": "equals", "value": "y"}'
{ result a 0 0 p '"x"' true 1 0 0 "$zero"; echo ,; result a 1 0 p '"x"' false 0.5 1 9 "$fast"; echo ,; result a 2 0 p '"x"' false 0.5 1 9 "$fast"; echo ,
  result a 3 0 p '{"k": 1}' false 0 1 9 "$is"; echo ,; result a 4 0 p '"x"' true 0.2 0 9 '{"type": "javascript", "value": "true"}'; echo ,
  result b 0 1 p '"x"' true 1 0 0 "$zero"; echo ,; result b 1 1 p '"x"' true 1 0 2 "$fast"; } | form > out.json
goldpin audit out.json --json > found.json || echo "exit $?"
field found.json '/findings/*' weight kind where what
field found.json '' judged_again same
# Where a program makes the scores of assertions, these say nothing of the verdict.
result a 0 0 p '"x"' true 2 0 1 "$is" | form '"tests": [{"assertScoringFunction": "file://score.js"}]' > own.json
goldpin audit own.json --json > found.json || echo "exit $?"
field found.json '/findings/*' weight kind what
field found.json '' judged_again same
--- stdout
$ result() { printf ' {"provider": {"id": "%s"}, "testIdx": %s, "promptIdx": %s, "prompt": {"raw": "%s"}, "response": {"output": %s}, "success": %s, "score": %s, "failureReason": %s, "error": "said", "latencyMs": %s, "testCase": {"assert": [%s]}, "gradingResult": {"pass": true, "componentResults": [{"pass": true}]}}' "$@"; }
$ form() { printf '{"results": {"prompts": [{"raw": "p", "provider": "a"}, {"raw": "p", "provider": "b"}], "results": [\n'; cat; printf '], "stats": {}}, "config": {%s}}\n' "${1:-}"; }
$ zero='{"type": "contains", "value": "nope", "weight": 0}' fast='{"type": "latency", "threshold": 5}, {"type": "contains", "value": "x"}' is='{"type": "equals", "value": "y"}'
$ { result a 0 0 p '"x"' true 1 0 0 "$zero"; echo ,; result a 1 0 p '"x"' false 0.5 1 9 "$fast"; echo ,; result a 2 0 p '"x"' false 0.5 1 9 "$fast"; echo , ...
$ goldpin audit out.json --json > found.json || echo "exit $?"
$ field found.json '/findings/*' weight kind where what
doubt doubled-cases test 2, prompt 0 (line 4) 1 of the 5 cases is a repeat of another one.
doubt difference-not-shown  a against b over 2 cases that both answered: difference of mean scores -0.250 [-1.000, +1.000].
$ field found.json '' judged_again same
0 0
$ result a 0 0 p '"x"' true 2 0 1 "$is" | form '"tests": [{"assertScoringFunction": "file://score.js"}]' > own.json
$ goldpin audit own.json --json > found.json || echo "exit $?"
$ field found.json '/findings/*' weight kind what
note score-out-of-range 1 score lies outside 0 to 1.
$ field found.json '' judged_again same
0 0
--- stderr
--- exit 0
