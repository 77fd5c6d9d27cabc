mini "$(one_case a '#empty 1 + 1' 2)"
server
goldpin run mini -v -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
