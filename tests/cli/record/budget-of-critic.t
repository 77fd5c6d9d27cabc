# Money that ends between a draft and its review, which go to the same model: the replay sends the draft, too.
# not for the oracle: out again
refined
sed -i 's/"pair": /"same": {"provider": "refine", "draft": "writer", "critic": "writer", "max_rounds": 2, "memory": 1, "stop": {"equals": "APPROVED"}}, "pair": /' goldpin.json
sed -i 's/"model": "w", /"model": "w", "sampling": {"max_tokens": 10}, /' goldpin.json
goldpin run mini -q -t same --max-cost 0.0013 --record rec -o out | grep cost || true
goldpin run mini -q --replay rec -o again | grep cost || true
sed -i '/started_epoch/d' out/results.json again/results.json
cmp out/results.json again/results.json && field rec/exchanges.jsonl '/*/unsent'
--- stdout
$ refined
$ sed -i 's/"pair": /"same": {"provider": "refine", "draft": "writer", "critic": "writer", "max_rounds": 2, "memory": 1, "stop": {"equals": "APPROVED"}}, "pair": /' goldpin.json
$ sed -i 's/"model": "w", /"model": "w", "sampling": {"max_tokens": 10}, /' goldpin.json
$ goldpin run mini -q -t same --max-cost 0.0013 --record rec -o out | grep cost || true
cost        0.000006 USD; of the budget of 0.0013 USD, 0.000006 are used
$ goldpin run mini -q --replay rec -o again | grep cost || true
cost        0.000006 USD; of the budget of 0.0013 USD, 0.000006 are used
$ sed -i '/started_epoch/d' out/results.json again/results.json
$ cmp out/results.json again/results.json && field rec/exchanges.jsonl '/*/unsent'
budget
--- stderr
--- exit 0
