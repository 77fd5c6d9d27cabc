mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
goldpin run mini --resume out -t "openai:other@$URL"
--- stdout
--- stderr
goldpin: out/manifest.json:75:18: bytes is -1, but must be from 0 to 9223372036854775807
--- exit 2
