mini
goldpin run mini --tag quick -t openai:m@http://127.0.0.1:9/v1
--- stdout
$ mini
$ goldpin run mini --tag quick -t openai:m@http://127.0.0.1:9/v1
--- stderr
$ goldpin run mini --tag quick -t openai:m@http://127.0.0.1:9/v1
goldpin: --tag "quick" selects no case
--- exit 2
