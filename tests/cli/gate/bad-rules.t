# Mistakes in a gate file end the run before anything is asked, and say where.
mini
try() { printf '%s\n' "$1" > gate.json; goldpin run mini --gate gate.json -t openai:m@http://127.0.0.1:9/v1 || echo "exit $?"; }
try '{"pass_rat": 0.9}'
try '{"pass_rate": 90}'
try '{"pass_rates": [{"at_least": 1}]}'
try '{"quarantine": [{"trial": "x", "until": "2026-02-30", "reason": "r"}]}'
try '{"quarantine": [{"trial": "x", "until": "2026-02-03"}]}'
try '{"regression": "margin"}'
try '{"regression": "some"}'
try '{"margin": 0.1}'
try '{"regression": "any"}'
try '{"must_pass": []}'
printf '{"targets": {"t": {"provider": "openai", "model": "m"}}, "gate": {\n "strict": 1}}' > goldpin.json
goldpin run mini || echo "exit $?"
goldpin run mini --regression margin -t t || echo "exit $?"
goldpin run mini --inconclusive fail -t t || echo "exit $?"
--- stdout
$ mini
$ try() { printf '%s\n' "$1" > gate.json; goldpin run mini --gate gate.json -t openai:m@http://127.0.0.1:9/v1 || echo "exit $?"; }
$ try '{"pass_rat": 0.9}'
exit 2
$ try '{"pass_rate": 90}'
exit 2
$ try '{"pass_rates": [{"at_least": 1}]}'
exit 2
$ try '{"quarantine": [{"trial": "x", "until": "2026-02-30", "reason": "r"}]}'
exit 2
$ try '{"quarantine": [{"trial": "x", "until": "2026-02-03"}]}'
exit 2
$ try '{"regression": "margin"}'
exit 2
$ try '{"regression": "some"}'
exit 2
$ try '{"margin": 0.1}'
exit 2
$ try '{"regression": "any"}'
exit 2
$ try '{"must_pass": []}'
exit 2
$ printf '{"targets": {"t": {"provider": "openai", "model": "m"}}, "gate": {\n "strict": 1}}' > goldpin.json
$ goldpin run mini || echo "exit $?"
exit 2
$ goldpin run mini --regression margin -t t || echo "exit $?"
exit 2
$ goldpin run mini --inconclusive fail -t t || echo "exit $?"
exit 2
--- stderr
$ try '{"pass_rat": 0.9}'
goldpin: gate.json:1:2: unknown key "pass_rat" in the gate; did you mean "pass_rate"?
$ try '{"pass_rate": 90}'
goldpin: gate.json:1:15: pass_rate is 90, but must be from 0 to 1
$ try '{"pass_rates": [{"at_least": 1}]}'
goldpin: gate.json:1:17: an entry of "pass_rates" names a category, a target or both; the rate of the whole run is "pass_rate"
$ try '{"quarantine": [{"trial": "x", "until": "2026-02-30", "reason": "r"}]}'
goldpin: gate.json:1:41: "until" must be a day as YYYY-MM-DD, from 1970 on, not "2026-02-30"
$ try '{"quarantine": [{"trial": "x", "until": "2026-02-03"}]}'
goldpin: gate.json:1:17: an entry of quarantine lacks "reason"
$ try '{"regression": "margin"}'
goldpin: gate.json:1:16: "regression": "margin" needs a "margin"
$ try '{"regression": "some"}'
goldpin: gate.json:1:16: regression is "some", but must be one of significant, any, margin
$ try '{"margin": 0.1}'
goldpin: gate.json:1:12: "margin" needs "regression": "margin"
$ try '{"regression": "any"}'
goldpin: the gate's "regression" is about a baseline; name one with --baseline RUN
$ try '{"must_pass": []}'
goldpin: gate.json:1:15: must_pass is empty; list at least one
$ goldpin run mini || echo "exit $?"
goldpin: goldpin.json:2:12: strict must be true or false, not an integer
$ goldpin run mini --regression margin -t t || echo "exit $?"
goldpin: --regression margin needs --margin SHARE
$ goldpin run mini --inconclusive fail -t t || echo "exit $?"
goldpin: --regression and --inconclusive are about a baseline; name one with --baseline RUN
--- exit 0
