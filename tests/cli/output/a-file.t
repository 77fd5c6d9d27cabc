mini
echo precious > out
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out
--- stdout
--- stderr
--- exit 0
