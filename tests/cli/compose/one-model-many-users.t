# One model in memory with one slot serves a target of its own and two composites, with more trials in flight than it has room for.
routed
goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 8 --slots 1 --fail-under 0 -o out 2>&1 | grep -v fingerprint || true
grep -c '"served_by":"house"' out/transcripts.jsonl
goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 1 --fail-under 0 -o two > two.txt 2>&1 || true
grep -h -o '"fingerprint": "[^"]*"' out/results.json > 1
grep -h -o '"fingerprint": "[^"]*"' two/results.json > 2
cmp 1 2 && echo 'same fingerprints'
--- stdout
$ routed
$ goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 8 --slots 1 --fail-under 0 -o out 2>&1 | grep -v fingerprint || true
Gate passed: 9 of 9 trials passed; pass rate 1 (9 of 9), at least 0 wanted; goldens: no case has one; no trial broke.
bundle      out
reports     out/report.md out/junit.xml out/results.json
cost        at least 0.000000 USD (3 trials of unknown cost)
$ grep -c '"served_by":"house"' out/transcripts.jsonl
3
$ goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 1 --fail-under 0 -o two > two.txt 2>&1 || true
$ grep -h -o '"fingerprint": "[^"]*"' out/results.json > 1
$ grep -h -o '"fingerprint": "[^"]*"' two/results.json > 2
$ cmp 1 2 && echo 'same fingerprints'
same fingerprints
--- stderr
--- exit 0
