mini
unset OPENAI_API_KEY
server
goldpin run mini -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
