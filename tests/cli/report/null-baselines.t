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
mini/suite.json: warning: the null baseline "constant" passes 2 of 4 cases (b, c); more than 20% (null_share_max) says that passing means little
mini 1: 4 cases, 0 errors, 2 warnings
  null baseline empty     0 of 4 pass, mean score 0.00
  null baseline echo      0 of 4 pass, mean score 0.00
  null baseline constant  2 of 4 pass, mean score 0.75  (always "{"kind":"billing"}", the best of 9 constants)
  null baseline unknown   0 of 4 pass, mean score 0.00
  null baseline stuffed   0 of 4 pass, mean score 0.00
  right answers broken   16 of 16 noticed (mutation score 1.00)
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
| `mini` | unknown | 0 of 4 | 0.00 |
| `mini` | stuffed | 0 of 4 | 0.00 |

$ field out/results.json /baselines/2/answer /baselines/2/origin /baselines/2/tried
{"kind":"billing"}
expected
9
--- stderr
--- exit 0
