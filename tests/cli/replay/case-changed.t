mini "$(one_case a '1 + 1' 2)"
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
sed -i 's/1 + 1/1 +  1/' mini/suite.json
goldpin run mini --replay one -o two
--- stdout
--- stderr
--- exit 0
