# Drafts and reviews count against one budget; what was spent survives an interruption.
refined
sed -i 's/"cases"/"defaults": {"max_tokens": 20}, "cases"/' mini/suite.json
sed -i 's/"model": "r",/"model": "r", "sampling": {"max_tokens": 50},/' goldpin.json
goldpin run mini -q -t pair -o out --max-cost 1 | grep -v '^bundle\|^reports\|^fingerprint'
field out/transcripts.jsonl /-/measured/spent_usd
goldpin run --resume out -q --max-cost 1 | grep cost
--- stdout
$ refined
$ sed -i 's/"cases"/"defaults": {"max_tokens": 20}, "cases"/' mini/suite.json
$ sed -i 's/"model": "r",/"model": "r", "sampling": {"max_tokens": 50},/' goldpin.json
$ goldpin run mini -q -t pair -o out --max-cost 1 | grep -v '^bundle\|^reports\|^fingerprint'
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
cost        0.005874 USD; of the budget of 1 USD, 0.005874 are used
$ field out/transcripts.jsonl /-/measured/spent_usd
0.005873999999999999
$ goldpin run --resume out -q --max-cost 1 | grep cost
cost        0.005874 USD; of the budget of 1 USD, 0.005874 are used
--- stderr
--- exit 0
