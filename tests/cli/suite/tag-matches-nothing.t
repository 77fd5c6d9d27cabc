mini
goldpin run mini --tag quick -t openai:m@http://127.0.0.1:9/v1
--- stdout
--- stderr
goldpin: --tag "quick" selects no case
--- exit 2
