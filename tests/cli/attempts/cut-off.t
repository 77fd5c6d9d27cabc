# Transport failures count as attempts too: the reply that is graded is the whole one.
mini "$(one_case a '#drop #first=2 1 + 1' 2)"
server --requests seen
targets '"retry": {"on": ["cut_off"], "max": 2, "base_s": 0}'
goldpin run mini -q -o out
wc -l < seen
field out/transcripts.jsonl '/*/measured/tries/*' failure status
--- stdout
$ mini "$(one_case a '#drop #first=2 1 + 1' 2)"
$ server --requests seen
$ targets '"retry": {"on": ["cut_off"], "max": 2, "base_s": 0}'
$ goldpin run mini -q -o out
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ wc -l < seen
3
$ field out/transcripts.jsonl '/*/measured/tries/*' failure status
cut_off null
cut_off null
null 200
--- stderr
--- exit 0
