# What cannot be paid is not sent, and nobody else is asked for it.
refined
sed -i 's/"cases"/"defaults": {"max_tokens": 20}, "cases"/' mini/suite.json
sed -i 's/"pair": {.*/"pair": {"provider": "fallback", "members": ["reader", "writer"]}/' goldpin.json
goldpin run mini -q -t pair -o out --max-cost 0.01 || echo "exit $?"
field out/transcripts.jsonl '/*/failure'
--- stdout
$ refined
$ sed -i 's/"cases"/"defaults": {"max_tokens": 20}, "cases"/' mini/suite.json
$ sed -i 's/"pair": {.*/"pair": {"provider": "fallback", "members": ["reader", "writer"]}/' goldpin.json
$ goldpin run mini -q -t pair -o out --max-cost 0.01 || echo "exit $?"
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.000000 USD; of the budget of 0.01 USD, 0.000000 are used
exit 3
$ field out/transcripts.jsonl '/*/failure'
budget
--- stderr
--- exit 0
