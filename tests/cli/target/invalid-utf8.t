mini "$(one_case a '#badutf8 1 + 1' 2)"
server
goldpin run mini -v -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
