mini '{"id": "a", "needs": ["logprobs"], "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "number", "expect": 5}]}'
pocket
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > summary
head -n 1 summary
field out/transcripts.jsonl '/*/replies/*/measured/logprobs/*' | wc -l
--- stdout
$ mini '{"id": "a", "needs": ["logprobs"], "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "number", "expect": 5}]}'
$ pocket
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > summary
$ head -n 1 summary
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
$ field out/transcripts.jsonl '/*/replies/*/measured/logprobs/*' | wc -l
1
--- stderr
--- exit 0
