mini
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
goldpin run mini --replay one -t other -o two
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
$ goldpin run mini --replay one -t other -o two
--- stderr
$ goldpin run mini --replay one -t other -o two
goldpin: one holds no target "other"; it has openai-m
--- exit 2
