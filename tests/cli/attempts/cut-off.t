# Transport failures count as attempts too: the reply that is graded is the whole one.
mini "$(one_case a '#drop #first=2 1 + 1' 2)"
server --requests seen
targets '"retry": {"on": ["cut_off"], "max": 2, "base_s": 0}'
goldpin run mini -q -o out
wc -l < seen
grep -o '"failure":"cut_off","status":[a-z0-9]*' out/transcripts.jsonl
--- stdout
$ mini "$(one_case a '#drop #first=2 1 + 1' 2)"
$ server --requests seen
$ targets '"retry": {"on": ["cut_off"], "max": 2, "base_s": 0}'
$ goldpin run mini -q -o out
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/junit.xml out/results.json
$ wc -l < seen
3
$ grep -o '"failure":"cut_off","status":[a-z0-9]*' out/transcripts.jsonl
"failure":"cut_off","status":null
"failure":"cut_off","status":null
--- stderr
--- exit 0
