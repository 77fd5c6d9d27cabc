mini
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
goldpin run mini -q -t "openai:m@$URL" -o two > /dev/null
goldpin diff one two
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
$ goldpin run mini -q -t "openai:m@$URL" -o two > /dev/null
$ goldpin diff one two
1 the same

--- stderr
--- exit 0
