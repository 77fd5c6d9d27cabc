mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "number", "expect": 5}]}'
sed -i 's/"cases"/"defaults": {"timeout": {"first_token_s": 1e-9}}, "cases"/' mini/suite.json
pocket
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > summary || echo "exit $?"
field out/transcripts.jsonl '/*' failure measured/error
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "number", "expect": 5}]}'
$ sed -i 's/"cases"/"defaults": {"timeout": {"first_token_s": 1e-9}}, "cases"/' mini/suite.json
$ pocket
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > summary || echo "exit $?"
exit 3
$ field out/transcripts.jsonl '/*' failure measured/error
timeout no token within 1e-09 s (first-token limit)
--- stderr
--- exit 0
