# A resumed run goes on from what the journal says was spent; with more money it finishes.
mini "$(for i in $(seq 10 19); do one_case "c$i" "$i + 1" $((i + 1)); [ "$i" = 19 ] || echo ,; done)"
server --requests seen
targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}'
goldpin run mini -q -j 1 --max-cost 12 -o out
head -n 6 out/transcripts.jsonl > cut
mv cut out/transcripts.jsonl
rm out/results.json out/SHA256SUMS
goldpin run --resume out -q -j 1 --max-cost 8.5 || echo "exit $?"
wc -l < seen
field out/results.json /measured/counted_usd
--- stdout
$ mini "$(for i in $(seq 10 19); do one_case "c$i" "$i + 1" $((i + 1)); [ "$i" = 19 ] || echo ,; done)"
$ server --requests seen
$ targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}'
$ goldpin run mini -q -j 1 --max-cost 12 -o out
Gate passed: 10 of 10 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        10.000000 USD; of the budget of 12 USD, 10.000000 are used
$ head -n 6 out/transcripts.jsonl > cut
$ mv cut out/transcripts.jsonl
$ rm out/results.json out/SHA256SUMS
$ goldpin run --resume out -q -j 1 --max-cost 8.5 || echo "exit $?"
No verdict: 3 of 10 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        7.000000 USD; of the budget of 8.5 USD, 7.000000 are used
exit 3
$ wc -l < seen
11
$ field out/results.json /measured/counted_usd
7
--- stderr
--- exit 0
