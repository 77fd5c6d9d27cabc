mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
sed -i 's/2 + 3/2 +  3/' mini/suite.json
goldpin run --resume out -t "openai:m@$URL"
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ sed -i 's/2 + 3/2 +  3/' mini/suite.json
$ goldpin run --resume out -t "openai:m@$URL"
--- stderr
$ goldpin run --resume out -t "openai:m@$URL"
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: case sum changed since the run was interrupted; start a new run
--- exit 2
