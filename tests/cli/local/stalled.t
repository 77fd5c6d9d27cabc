mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "number", "expect": 5}]}'
sed -i 's/"cases"/"defaults": {"timeout": {"stall_s": 1e-9}}, "cases"/' mini/suite.json
pocket
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > summary || echo "exit $?"
field out/transcripts.jsonl '/*' failure measured/error
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "number", "expect": 5}]}'
$ sed -i 's/"cases"/"defaults": {"timeout": {"stall_s": 1e-9}}, "cases"/' mini/suite.json
$ pocket
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > summary || echo "exit $?"
exit 3
$ field out/transcripts.jsonl '/*' failure measured/error
stalled no further token for 1e-09 s (stall limit)
--- stderr
--- exit 0
