# A pattern that cannot be compiled is the suite's fault, not a wrong answer.
mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "regex", "pattern": "([0-9]+"}]}'
goldpin run mini
--- stdout
--- stderr
--- exit 0
