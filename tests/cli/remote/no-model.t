mini
goldpin run mini -t openai:
--- stdout
$ mini
$ goldpin run mini -t openai:
--- stderr
$ goldpin run mini -t openai:
goldpin: target "openai:" names no model; write PROVIDER:MODEL[@BASE_URL]
--- exit 2
