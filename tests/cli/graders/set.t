# A set has each member once.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "set", "expect": ["red", "green"]}], "examples": {"pass": ["green and red"], "fail": ["red, green, blue"]}}'
goldpin lint mini
sed -i 's/"red", "green"\]/"red", "red"]/' mini/suite.json
goldpin lint mini || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "set", "expect": ["red", "green"]}], "examples": {"pass": ["green and red"], "fail": ["red, green, blue"]}}'
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "- red\n- green", the best of 4 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   1 of 1 pass, mean score 1.00
  right answers broken   2 of 2 noticed (mutation score 1.00)
$ sed -i 's/"red", "green"\]/"red", "red"]/' mini/suite.json
$ goldpin lint mini || echo "lint $?"
lint 2
--- stderr
$ goldpin lint mini || echo "lint $?"
goldpin: mini/suite.json:6:109: "expect" has "red" twice, but a set has each member once
--- exit 0
