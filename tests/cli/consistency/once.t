# A single answer agrees with nobody: the run says so before it asks, and the criterion is not applicable.
mini '{"id": "same", "messages": [{"role": "user", "content": "copy: Paris"}], "grade": [{"type": "contains", "expect": "Paris"}, {"type": "consistency"}]}'
server
goldpin run mini -t openai:m@$URL -o out || echo "exit $?"
field out/results.json '/trials/*' id status error
grep -c agreement out/results.json || true
--- stdout
$ mini '{"id": "same", "messages": [{"role": "user", "content": "copy: Paris"}], "grade": [{"type": "contains", "expect": "Paris"}, {"type": "consistency"}]}'
$ server
$ goldpin run mini -t openai:m@$URL -o out || echo "exit $?"
Gate failed: no trial was graded (0 broke, 1 skipped).
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
flagged     1 of 1 trials was skipped: what a case needs is not there; they neither passed nor failed, and out/report.md says why
exit 1
$ field out/results.json '/trials/*' id status error
mini/same/openai-m/1 skipped criterion "consistency-2" is not applicable: agreement takes two answers at least, and there is 1 (--repeat N)
$ grep -c agreement out/results.json || true
1
--- stderr
$ goldpin run mini -t openai:m@$URL -o out || echo "exit $?"
goldpin: warning: --repeat: is 1; 1 case of this run asks for agreement of repeats and will be skipped
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 1 trial (1 case, 1 target)
--- exit 0
