mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
goldpin run mini --resume out -t "openai:other@$URL"
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ goldpin run mini --resume out -t "openai:other@$URL"
--- stderr
$ goldpin run mini --resume out -t "openai:other@$URL"
goldpin: target openai-other: openai at http://127.0.0.1:PORT/v1
goldpin: this is not the run that was begun: a target was "openai-m", now "openai-other"
--- exit 2
