mini
goldpin run mini --filter '' -t openai:m@http://127.0.0.1:9/v1
--- stdout
$ mini
$ goldpin run mini --filter '' -t openai:m@http://127.0.0.1:9/v1
--- stderr
$ goldpin run mini --filter '' -t openai:m@http://127.0.0.1:9/v1
goldpin: --filter is empty and selects no case
--- exit 2
