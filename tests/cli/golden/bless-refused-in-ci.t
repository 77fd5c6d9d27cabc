mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
CI=true goldpin bless out || code=$?
ls golden 2> /dev/null || echo 'no golden is written'
exit $code
--- stdout
$ mini
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ CI=true goldpin bless out || code=$?
$ ls golden 2> /dev/null || echo 'no golden is written'
no golden is written
$ exit $code
--- stderr
$ CI=true goldpin bless out || code=$?
goldpin: goldens are not accepted while CI is set; bless on a machine where somebody reviews the change
--- exit 2
