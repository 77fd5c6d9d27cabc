# What has to pass, by name, by category and by target; limits; and what of it decided.
mini "$(one_case good '1 + 1' 2), $(one_case bad '1 + 2' 4)"
sed -i 's/{"id": "good"/{"category": "sums", "id": "good"/' mini/suite.json
server
try() { printf '%s\n' "$1" > gate.json; rm -rf out; goldpin run mini -q --gate gate.json -t m="openai:m@$URL" -o out > said || echo "exit $?"; grep -v '^fingerprint\|^bundle\|^reports' said; }
try '{"pass_rate": 0.5}'
try '{"must_pass": ["good"]}'
try '{"must_pass": ["mini/b*", "good"]}'
field out/results.json /gate/rule /gate/see
try '{"must_pass": ["goood"]}'
try '{"pass_rates": [{"category": "sums", "at_least": 1}]}'
try '{"pass_rates": [{"category": "sums", "at_least": 1}, {"target": "m", "at_least": 0.6}]}'
try '{"pass_rates": [{"category": "sum", "at_least": 1}]}'
try '{"pass_rate": 0.5, "all_pass": true}'
try '{"pass_rate": 0.5, "limits": {"cost_usd": 1}}'
try '{"pass_rate": 0.5, "limits": {"output_tokens": 1}}'
try '{"pass_rate": 0.5, "limits": {"total_median_s": 0}}' | sed 's/time [0-9.e-]* s/time # s/'
try '{"pass_rate": 0.5, "limits": {"error_rate": 0, "output_tokens": 100000, "total_p95_s": 600}}'
try '{"pass_rate": 0.5, "above_null": 0.1}'
# options win over the file; a replay asks the same gate again, out of the targets file too
goldpin run mini -q --replay out --gate gate.json --fail-under 0.75 -o again | head -n 1
printf '{"targets": {"m": {"provider": "openai", "model": "m"}}, "gate": {"must_pass": ["bad"]}}' > goldpin.json
goldpin run mini -q --replay out -o third | head -n 1
field third/results.json /rules/must_pass/0
--- stdout
$ mini "$(one_case good '1 + 1' 2), $(one_case bad '1 + 2' 4)"
$ sed -i 's/{"id": "good"/{"category": "sums", "id": "good"/' mini/suite.json
$ server
$ try() { printf '%s\n' "$1" > gate.json; rm -rf out; goldpin run mini -q --gate gate.json -t m="openai:m@$URL" -o out > said || echo "exit $?"; grep -v '^fingerprint\|^bundle\|^reports' said; }
$ try '{"pass_rate": 0.5}'
Gate passed: 1 of 2 trials passed; pass rate 0.5 (1 of 2), at least 0.5 wanted; goldens: no case has one; no trial broke.
$ try '{"must_pass": ["good"]}'
Gate passed: 1 of 2 trials passed; goldens: no case has one; no trial broke; 1 further rule holds.
$ try '{"must_pass": ["mini/b*", "good"]}'
exit 1
Gate failed: 1 trial that must pass did not (mini/bad).
rule        must-pass; goldpin report out   shows why
$ field out/results.json /gate/rule /gate/see
must-pass
goldpin report RUN
$ try '{"must_pass": ["goood"]}'
exit 1
Gate failed: "goood" of must_pass fits no trial.
rule        must-pass; goldpin report out   shows why
$ try '{"pass_rates": [{"category": "sums", "at_least": 1}]}'
Gate passed: 1 of 2 trials passed; goldens: no case has one; no trial broke; 1 further rule holds.
$ try '{"pass_rates": [{"category": "sums", "at_least": 1}, {"target": "m", "at_least": 0.6}]}'
exit 1
Gate failed: target m: pass rate 0.5 (1 of 2), at least 0.6 wanted.
rule        pass-rate; goldpin report out   shows why
$ try '{"pass_rates": [{"category": "sum", "at_least": 1}]}'
exit 1
Gate failed: category sum: no trial of it was graded.
rule        pass-rate; goldpin report out   shows why
$ try '{"pass_rate": 0.5, "all_pass": true}'
exit 1
Gate failed: 1 of 2 trials failed.
$ try '{"pass_rate": 0.5, "limits": {"cost_usd": 1}}'
exit 1
Gate failed: cost of the run is not known, at most 1 USD wanted.
rule        cost; goldpin report out   shows why
$ try '{"pass_rate": 0.5, "limits": {"output_tokens": 1}}'
exit 1
Gate failed: 2 output tokens, at most 1 wanted.
rule        tokens; goldpin report out   shows why
$ try '{"pass_rate": 0.5, "limits": {"total_median_s": 0}}' | sed 's/time [0-9.e-]* s/time # s/'
exit 1
Gate failed: m: median total time # s, at most 0 s wanted.
rule        total-time; goldpin report out   shows why
$ try '{"pass_rate": 0.5, "limits": {"error_rate": 0, "output_tokens": 100000, "total_p95_s": 600}}'
Gate passed: 1 of 2 trials passed; pass rate 0.5 (1 of 2), at least 0.5 wanted; goldens: no case has one; no trial broke; 3 further rules hold.
$ try '{"pass_rate": 0.5, "above_null": 0.1}'
exit 1
Gate failed: m passes 0.5, the null baseline constant passes 0.5: 0.1 more wanted.
rule        above-null; goldpin report out   shows why
$ goldpin run mini -q --replay out --gate gate.json --fail-under 0.75 -o again | head -n 1
Gate failed: pass rate 0.5 (1 of 2), at least 0.75 wanted; m passes 0.5, the null baseline constant passes 0.5: 0.1 more wanted.
$ printf '{"targets": {"m": {"provider": "openai", "model": "m"}}, "gate": {"must_pass": ["bad"]}}' > goldpin.json
$ goldpin run mini -q --replay out -o third | head -n 1
Gate failed: 1 trial that must pass did not (mini/bad).
$ field third/results.json /rules/must_pass/0
bad
--- stderr
--- exit 0
