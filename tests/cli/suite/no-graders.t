mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": []}'
goldpin run mini
--- stdout
--- stderr
goldpin: mini/suite.json:6:74: "grade" is empty; list at least one
--- exit 2
