# An answer that names two options decides nothing; an expectation that is no option is an error.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "choice", "options": ["London", "Paris"], "expect": "B"}], "examples": {"pass": ["**B**", "Answer: B) Paris"], "fail": ["A or B"]}}'
goldpin lint mini
sed -i 's/"expect": "B"/"expect": "Berlin"/' mini/suite.json
goldpin lint mini || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "choice", "options": ["London", "Paris"], "expect": "B"}], "examples": {"pass": ["**B**", "Answer: B) Paris"], "fail": ["A or B"]}}'
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "B", the best of 5 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   1 of 1 pass, mean score 1.00
  right answers broken   4 of 4 noticed (mutation score 1.00)
$ sed -i 's/"expect": "B"/"expect": "Berlin"/' mini/suite.json
$ goldpin lint mini || echo "lint $?"
lint 2
--- stderr
$ goldpin lint mini || echo "lint $?"
goldpin: mini/suite.json:6:136: "expect" is neither a letter from A to B nor the text of an option
--- exit 0
