mini "$(one_case a '1 + 1' 2)"
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
goldpin run mini --replay one -o two
--- stdout
--- stderr
--- exit 0
