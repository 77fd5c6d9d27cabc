mini
echo precious > out
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out
--- stdout
$ mini
$ echo precious > out
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out
--- stderr
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out
goldpin: the output out is a file; name a folder
--- exit 2
