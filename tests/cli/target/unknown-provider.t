mini
goldpin run mini -t opnai:gpt
--- stdout
--- stderr
--- exit 0
