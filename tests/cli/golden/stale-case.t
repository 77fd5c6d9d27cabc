# One character of the prompt changes: the golden belongs to another case.
mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
goldpin bless one > /dev/null
sed -i 's/What is 2/What  is 2/' mini/suite.json
goldpin run mini -q -t "openai:m@$URL" -o two || echo "exit $?"
goldpin diff two golden
--- stdout
--- stderr
--- exit 0
