# Tool calls, the finish and reasoning are graded too, so examples can hold them.
mini '{"id": "a", "messages": [{"role": "user", "content": "Weather in Oslo?"}],
  "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}],
  "grade": [{"type": "tool_calls", "expect": [{"name": "weather", "arguments": {"city": "Oslo"}}]}, {"type": "finish", "expect": "tool_calls"}],
  "examples": {"pass": [{"tool_calls": [{"name": "weather", "arguments": {"city": "Oslo"}}], "finish": "tool_calls"}],
    "fail": [{"tool_calls": [{"name": "weather", "arguments": {"city": "Rome"}}], "finish": "tool_calls"}, "It rains in Oslo."]}}'
goldpin lint mini | grep -v baseline
sed -i 's/"Oslo"}}], "finish"/"Bergen"}}], "finish"/; s/"fail": \[{"tool_calls"/"fail": [{"tool_call"/' mini/suite.json
goldpin lint --all-errors mini || echo "exit $?"
sed -i 's/{"tool_call":/{"tool_calls":/' mini/suite.json
goldpin lint mini | grep error
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "Weather in Oslo?"}], ...
$ goldpin lint mini | grep -v baseline
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  right answers broken   4 of 4 noticed (mutation score 1.00)
$ sed -i 's/"Oslo"}}], "finish"/"Bergen"}}], "finish"/; s/"fail": \[{"tool_calls"/"fail": [{"tool_call"/' mini/suite.json
$ goldpin lint --all-errors mini || echo "exit $?"
exit 2
$ sed -i 's/{"tool_call":/{"tool_calls":/' mini/suite.json
$ goldpin lint mini | grep error
mini/suite.json:9:25: error: a: examples.pass[0] does not pass: grader "tool_calls-1": call 1 of 1, "weather": the arguments are "{"city": "Bergen"}", expected "{"city": "Oslo"}"
mini 1: 1 case, 1 error, 1 warning
--- stderr
$ goldpin lint --all-errors mini || echo "exit $?"
goldpin: mini/suite.json:10:15: unknown key "tool_call" in a reply of an example; did you mean "tool_calls"? (known: {*})
--- exit 0
