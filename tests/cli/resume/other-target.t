mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
goldpin run mini --resume out -t "openai:other@$URL"
--- stdout
--- stderr
--- exit 0
