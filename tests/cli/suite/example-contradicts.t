# A grader that fails its own passing example cannot be trusted with anybody's answer.
mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": ["6"], "fail": ["5"]}}'
goldpin lint mini || echo "lint $?"
goldpin run mini
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": ["6"], "fail": ["5"]}}'
$ goldpin lint mini || echo "lint $?"
mini/suite.json:6:133: error: a: examples.pass[0] does not pass: grader "equals-1": expected "5", got "6"
mini/suite.json:6:148: error: a: examples.fail[0] passes all graders, so they cannot tell it from a right answer
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 2 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "5", the best of 4 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   1 of 1 pass, mean score 1.00
lint 2
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:6:133: case "a": examples.pass[0] does not pass: grader "equals-1": expected "5", got "6" (2 errors in all; goldpin lint shows them)
--- exit 2
