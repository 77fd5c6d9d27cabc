mini
goldpin run mini -t openai:
--- stdout
--- stderr
--- exit 0
