mini
goldpin run mini --filter 'summ*' -t openai:m@http://127.0.0.1:9/v1
--- stdout
--- stderr
goldpin: --filter "summ*" selects no case
--- exit 2
