# One model in memory with one slot serves a target of its own and two composites, with more trials in flight than it has room for.
routed
goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 8 --slots 1 --fail-under 0 -o out 2>&1 | grep -v fingerprint || true
field out/transcripts.jsonl '/*/served_by' | grep -cx house
goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 1 --fail-under 0 -o two > two.txt 2>&1 || true
field out/results.json /fingerprint '/targets/*/fingerprint' > 1
field two/results.json /fingerprint '/targets/*/fingerprint' > 2
cmp 1 2 && echo 'same fingerprints'
--- stdout
$ routed
$ goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 8 --slots 1 --fail-under 0 -o out 2>&1 | grep -v fingerprint || true
Gate passed: 9 of 9 trials passed (1 of 3 cases); pass rate 1 (9 of 9), at least 0 wanted; goldens: no case has one; no trial broke.
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        at least 0.000000 USD (3 trials of unknown cost)
$ field out/transcripts.jsonl '/*/served_by' | grep -cx house
3
$ goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 1 --fail-under 0 -o two > two.txt 2>&1 || true
$ field out/results.json /fingerprint '/targets/*/fingerprint' > 1
$ field two/results.json /fingerprint '/targets/*/fingerprint' > 2
$ cmp 1 2 && echo 'same fingerprints'
same fingerprints
--- stderr
--- exit 0
