# Graders of behaviour in a suite; mistakes in them are located.
tools='"tools": [{"type": "function", "function": {"name": "weather"}}]'
ask='"messages": [{"role": "user", "content": "Who wins the cup in 2090?"}]'
mini '{"id": "a", '"$ask"', "grade": [{"type": "abstains"}, {"type": "refusal", "expect": false}, {"type": "no_loop"},
       {"type": "no_reasoning_leak"}], "examples": {"pass": ["I do not know."], "fail": ["Norway.", "I cannot help.", "Hmm, I do not know."]}},
     {"id": "b", '"$ask"', "grade": [{"type": "clarifying_question"}],
      "examples": {"pass": ["Which cup do you mean?"], "fail": ["Norway. Does that help?"]}}'
goldpin lint mini | grep -v baseline
mini '{"id": "a", '"$ask, $tools"', "grade": [{"type": "tool_calls", "expect": [{"name": "wether"}]}]}'
goldpin lint mini | grep -v baseline
mini '{"id": "a", '"$ask"', "grade": [{"type": "finish", "expect": "stopped"}]}'
goldpin lint mini || echo "exit $?"
mini '{"id": "a", '"$ask"', "grade": [{"type": "abstains"}], "examples": {"pass": ["Norway."], "fail": ["I do not know."]}}'
goldpin lint mini | grep -v baseline
--- stdout
$ tools='"tools": [{"type": "function", "function": {"name": "weather"}}]'
$ ask='"messages": [{"role": "user", "content": "Who wins the cup in 2090?"}]'
$ mini '{"id": "a", '"$ask"', "grade": [{"type": "abstains"}, {"type": "refusal", "expect": false}, {"type": "no_loop"}, ...
$ goldpin lint mini | grep -v baseline
mini/suite.json:8:6: warning: b: asks exactly what case "a" (line 6) asks, but grades it differently
mini/suite.json:8:6: warning: b: an echo of the prompt passes this case
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 2 cases, 0 errors, 3 warnings
  right answers broken   11 of 11 noticed (mutation score 1.00)
$ mini '{"id": "a", '"$ask, $tools"', "grade": [{"type": "tool_calls", "expect": [{"name": "wether"}]}]}'
$ goldpin lint mini | grep -v baseline
mini/suite.json:6:208: error: a: the case offers no tool "wether", so no answer can pass
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini/suite.json: warning: 1 of 1 cases: no examples, so nothing shows that the graders work; the first is "a" (line 6)
mini 1: 1 case, 1 error, 2 warnings
$ mini '{"id": "a", '"$ask"', "grade": [{"type": "finish", "expect": "stopped"}]}'
$ goldpin lint mini || echo "exit $?"
exit 2
$ mini '{"id": "a", '"$ask"', "grade": [{"type": "abstains"}], "examples": {"pass": ["Norway."], "fail": ["I do not know."]}}'
$ goldpin lint mini | grep -v baseline
mini/suite.json:6:144: error: a: examples.pass[0] does not pass: grader "abstains-1": no phrase of an abstention in "Norway."
mini/suite.json:6:165: error: a: examples.fail[0] passes all graders, so they cannot tell it from a right answer
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 2 errors, 1 warning
--- stderr
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:6:128: "expect" is "stopped", but must be one of stop, length, tool_calls, content_filter, other
--- exit 0
