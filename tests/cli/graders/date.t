# A day is never guessed: what may be 5 March or 3 May does not pass, and no suite may expect 30 February.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "date", "expect": "2024-03-05"}], "examples": {"pass": ["March 5th, 2024"], "fail": ["5/3/2024"]}}'
goldpin lint mini
sed -i 's/2024-03-05/2024-02-30/' mini/suite.json
goldpin lint mini || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "date", "expect": "2024-03-05"}], "examples": {"pass": ["March 5th, 2024"], "fail": ["5/3/2024"]}}'
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "2024-03-05", the best of 4 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   1 of 1 pass, mean score 1.00
  right answers broken   2 of 2 noticed (mutation score 1.00)
$ sed -i 's/2024-03-05/2024-02-30/' mini/suite.json
$ goldpin lint mini || echo "lint $?"
lint 2
--- stderr
$ goldpin lint mini || echo "lint $?"
goldpin: mini/suite.json:6:102: "expect" is "2024-02-30", which is no day written as YYYY-MM-DD
--- exit 0
