# A trial that waits for its next attempt is cancelled at once, is not saved, and is run whole by --resume.
mini "$(one_case a '#429 #retry-after=600 #first=1 1 + 1' 2)"
server --requests seen
targets '"retry": {"on": ["rate_limited"], "max": 1, "base_s": 0, "cap_s": 3600}'
goldpin run mini -q -o out &
pid=$!
n=0
until [ -s seen ]; do n=$((n + 1)); [ "$n" -lt 200 ]; sleep 0.05; done
sleep 0.3
kill -INT "$pid"
wait "$pid" || echo "exit $?"
wc -l < out/transcripts.jsonl
goldpin run --resume out -q
wc -l < seen
--- stdout
$ mini "$(one_case a '#429 #retry-after=600 #first=1 1 + 1' 2)"
$ server --requests seen
$ targets '"retry": {"on": ["rate_limited"], "max": 1, "base_s": 0, "cap_s": 3600}'
$ goldpin run mini -q -o out &
$ pid=$!
$ n=0
$ until [ -s seen ]; do n=$((n + 1)); [ "$n" -lt 200 ]; sleep 0.05; done
$ sleep 0.3
$ kill -INT "$pid"
$ wait "$pid" || echo "exit $?"
exit 130
$ wc -l < out/transcripts.jsonl
0
$ goldpin run --resume out -q
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ wc -l < seen
2
--- stderr
$ wait "$pid" || echo "exit $?"
goldpin: interrupted: 0 of 1 trials are finished and saved in out
goldpin: go on with: goldpin run mini --resume out -q
--- exit 0
