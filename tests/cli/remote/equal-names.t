mini
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -t openai:m@http://127.0.0.1:8/v1
--- stdout
$ mini
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -t openai:m@http://127.0.0.1:8/v1
--- stderr
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -t openai:m@http://127.0.0.1:8/v1
goldpin: two targets are named "openai-m"; give one another name: -t NAME=PROVIDER:MODEL, or a targets file
--- exit 2
