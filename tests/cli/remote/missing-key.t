mini
unset OPENAI_API_KEY
goldpin run mini -t openai:gpt-5.4
--- stdout
$ mini
$ unset OPENAI_API_KEY
$ goldpin run mini -t openai:gpt-5.4
--- stderr
$ goldpin run mini -t openai:gpt-5.4
goldpin: target openai-gpt-5.4: the key is missing; set OPENAI_API_KEY in the environment or in --env-file
--- exit 2
