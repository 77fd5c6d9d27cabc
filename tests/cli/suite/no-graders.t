mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": []}'
goldpin run mini
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": []}'
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:6:74: "grade" is empty; list at least one
--- exit 2
