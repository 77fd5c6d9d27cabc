# A connection that was refused cost nothing.
mini
printf '{"targets": {"t": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:1/v1", "price": {"input_per_mtok": 1, "output_per_mtok": 1}, "sampling": {"max_tokens": 2}}}}' > goldpin.json
goldpin run mini -q --max-cost 1 -o out || echo "exit $?"
field out/results.json /measured/counted_usd
--- stdout
$ mini
$ printf '{"targets": {"t": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:1/v1", "price": {"input_per_mtok": 1, "output_per_mtok": 1}, "sampling": {"max_tokens": 2}}}}' > goldpin.json
$ goldpin run mini -q --max-cost 1 -o out || echo "exit $?"
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.000000 USD; of the budget of 1 USD, 0.000000 are used
exit 3
$ field out/results.json /measured/counted_usd
0
--- stderr
--- exit 0
