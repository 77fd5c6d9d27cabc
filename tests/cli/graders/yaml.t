# YAML by path; tests that exclude each other are an error.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "yaml", "path": "$.a[0]", "expect": 1}], "examples": {"pass": ["a:\n  - 1\n"], "fail": ["a: 1"]}}'
goldpin lint mini
sed -i 's/"expect": 1/"expect": 1, "count": 0/' mini/suite.json
goldpin lint mini || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "yaml", "path": "$.a[0]", "expect": 1}], "examples": {"pass": ["a:\n  - 1\n"], "fail": ["a: 1"]}}'
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "a:\n  - 1\n", the best of 3 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   0 of 1 pass, mean score 0.00
  right answers broken   2 of 2 noticed (mutation score 1.00)
$ sed -i 's/"expect": 1/"expect": 1, "count": 0/' mini/suite.json
$ goldpin lint mini || echo "lint $?"
lint 2
--- stderr
$ goldpin lint mini || echo "lint $?"
goldpin: mini/suite.json:6:132: "count" 0 leaves no value for the other tests
--- exit 0
