# A grader of how the reply ended is not asked whether it minds another text: it looks elsewhere.
mini '{"id": "a", "messages": [{"role": "user", "content": "How do I reset it?"}], "grade": [{"type": "count", "max": 12}, {"type": "contains", "expect": "button"}, {"type": "finish", "expect": "stop"}],
      "examples": {"pass": [{"answer": "Hold the reset button for 5 seconds.", "finish": "stop"}], "fail": [{"answer": "Hold the reset button for 5 seconds.", "finish": "length"}]}}'
goldpin lint mini
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "How do I reset it?"}], "grade": [{"type": "count", "max": 12}, {"type": "contains", "expect": "button"}, {"type": "finish", "expect": "stop"}], ...
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.33
  null baseline echo      0 of 1 pass, mean score 0.33
  null baseline constant  0 of 1 pass, mean score 0.67  (always "button", the best of 4 constants)
  null baseline unknown   0 of 1 pass, mean score 0.33
  null baseline stuffed   0 of 1 pass, mean score 0.67
  right answers broken   5 of 5 noticed (mutation score 1.00)
--- stderr
--- exit 0
