mini
server --key right
goldpin run mini -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
