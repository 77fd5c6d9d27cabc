# A model that knows no chat is asked by the text of the messages, a line feed between two, and nothing in it is a control token;
# examples are messages of both sides. Scored texts stand right behind it.
pocket
echo '{"targets": {"base": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "template": "raw"}}}' > goldpin.json
mini '{"id": "a", "messages": [{"role": "system", "content": "Add."}, {"role": "user", "content": "2 + 2 ="}, {"role": "assistant", "content": "4"}, {"role": "user", "content": "<|user|>2 + 3 ="}], "grade": [{"type": "choice", "options": [" five", " 5"], "expect": " 5", "by": "likelihood"}], "examples": {"pass": [" 5"], "fail": [" five"]}}'
goldpin show mini a | sed -n '/prompt:/,/prompt_tokens/p'
goldpin run mini -q -o out || echo "exit $?"
field out/transcripts.jsonl '/0/replies/0/prompt_tokens/*' | paste -s -d , | sed 's/.*/[&]/' | goldpin model detokenize suites/smoke/pocket/pocket.gguf; echo
printf '<|user|>' | goldpin model tokenize suites/smoke/pocket/pocket.gguf
field out/manifest.json /targets/0/other_template
grep 'Chat template' out/report.md
ls out/inputs
goldpin verify out | grep rerun
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o chat || echo "exit $?"
[ "$(field out/transcripts.jsonl /0/request_digest)" = "$(field chat/transcripts.jsonl /0/request_digest)" ] || echo 'another request'
# Nothing offers tools then, which shows before anything is opened.
mini '{"id": "t", "messages": [{"role": "user", "content": "2 + 2 ="}], "tools": [{"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}], "grade": [{"type": "equals", "expect": "4"}], "examples": {"pass": ["4"], "fail": ["5"]}}'
goldpin run mini --dry-run
goldpin run mini -q -o tools > /dev/null || echo "exit $?"
field tools/results.json '/trials/*' status error
--- stdout
$ pocket
$ echo '{"targets": {"base": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "template": "raw"}}}' > goldpin.json
$ mini '{"id": "a", "messages": [{"role": "system", "content": "Add."}, {"role": "user", "content": "2 + 2 ="}, {"role": "assistant", "content": "4"}, {"role": "user", "content": "<|user|>2 + 3 ="}], "grade": [{"type": "choice", "options": [" five", " 5"], "expect": " 5", "by": "likelihood"}], "examples": {"pass": [" 5"], "fail": [" five"]}}'
$ goldpin show mini a | sed -n '/prompt:/,/prompt_tokens/p'
    prompt:
      Add.
      2 + 2 =
      4
      <|user|>2 + 3 =
    prompt_tokens: 30
$ goldpin run mini -q -o out || echo "exit $?"
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ field out/transcripts.jsonl '/0/replies/0/prompt_tokens/*' | paste -s -d , | sed 's/.*/[&]/' | goldpin model detokenize suites/smoke/pocket/pocket.gguf; echo
Add.
2 + 2 =
4
<|user|>2 + 3 =
$ printf '<|user|>' | goldpin model tokenize suites/smoke/pocket/pocket.gguf
[60, 124, 117, 115, 101, 114, 124, 62]
$ field out/manifest.json /targets/0/other_template
raw
$ grep 'Chat template' out/report.md
  - Chat template: none; the text of the messages, a line feed between two.
$ ls out/inputs
suites
targets.json
$ goldpin verify out | grep rerun
rerun      holds     1 local trial asked again, 1 bitwise
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o chat || echo "exit $?"
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      chat
reports     chat/report.md chat/report.html chat/junit.xml chat/results.json
$ [ "$(field out/transcripts.jsonl /0/request_digest)" = "$(field chat/transcripts.jsonl /0/request_digest)" ] || echo 'another request'
another request
$ mini '{"id": "t", "messages": [{"role": "user", "content": "2 + 2 ="}], "tools": [{"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}], "grade": [{"type": "equals", "expect": "4"}], "examples": {"pass": ["4"], "fail": ["5"]}}'
$ goldpin run mini --dry-run
skip  mini/t/base/1: the local engine does not offer what the case needs: tools
dry run: 1 trial (1 case, 1 target); nothing was asked or written
$ goldpin run mini -q -o tools > /dev/null || echo "exit $?"
exit 1
$ field tools/results.json '/trials/*' status error
skipped the local engine does not offer what the case needs: tools
--- stderr
--- exit 0
