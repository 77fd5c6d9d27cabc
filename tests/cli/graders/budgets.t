# Budgets decide the gate and nothing else: status, score and fingerprint are those of the suite without them.
server
budgeted() { printf '{"id": "a", "messages": [{"role": "user", "content": "What is 1 + 1?"}], "grade": [{"type": "equals", "expect": "2"}%s], "examples": {"pass": ["2"], "fail": ["x"]}}' "$1"; }
mini "$(budgeted '')"
goldpin run mini -q -t "openai:m@$URL" -o plain
mini "$(budgeted ', {"type": "latency", "max": 600}, {"type": "tokens", "min": 1}')"
goldpin run mini -q -t "openai:m@$URL" -o met
field met/results.json '/trials/0/budgets/*' id state
mini "$(budgeted ', {"type": "tokens", "max": 0}, {"type": "cost", "max": 1}')"
goldpin run mini -q -t "openai:m@$URL" -o out || echo "exit $?"
field out/results.json '/trials/0/budgets/*' id state value explanation
field out/results.json /trials/0 status score
field out/results.json /summary budgets exceeded unmeasured passed
grep budget out/report.md | grep -v '^|'
grep budget out/junit.xml
[ "$(field out/results.json /fingerprint)" = "$(field plain/results.json /fingerprint)" ]
goldpin run mini -q --replay out -o again || echo "exit $?"
mini "$(budgeted ', {"type": "ttft", "max": 2, "min": 3}')"
goldpin lint mini || echo "exit $?"
--- stdout
$ server
$ budgeted() { printf '{"id": "a", "messages": [{"role": "user", "content": "What is 1 + 1?"}], "grade": [{"type": "equals", "expect": "2"}%s], "examples": {"pass": ["2"], "fail": ["x"]}}' "$1"; }
$ mini "$(budgeted '')"
$ goldpin run mini -q -t "openai:m@$URL" -o plain
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      plain
reports     plain/report.md plain/report.html plain/junit.xml plain/results.json
$ mini "$(budgeted ', {"type": "latency", "max": 600}, {"type": "tokens", "min": 1}')"
$ goldpin run mini -q -t "openai:m@$URL" -o met
Gate passed: 1 of 1 trial passed; goldens: no case has one; 2 of 2 budgets met; no trial broke.
fingerprint sha256:HEX
bundle      met
reports     met/report.md met/report.html met/junit.xml met/results.json
$ field met/results.json '/trials/0/budgets/*' id state
latency-2 met
tokens-3 met
$ mini "$(budgeted ', {"type": "tokens", "max": 0}, {"type": "cost", "max": 1}')"
$ goldpin run mini -q -t "openai:m@$URL" -o out || echo "exit $?"
Gate failed: 2 of 2 budgets not met, 1 of them not measured.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 1
$ field out/results.json '/trials/0/budgets/*' id state value explanation
tokens-2 exceeded 1 1 tokens, at most 0 wanted
cost-3 not measured null no value is known; at most 1 USD wanted
$ field out/results.json /trials/0 status score
passed 1
$ field out/results.json /summary budgets exceeded unmeasured passed
2 1 1 1
$ grep budget out/report.md | grep -v '^|'
**Gate failed: 2 of 2 budgets not met, 1 of them not measured.**
### `a`: budget not met
- **budget exceeded** `tokens-2`: 1 tokens, at most 0 wanted
- **budget not measured** `cost-3`: no value is known; at most 1 USD wanted
$ grep budget out/junit.xml
      <failure message="budget tokens-2: 1 tokens, at most 0 wanted; budget cost-3: no value is known; at most 1 USD wanted" type="budget">trial: mini/a/openai-m/1
budget exceeded tokens-2 (tokens): 1 tokens, at most 0 wanted
budget not measured cost-3 (cost): no value is known; at most 1 USD wanted
$ [ "$(field out/results.json /fingerprint)" = "$(field plain/results.json /fingerprint)" ]
$ goldpin run mini -q --replay out -o again || echo "exit $?"
Gate failed: 2 of 2 budgets not met, 1 of them not measured.
fingerprint sha256:HEX
bundle      again
replay of   out
reports     again/report.md again/report.html again/junit.xml again/results.json
exit 1
$ mini "$(budgeted ', {"type": "ttft", "max": 2, "min": 3}')"
$ goldpin lint mini || echo "exit $?"
exit 2
--- stderr
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:6:123: "min" is 3, above "max", which is 2
--- exit 0
