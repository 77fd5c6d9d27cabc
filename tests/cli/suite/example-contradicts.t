# A grader that fails its own passing example cannot be trusted with anybody's answer.
mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": ["6"], "fail": ["5"]}}'
goldpin lint mini || echo "lint $?"
goldpin run mini
--- stdout
--- stderr
--- exit 0
