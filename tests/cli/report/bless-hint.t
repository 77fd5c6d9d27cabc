# What a report recommends follows where the run was, not where the report is rendered.
mini "$(one_case a '2 + 2' 5)"
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o here > here.txt || echo "exit $?"
CI=true goldpin run mini -q -t "openai:m@$URL" -o ci > ci.txt || echo "exit $?"
CI=true goldpin report here | grep -c 'goldpin bless'
goldpin report here | cmp - here/report.md
goldpin report ci | grep -c 'goldpin bless' || echo 'nobody reviews in CI'
--- stdout
$ mini "$(one_case a '2 + 2' 5)"
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o here > here.txt || echo "exit $?"
exit 1
$ CI=true goldpin run mini -q -t "openai:m@$URL" -o ci > ci.txt || echo "exit $?"
exit 1
$ CI=true goldpin report here | grep -c 'goldpin bless'
1
$ goldpin report here | cmp - here/report.md
$ goldpin report ci | grep -c 'goldpin bless' || echo 'nobody reviews in CI'
0
nobody reviews in CI
--- stderr
--- exit 0
