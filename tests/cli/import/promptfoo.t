# The results file of promptfoo: answers are matched by prompt, also where it was a chat or had white space around it; errors
# and empty answers keep their place; its providers are targets under the names that goldpin gives.
mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4), $(one_case c '3 + 3' 6), $(one_case d '4 + 4' 8)"
cat > results.json << 'END'
{"evalId": "eval-1", "results": {"version": 3, "timestamp": "2026-01-01T00:00:00.000Z", "prompts": [], "stats": {}, "results": [
  {"id": "1", "promptIdx": 0, "testIdx": 0, "provider": {"id": "openai:gpt-5", "label": ""}, "prompt": {"raw": "What is 1 + 1?\n", "label": "What is {{sum}}?"}, "vars": {"sum": "1 + 1"},
   "response": {"output": "2", "tokenUsage": {"total": 9, "prompt": 8, "completion": 1, "completionDetails": {"reasoning": 0}}, "cached": false, "finishReason": "stop"}, "latencyMs": 1250, "success": true, "score": 1, "failureReason": 0},
  {"id": "2", "provider": {"id": "openai:gpt-5", "label": ""}, "prompt": {"raw": "[{\"role\": \"system\", \"content\": \"Brief.\"}, {\"role\": \"user\", \"content\": \"What is 2 + 2?\"}]"},
   "response": {"output": {"sum": 4}, "tokenUsage": {"total": 9, "cached": 9}, "cached": true}, "latencyMs": 3, "success": false, "failureReason": 1, "error": "Expected 5"},
  {"id": "3", "provider": {"id": "openai:gpt-5"}, "prompt": {"raw": "What is 3 + 3?"}, "response": {"error": "API error: 500"}, "error": "API error: 500", "latencyMs": 0, "success": false, "failureReason": 2},
  {"id": "4", "provider": {"id": "openai:gpt-5"}, "prompt": {"raw": "What is 4 + 4?"}, "response": {"output": ""}, "latencyMs": 10, "success": false, "failureReason": 1},
  {"id": "5", "provider": {"id": "openai:gpt-5"}, "prompt": {"raw": "Something that no case asks"}, "response": {"output": "x"}, "latencyMs": 10}
]}, "config": {}, "metadata": {"promptfooVersion": "0.121.3"}}
END
goldpin run mini -v --replay results.json -o out || echo "exit $?"
goldpin run mini -q -t replay:results.json -o two > /dev/null || echo "exit $?"
cmp out/results.json two/results.json
grep -o 'Claim: .*' out/report.md
field out/results.json '/trials/*/measured' total_s input_tokens attempts
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4), $(one_case c '3 + 3' 6), $(one_case d '4 + 4' 8)"
$ cat > results.json << 'END' ...
$ goldpin run mini -v --replay results.json -o out || echo "exit $?"
Gate failed: 1 of 2 trials failed; 2 of 4 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
replay of   results.json
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin report out --markdown-length summary   shows what failed
exit 1
$ goldpin run mini -q -t replay:results.json -o two > /dev/null || echo "exit $?"
exit 1
$ cmp out/results.json two/results.json
$ grep -o 'Claim: .*' out/report.md
Claim: statistical (answers imported from promptfoo 0.121.3: goldpin did not ask, and compared no more of the requests than their last user messages).
$ field out/results.json '/trials/*/measured' total_s input_tokens attempts
1.25 8 0
null null 0
null null 0
null null 0
--- stderr
$ goldpin run mini -v --replay results.json -o out || echo "exit $?"
goldpin: warning: mini/suite.json: the suite has no provenance: say where its cases come from
goldpin: target openai-gpt-5: promptfoo (replayed)
goldpin: 4 trials (4 cases, 1 target)
goldpin: replay of results.json: what is recorded there answers, and nothing remote is asked
passed  mini/a/openai-gpt-5/1  # s
failed  mini/b/openai-gpt-5/1  expected "4", got "{"sum": 4}"
error   mini/c/openai-gpt-5/1  bad_response: promptfoo reports: API error: 500
error   mini/d/openai-gpt-5/1  # s  empty: the imported reply holds neither text nor a tool call
--- exit 0
