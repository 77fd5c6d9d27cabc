# A recorded run that ran out of money and went on with more of it: a replay is of the whole run, under the later budget.
# not for the oracle: out again
mini "$(one_case a '1 + 1' 2), $(one_case b '#cut 1 + 2' 3), $(one_case c '1 + 3' 4)"
sed -i 's/"cases"/"defaults": {"max_tokens": 100}, "cases"/' mini/suite.json
server
targets '"price": {"input_per_mtok": 0, "output_per_mtok": 10000}, "retry": {"on": ["cut_off"], "max": 2, "base_s": 0}'
goldpin run mini -q -j 1 --max-cost 1.1 --record rec -o out | grep -v -e fingerprint -e '^bundle' -e '^reports' || true
goldpin run -q --resume out --max-cost 9 --record rec | grep -v -e fingerprint -e '^bundle' -e '^reports' || true
for f in out rec; do field $f/manifest.json /run/max_cost_usd; done
goldpin run mini -q --replay rec -o again > /dev/null || echo "exit $?"
sed -i '/started_epoch/d' out/results.json again/results.json
cmp out/results.json again/results.json && cmp out/junit.xml again/junit.xml && echo 'the same'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#cut 1 + 2' 3), $(one_case c '1 + 3' 4)"
$ sed -i 's/"cases"/"defaults": {"max_tokens": 100}, "cases"/' mini/suite.json
$ server
$ targets '"price": {"input_per_mtok": 0, "output_per_mtok": 10000}, "retry": {"on": ["cut_off"], "max": 2, "base_s": 0}'
$ goldpin run mini -q -j 1 --max-cost 1.1 --record rec -o out | grep -v -e fingerprint -e '^bundle' -e '^reports' || true
No verdict: 2 of 3 trials broke, 0 allowed.
cost        at least 0.010000 USD (1 trial of unknown cost); of the budget of 1.1 USD, 1.010000 are used
$ goldpin run -q --resume out --max-cost 9 --record rec | grep -v -e fingerprint -e '^bundle' -e '^reports' || true
No verdict: 1 of 3 trials broke, 0 allowed.
cost        at least 0.020000 USD (1 trial of unknown cost); of the budget of 9 USD, 1.020000 are used
$ for f in out rec; do field $f/manifest.json /run/max_cost_usd; done
9
9
$ goldpin run mini -q --replay rec -o again > /dev/null || echo "exit $?"
exit 3
$ sed -i '/started_epoch/d' out/results.json again/results.json
$ cmp out/results.json again/results.json && cmp out/junit.xml again/junit.xml && echo 'the same'
the same
--- stderr
--- exit 0
