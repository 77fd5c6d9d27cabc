mini
goldpin run mini -t opnai:gpt
--- stdout
--- stderr
goldpin: unknown provider "opnai"; did you mean "openai"? (providers: local openai replay)
--- exit 2
