# Nothing is sent to prime a target that may not get the case.
mini '{"id": "secret", "metadata": {"sensitivity": "regulated"}, "messages": [{"role": "user", "content": "1 + 1"}], "grade": [{"type": "equals", "expect": "2"}]}'
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 --environment warm -o out
--- stdout
$ mini '{"id": "secret", "metadata": {"sensitivity": "regulated"}, "messages": [{"role": "user", "content": "1 + 1"}], "grade": [{"type": "equals", "expect": "2"}]}'
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 --environment warm -o out
--- stderr
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 --environment warm -o out
goldpin: case mini/secret is regulated and must not leave this machine, but target "openai-m" is remote (openai). Nothing was sent. Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)
--- exit 2
