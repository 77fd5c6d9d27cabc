# A local model is asked with the system text in the user's message; a role that its template does not know is refused.
pocket
mini '{"id": "a", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is 2 + 3?"}], "max_tokens": 4, "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": ["5"], "fail": ["x"]}}'
sed 's/{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What/{"role": "user", "content": "Be brief.\\n\\nWhat/' mini/suite.json > by-hand.json
targets_of() { echo "{\"targets\": {\"p\": {\"provider\": \"local\", \"model\": \"suites/smoke/pocket/pocket.gguf\", \"system\": \"$1\"}}}" > goldpin.json; }
targets_of user
goldpin run mini -q -o folded > folded.txt || echo "exit $?"
goldpin run by-hand.json -q -t local:suites/smoke/pocket/pocket.gguf -o by-hand > by-hand.txt || echo "exit $?"
field folded/transcripts.jsonl '/*/replies/0/prompt_tokens' > folded.ids
field by-hand/transcripts.jsonl '/*/replies/0/prompt_tokens' > by-hand.ids
cmp folded.ids by-hand.ids
targets_of developer
goldpin run mini -q -o developer || echo "exit $?"
--- stdout
$ pocket
$ mini '{"id": "a", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is 2 + 3?"}], "max_tokens": 4, "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": ["5"], "fail": ["x"]}}'
$ sed 's/{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What/{"role": "user", "content": "Be brief.\\n\\nWhat/' mini/suite.json > by-hand.json
$ targets_of() { echo "{\"targets\": {\"p\": {\"provider\": \"local\", \"model\": \"suites/smoke/pocket/pocket.gguf\", \"system\": \"$1\"}}}" > goldpin.json; }
$ targets_of user
$ goldpin run mini -q -o folded > folded.txt || echo "exit $?"
exit 1
$ goldpin run by-hand.json -q -t local:suites/smoke/pocket/pocket.gguf -o by-hand > by-hand.txt || echo "exit $?"
exit 1
$ field folded/transcripts.jsonl '/*/replies/0/prompt_tokens' > folded.ids
$ field by-hand/transcripts.jsonl '/*/replies/0/prompt_tokens' > by-hand.ids
$ cmp folded.ids by-hand.ids
$ targets_of developer
$ goldpin run mini -q -o developer || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -q -o developer || echo "exit $?"
goldpin: the chat template of suites/smoke/pocket/pocket.gguf knows no role "developer"; "system" of target p can be system or user
--- exit 0
