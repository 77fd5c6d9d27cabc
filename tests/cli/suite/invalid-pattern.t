# A pattern that cannot be compiled is the suite's fault, not a wrong answer.
mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "regex", "pattern": "([0-9]+"}]}'
goldpin run mini
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "regex", "pattern": "([0-9]+"}]}'
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:6:75: case "a": grader "regex-1": invalid pattern: missing closing parenthesis (at byte 7) (1 error in all; goldpin lint shows them)
--- exit 2
