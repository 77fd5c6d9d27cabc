mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
CI=true goldpin run mini -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
