# A price list belongs to the providers' own addresses: a server of one's own is not charged by it, whatever its model is called.
mini
server
printf '{"as_of": "2026-11-20", "entries": [{"provider": "openai", "model": "m", "input_per_mtok": 1, "output_per_mtok": 2, "as_of": "2026-11-01", "source": "https://example.org/prices"}]}' > list.json
printf '{"prices_file": "list.json", "targets": {"theirs": {"provider": "openai", "model": "m", "sampling": {"max_tokens": 5}}, "ours": {"provider": "openai", "model": "m", "base_url": "%s"}}}' "$URL" > goldpin.json
goldpin run mini -q -t ours -o ours
grep 'Price' ours/report.md
# The other has a price; its budget is too small for anything to be sent.
goldpin run mini -q -t theirs --max-cost 0.0000001 -o theirs 2>&1 || echo "exit $?"
--- stdout
$ mini
$ server
$ printf '{"as_of": "2026-11-20", "entries": [{"provider": "openai", "model": "m", "input_per_mtok": 1, "output_per_mtok": 2, "as_of": "2026-11-01", "source": "https://example.org/prices"}]}' > list.json
$ printf '{"prices_file": "list.json", "targets": {"theirs": {"provider": "openai", "model": "m", "sampling": {"max_tokens": 5}}, "ours": {"provider": "openai", "model": "m", "base_url": "%s"}}}' "$URL" > goldpin.json
$ goldpin run mini -q -t ours -o ours
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      ours
reports     ours/report.md ours/report.html ours/junit.xml ours/results.json
$ grep 'Price' ours/report.md
  - Price (USD per million tokens): n/a; costs are not estimated.
$ goldpin run mini -q -t theirs --max-cost 0.0000001 -o theirs 2>&1 || echo "exit $?"
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      theirs
reports     theirs/report.md theirs/report.html theirs/junit.xml theirs/results.json
cost        0.000000 USD; of the budget of 1e-07 USD, 0.000000 are used
exit 3
--- stderr
--- exit 0
