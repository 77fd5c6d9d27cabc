mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
sed -i 's/2 + 3/2 +  3/' mini/suite.json
goldpin run --resume out -t "openai:m@$URL"
--- stdout
--- stderr
--- exit 0
