mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 --environment cold -j 2
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 --environment cold -j 2
--- stderr
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 --environment cold -j 2
goldpin: --environment cold asks one trial at a time; leave --jobs out
--- exit 2
