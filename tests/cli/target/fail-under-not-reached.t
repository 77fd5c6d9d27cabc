mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 5)"
server
goldpin run mini --fail-under 0.6 -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
