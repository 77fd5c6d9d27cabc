mini
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -t openai:m@http://127.0.0.1:8/v1
--- stdout
--- stderr
--- exit 0
