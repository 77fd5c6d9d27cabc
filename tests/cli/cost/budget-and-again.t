# Every attempt counts, at its bound where the server did not count: 2 USD each here, and a third attempt would not fit.
mini "$(one_case a '#500 1 + 1' 2)"
server --requests seen
targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}, "retry": {"on": ["server_error"], "max": 5, "base_s": 0}'
goldpin run mini -q --max-cost 5 -o out || echo "exit $?"
wc -l < seen
field out/results.json '/trials/*' failure error
field out/transcripts.jsonl '/*/measured/spent_usd'
--- stdout
$ mini "$(one_case a '#500 1 + 1' 2)"
$ server --requests seen
$ targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}, "retry": {"on": ["server_error"], "max": 5, "base_s": 0}'
$ goldpin run mini -q --max-cost 5 -o out || echo "exit $?"
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        at least 0.000000 USD (1 trial of unknown cost); of the budget of 5 USD, 4.000000 are used
exit 3
$ wc -l < seen
2
$ field out/results.json '/trials/*' failure error
budget not sent again after server_error: it may cost 2.000000 USD, and of the budget of 5 USD, 4.000000 are used
$ field out/transcripts.jsonl '/*/measured/spent_usd'
4
--- stderr
--- exit 0
