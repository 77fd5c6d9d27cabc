mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
goldpin bless one --case 'other*'
--- stdout
$ mini
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
$ goldpin bless one --case 'other*'
--- stderr
$ goldpin bless one --case 'other*'
goldpin: no candidate in one/pending has a case id that matches "other*"
--- exit 2
