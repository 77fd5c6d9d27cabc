# A local model judges too, held to the form of a vote whatever it thinks. This one is far too small to think anything, and guesses
# right on two known answers: two are few.
mini '{"id": "a", "messages": [{"role": "user", "content": "copy: It is Paris."}], "grade": [{"type": "contains", "expect": "is"}, {"type": "judge", "target": "local:long.gguf", "rubric": "It names the capital of France.", "max_tokens": 64}], "examples": {"pass": ["It is Paris."], "fail": ["It is Lyon."]}},
    {"id": "b", "messages": [{"role": "user", "content": "copy: It is Paris."}], "grade": [{"type": "contains", "expect": "is"}, {"type": "judge", "target": "local:long.gguf", "rubric": "It names the capital of France.", "max_tokens": 64, "calibrated": 0}]}'
# the pocket model, said to take 2048 tokens: a judge's question is longer than the 256 it was trained on
cp $ROOT/suites/smoke/pocket/pocket.gguf long.gguf
at=$(grep -abo context_length long.gguf | head -n 1 | cut -d : -f 1)
printf '\000\010\000\000' | dd of=long.gguf bs=1 seek=$((at + 18)) conv=notrunc 2> /dev/null
server
goldpin run mini -t openai:m@$URL -q -o out > /dev/null || echo "exit $?"
field out/results.json '/trials/*' case status error
field out/evidence.jsonl '/*' trial end | sort
field out/manifest.json '/judges/*' name provider
field out/evidence.jsonl '/*/judge' provider weights_sha256 | sort -u
kill $SERVER
goldpin run mini -q --replay out -o again > /dev/null || echo "exit $?"
same_reports out again && echo 'the same reports'
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "copy: It is Paris."}], "grade": [{"type": "contains", "expect": "is"}, {"type": "judge", "target": "local:long.gguf", "rubric": "It names the capital of France.", "max_tokens": 64}], "examples": {"pass": ["It is Paris."], "fail": ["It is Lyon."]}}, ...
$ cp $ROOT/suites/smoke/pocket/pocket.gguf long.gguf
$ at=$(grep -abo context_length long.gguf | head -n 1 | cut -d : -f 1)
$ printf '\000\010\000\000' | dd of=long.gguf bs=1 seek=$((at + 18)) conv=notrunc 2> /dev/null
$ server
$ goldpin run mini -t openai:m@$URL -q -o out > /dev/null || echo "exit $?"
$ field out/results.json '/trials/*' case status error
a passed null
b passed null
$ field out/evidence.jsonl '/*' trial end | sort
calibration answered
calibration answered
mini/a/openai-m/1 answered
mini/b/openai-m/1 answered
$ field out/manifest.json '/judges/*' name provider
long local
$ field out/evidence.jsonl '/*/judge' provider weights_sha256 | sort -u
local HEX
$ kill $SERVER
$ goldpin run mini -q --replay out -o again > /dev/null || echo "exit $?"
$ same_reports out again && echo 'the same reports'
the same reports
--- stderr
--- exit 0
