# A finished trial whose case is gone cannot be counted and is not dropped in silence.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
mini "$(one_case a '1 + 1' 2)"
goldpin run mini -q --resume out -t "openai:m@$URL"
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ mini "$(one_case a '1 + 1' 2)"
$ goldpin run mini -q --resume out -t "openai:m@$URL"
--- stderr
$ goldpin run mini -q --resume out -t "openai:m@$URL"
goldpin: trial mini/b/openai-m/1 of the interrupted run is not part of this run
--- exit 2
