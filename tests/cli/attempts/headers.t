# Where there is no Retry-After, the headers of the exhausted limit say when: here 1 ms for requests, not 6 minutes for tokens.
mini "$(one_case a '#429 #reset-in=1ms #first=1 1 + 1' 2)"
server --requests seen
targets '"retry": {"on": ["rate_limited"], "max": 1, "base_s": 0, "cap_s": 1}'
goldpin run mini -q -o out
field out/transcripts.jsonl '/*/measured/tries/*/waited_s'
wc -l < seen
--- stdout
$ mini "$(one_case a '#429 #reset-in=1ms #first=1 1 + 1' 2)"
$ server --requests seen
$ targets '"retry": {"on": ["rate_limited"], "max": 1, "base_s": 0, "cap_s": 1}'
$ goldpin run mini -q -o out
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ field out/transcripts.jsonl '/*/measured/tries/*/waited_s'
0
0.001
$ wc -l < seen
2
--- stderr
--- exit 0
