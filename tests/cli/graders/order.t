# An order takes at least two members.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "order", "expect": ["one", "two"]}], "examples": {"pass": ["1. one\n2. two"], "fail": ["two, one"]}}'
goldpin lint mini
sed -i 's/"one", "two"\]/"one"]/' mini/suite.json
goldpin lint mini || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "order", "expect": ["one", "two"]}], "examples": {"pass": ["1. one\n2. two"], "fail": ["two, one"]}}'
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "- one\n- two", the best of 4 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   1 of 1 pass, mean score 1.00
  right answers broken   2 of 2 noticed (mutation score 1.00)
$ sed -i 's/"one", "two"\]/"one"]/' mini/suite.json
$ goldpin lint mini || echo "lint $?"
lint 2
--- stderr
$ goldpin lint mini || echo "lint $?"
goldpin: mini/suite.json:6:103: "expect" of an order grader must list at least two members
--- exit 0
