# A missing folder is started as with -o.
mini
server
goldpin run mini -q --resume out -t "openai:m@$URL"
--- stdout
--- stderr
--- exit 0
