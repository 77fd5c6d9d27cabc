mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
goldpin bless one --case 'other*'
--- stdout
--- stderr
goldpin: no candidate in one/pending has a case id that matches "other*"
--- exit 2
