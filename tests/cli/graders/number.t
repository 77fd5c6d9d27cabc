# Numbers as people write them: what a style reads, and an expectation that is no number.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "number", "expect": 1234.5, "separators": "1.234,5", "unit": "km"}], "examples": {"pass": ["Das sind 1.234,5 km."], "fail": ["1,234.5 km"]}}'
goldpin lint mini
sed -i 's/"expect": 1234.5/"expect": "1\/3"/' mini/suite.json
goldpin lint mini || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "number", "expect": 1234.5, "separators": "1.234,5", "unit": "km"}], "examples": {"pass": ["Das sind 1.234,5 km."], "fail": ["1,234.5 km"]}}'
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "Das sind 1.234,5 km.", the best of 4 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   0 of 1 pass, mean score 0.00
  right answers broken   2 of 2 noticed (mutation score 1.00)
$ sed -i 's/"expect": 1234.5/"expect": "1\/3"/' mini/suite.json
$ goldpin lint mini || echo "lint $?"
lint 2
--- stderr
$ goldpin lint mini || echo "lint $?"
goldpin: mini/suite.json:6:104: "expect" of a number grader must hold numbers, not a string (a text such as "1/3" takes "forms": ["fraction"])
--- exit 0
