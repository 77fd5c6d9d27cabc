# --resume does not take over a folder that holds something else.
mini
mkdir out
echo precious > out/letter.txt
goldpin run mini -q --resume out -t openai:m@http://127.0.0.1:9/v1 || code=$?
cat out/letter.txt
exit $code
--- stdout
$ mini
$ mkdir out
$ echo precious > out/letter.txt
$ goldpin run mini -q --resume out -t openai:m@http://127.0.0.1:9/v1 || code=$?
$ cat out/letter.txt
precious
$ exit $code
--- stderr
$ goldpin run mini -q --resume out -t openai:m@http://127.0.0.1:9/v1 || code=$?
goldpin: the output folder out is not empty; name another, or go on with --resume
--- exit 2
