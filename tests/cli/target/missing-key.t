mini
unset OPENAI_API_KEY
goldpin run mini -t openai:gpt-5.4
--- stdout
--- stderr
--- exit 0
