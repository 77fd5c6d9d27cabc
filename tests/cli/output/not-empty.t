mini
mkdir out
echo precious > out/file
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out || code=$?
ls out
exit $code
--- stdout
$ mini
$ mkdir out
$ echo precious > out/file
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out || code=$?
$ ls out
file
$ exit $code
--- stderr
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out || code=$?
goldpin: the output folder out is not empty; name another, or go on with --resume
--- exit 2
