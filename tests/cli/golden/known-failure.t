# A golden may accept a failing verdict: known, green, and red under --strict.
mini "$(one_case a '2 + 2' 5)"
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one || echo "exit $?"
goldpin bless one
goldpin run mini -q -t "openai:m@$URL" -o two
goldpin run mini -q --strict -t "openai:m@$URL" -o three
--- stdout
--- stderr
--- exit 0
