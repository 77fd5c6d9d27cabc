mini
mkdir out
echo precious > out/file
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out || code=$?
ls out
exit $code
--- stdout
--- stderr
--- exit 0
