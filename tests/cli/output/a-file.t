mini
echo precious > out
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out
--- stdout
--- stderr
goldpin: the output out is a file; name a folder
--- exit 2
