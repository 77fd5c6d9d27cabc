# The log of Inspect: samples by epoch, parts and reasoning apart, texts that are kept as attachments.
mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4)"
cat > log.json << 'END'
{"version": 2, "status": "success", "eval": {"task": "sums", "created": "2026-01-01T00:00:00+00:00", "model": "ollama/llama3.1", "dataset": {}, "config": {"epochs": 2}, "packages": {"inspect_ai": "0.3.130"}},
 "plan": {"steps": []}, "samples": [
  {"id": 1, "epoch": 1, "input": "What is 1 + 1?", "target": "2", "messages": [], "output": {"model": "llama3.1", "choices": [{"message": {"role": "assistant", "content": "2"}, "stop_reason": "stop"}],
    "completion": "2", "usage": {"input_tokens": 12, "output_tokens": 2, "total_tokens": 14, "input_tokens_cache_read": 4}, "time": 0.75}, "scores": {}},
  {"id": 2, "epoch": 1, "input": [{"role": "system", "content": "Brief."}, {"role": "user", "content": [{"type": "text", "text": "What is 2 + 2?"}]}], "target": "4",
    "output": {"model": "llama3.1", "choices": [{"message": {"role": "assistant", "content": [{"type": "reasoning", "reasoning": "two and two"}, {"type": "text", "text": "4"}]}, "stop_reason": "max_tokens"}], "time": 1.5}},
  {"id": 1, "epoch": 2, "input": "attachment://0123", "target": "2", "output": {"model": "llama3.1", "choices": [{"message": {"role": "assistant", "content": "3"}, "stop_reason": "stop"}]}, "attachments": {"0123": "What is 1 + 1?"}},
  {"id": 2, "epoch": 2, "input": "What is 2 + 2?", "target": "4", "output": {"model": "llama3.1", "choices": []}, "error": {"message": "Connection refused", "traceback": ""}}
 ]}
END
goldpin run mini -v --replay log.json -o out || echo "exit $?"
grep -o 'Claim: .*' out/report.md
field out/results.json '/trials/*' id finish reasoning
goldpin run mini -q --replay log.json -o three --repeat 3
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4)"
$ cat > log.json << 'END' ...
$ goldpin run mini -v --replay log.json -o out || echo "exit $?"
Gate failed: 1 of 3 trials failed; 1 of 4 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
replay of   log.json
reports     out/report.md out/report.html out/junit.xml out/results.json
flagged     1 answer was cut by the token limit
next        goldpin report out --markdown-length summary   shows what failed
exit 1
$ grep -o 'Claim: .*' out/report.md
Claim: statistical (`answers imported from inspect_ai 0.3.130: goldpin did not ask, and compared no more of the requests than their last user messages`).
$ field out/results.json '/trials/*' id finish reasoning
mini/a/ollama-llama3.1/1 stop null
mini/a/ollama-llama3.1/2 stop null
mini/b/ollama-llama3.1/1 length two and two
mini/b/ollama-llama3.1/2 null null
$ goldpin run mini -q --replay log.json -o three --repeat 3
--- stderr
$ goldpin run mini -v --replay log.json -o out || echo "exit $?"
goldpin: warning: mini/suite.json: the suite has no provenance: say where its cases come from
goldpin: target ollama-llama3.1: inspect_ai (replayed)
goldpin: 4 trials (2 cases, 1 target)
goldpin: replay of log.json: what is recorded there answers, and nothing remote is asked
passed  mini/a/ollama-llama3.1/1  # s
failed  mini/a/ollama-llama3.1/2  expected "2", got "3"
passed  mini/b/ollama-llama3.1/1  # s
error   mini/b/ollama-llama3.1/2  bad_response: inspect_ai reports: Connection refused
$ goldpin run mini -q --replay log.json -o three --repeat 3
goldpin: log.json has fewer answers to the prompt of trial mini/a/ollama-llama3.1/3; ask for fewer with --repeat
--- exit 2
