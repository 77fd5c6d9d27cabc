mini '{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": []}'
goldpin run mini
--- stdout
--- stderr
--- exit 0
