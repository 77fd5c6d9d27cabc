mini
goldpin run mini --filter 'summ*' -t openai:m@http://127.0.0.1:9/v1
--- stdout
$ mini
$ goldpin run mini --filter 'summ*' -t openai:m@http://127.0.0.1:9/v1
--- stderr
$ goldpin run mini --filter 'summ*' -t openai:m@http://127.0.0.1:9/v1
goldpin: --filter "summ*" selects no case
--- exit 2
