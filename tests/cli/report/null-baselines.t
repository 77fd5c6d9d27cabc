# A model that always says the same is seen for what it is, also where answers are JSON.
sort_case() { printf '{"id": "%s", "messages": [{"role": "user", "content": "What is %s?"}], "grade": [{"type": "json", "schema": {"type": "object", "required": ["kind"]}}, {"type": "json", "path": "/kind", "expect": "%s"}], "examples": {"pass": ["{\\"kind\\": \\"%s\\"}"], "fail": ["x"]}}' "$1" "$1" "$2" "$2"; }
mini "$(sort_case a bug), $(sort_case b billing), $(sort_case c billing), $(sort_case d other)"
goldpin lint mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null || echo "exit $?"
part '## Null baselines' out/report.md
field out/results.json /baselines/2/answer /baselines/2/origin /baselines/2/tried
--- stdout
$ sort_case() { printf '{"id": "%s", "messages": [{"role": "user", "content": "What is %s?"}], "grade": [{"type": "json", "schema": {"type": "object", "required": ["kind"]}}, {"type": "json", "path": "/kind", "expect": "%s"}], "examples": {"pass": ["{\\"kind\\": \\"%s\\"}"], "fail": ["x"]}}' "$1" "$1" "$2" "$2"; }
$ mini "$(sort_case a bug), $(sort_case b billing), $(sort_case c billing), $(sort_case d other)"
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 4 cases, 0 errors, 1 warning
  null baseline empty     0 of 4 pass, mean score 0.00
  null baseline echo      0 of 4 pass, mean score 0.00
  null baseline constant  2 of 4 pass, mean score 0.75  (always "{"kind":"billing"}", the best of 9 constants)
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null || echo "exit $?"
exit 1
$ part '## Null baselines' out/report.md
## Null baselines

What these answers, given to every case, would have scored. A target near them has shown nothing.

| Suite | Answer | Passed | Score |
| :-- | :-- | --: | --: |
| `mini` | empty | 0 of 4 | 0.00 |
| `mini` | echo | 0 of 4 | 0.00 |
| `mini` | constant `{"kind":"billing"}`, the best of 9 constants | 2 of 4 | 0.75 |

$ field out/results.json /baselines/2/answer /baselines/2/origin /baselines/2/tried
{"kind":"billing"}
expected
9
--- stderr
--- exit 0
