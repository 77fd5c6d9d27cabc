mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "number", "expect": 5}]}'
sed -i 's/"cases"/"defaults": {"timeout": {"stall_s": 1e-9}}, "cases"/' mini/suite.json
pocket
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > summary || echo "exit $?"
grep -o '"failure":"[^"]*"' out/transcripts.jsonl
grep -o '"error":"[^"]*"' out/transcripts.jsonl
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "number", "expect": 5}]}'
$ sed -i 's/"cases"/"defaults": {"timeout": {"stall_s": 1e-9}}, "cases"/' mini/suite.json
$ pocket
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > summary || echo "exit $?"
exit 3
$ grep -o '"failure":"[^"]*"' out/transcripts.jsonl
"failure":"stalled"
$ grep -o '"error":"[^"]*"' out/transcripts.jsonl
"error":"no further token for 1e-09 s (stall limit)"
--- stderr
--- exit 0
