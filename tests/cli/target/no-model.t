mini
goldpin run mini -t openai:
--- stdout
--- stderr
goldpin: target "openai:" names no model; write PROVIDER:MODEL[@BASE_URL]
--- exit 2
