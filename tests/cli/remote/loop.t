# A model that repeats itself for ever ends its trial early, as a stream and whole; the other trial is unharmed.
mini '{"id": "letter", "messages": [{"role": "user", "content": "#loop"}], "grade": [{"type": "equals", "expect": "2"}]},
    {"id": "phrase", "messages": [{"role": "user", "content": "#loop-phrase #plain"}], "grade": [{"type": "equals", "expect": "2"}]},
    {"id": "thought", "messages": [{"role": "user", "content": "#loop-reasoning"}], "grade": [{"type": "equals", "expect": "2"}]},
    {"id": "sum", "messages": [{"role": "user", "content": "1 + 1"}], "grade": [{"type": "equals", "expect": "2"}], "examples": {"pass": ["2"]}}'
server
goldpin run mini -q -j 1 -t "openai:m@$URL" -o out || code=$?
sed -n 's/.*the \([a-z]* repeats itself[^`|]*\).*/\1/p' out/report.md | sed 's/ *$//' | grep -v '…' | sort -u
exit "$code"
--- stdout
$ mini '{"id": "letter", "messages": [{"role": "user", "content": "#loop"}], "grade": [{"type": "equals", "expect": "2"}]}, ...
$ server
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o out || code=$?
No verdict: 3 of 4 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ sed -n 's/.*the \([a-z]* repeats itself[^`|]*\).*/\1/p' out/report.md | sed 's/ *$//' | grep -v '…' | sort -u
answer repeats itself without end: the same 1 byte, 4096 times in a row
answer repeats itself without end: the same 23 bytes, 178 times in a row
reasoning repeats itself without end: the same 6 bytes, 682 times in a row
$ exit "$code"
--- stderr
--- exit 3
