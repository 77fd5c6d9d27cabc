mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -t "openai:m@$URL" -o out --environment warm > /dev/null
goldpin run --resume out -q --environment recovery
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out --environment warm > /dev/null
$ goldpin run --resume out -q --environment recovery
--- stderr
$ goldpin run --resume out -q --environment recovery
goldpin: this is not the run that was begun: --environment was "warm", now "recovery"
--- exit 2
