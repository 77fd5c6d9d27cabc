# Where the system text goes: what each target sends, and that this is part of what was asked.
mini '{"id": "a", "messages": [{"role": "system", "content": "Be brief."}, {"role": "system", "content": "Answer in digits."}, {"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": ["5"], "fail": ["x"]}}'
server
echo "{\"targets\": {\"as-it-is\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"$URL\", \"system\": \"system\"}, \"folded\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"$URL\", \"system\": \"user\"}, \"renamed\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"$URL\", \"system\": \"developer\"}}}" > goldpin.json
goldpin run mini -q --record rec -o out
field rec/exchanges.jsonl '/*/request/messages' | sort
field out/transcripts.jsonl '/*/request_digest' | sort -u | grep -c .
field out/manifest.json '/targets/*/system'
grep 'System text' out/report.md
goldpin run mini -q --replay rec -o again
cmp out/results.json again/results.json
--- stdout
$ mini '{"id": "a", "messages": [{"role": "system", "content": "Be brief."}, {"role": "system", "content": "Answer in digits."}, {"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": ["5"], "fail": ["x"]}}'
$ server
$ echo "{\"targets\": {\"as-it-is\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"$URL\", \"system\": \"system\"}, \"folded\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"$URL\", \"system\": \"user\"}, \"renamed\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"$URL\", \"system\": \"developer\"}}}" > goldpin.json
$ goldpin run mini -q --record rec -o out
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ field rec/exchanges.jsonl '/*/request/messages' | sort
[{"content":"Be brief.","role":"developer"},{"content":"Answer in digits.","role":"developer"},{"content":"What is 2 + 3?","role":"user"}]
[{"content":"Be brief.","role":"system"},{"content":"Answer in digits.","role":"system"},{"content":"What is 2 + 3?","role":"user"}]
[{"content":"Be brief.\n\nAnswer in digits.\n\nWhat is 2 + 3?","role":"user"}]
$ field out/transcripts.jsonl '/*/request_digest' | sort -u | grep -c .
3
$ field out/manifest.json '/targets/*/system'
user
developer
$ grep 'System text' out/report.md
- System text of 3 trials:
  - System text: sent in front of the user's first message, an empty line between them.
  - System text: sent under the role `developer`.
$ goldpin run mini -q --replay rec -o again
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      again
replay of   rec
reports     again/report.md again/report.html again/junit.xml again/results.json
$ cmp out/results.json again/results.json
--- stderr
--- exit 0
