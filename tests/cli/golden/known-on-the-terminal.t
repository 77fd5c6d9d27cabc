# A failure that a golden accepts is printed as known, others as failed.
mini "$(one_case a '2 + 2' 5), $(one_case b '2 + 3' 6)"
sed -i 's/"cases"/"defaults": {"golden": "grade"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one > one.txt || echo "exit $?"
goldpin bless one --failing --case a
goldpin run mini -j 1 -t "openai:m@$URL" -o two > two.txt || echo "exit $?"
--- stdout
$ mini "$(one_case a '2 + 2' 5), $(one_case b '2 + 3' 6)"
$ sed -i 's/"cases"/"defaults": {"golden": "grade"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > one.txt || echo "exit $?"
exit 1
$ goldpin bless one --failing --case a
new       failed  mini/openai-m/a.json
1 golden in golden; review and commit them
$ goldpin run mini -j 1 -t "openai:m@$URL" -o two > two.txt || echo "exit $?"
exit 1
--- stderr
$ goldpin run mini -j 1 -t "openai:m@$URL" -o two > two.txt || echo "exit $?"
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 2 trials (2 cases, 1 target)
known   mini/a/openai-m/1  # s  expected "5", got "4"
failed  mini/b/openai-m/1  # s  expected "6", got "5"
--- exit 0
