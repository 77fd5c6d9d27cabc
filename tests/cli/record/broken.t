# Whatever way an exchange ended, it ends so again, under the same name and without waiting.
mini "$(one_case hang '#hang 1 + 1' 2), $(one_case stall '#stall 1 + 1' 2), $(one_case reset '#reset 1 + 1' 2), $(one_case drop '#drop 1 + 1' 2), $(one_case garbage '#garbage 1 + 1' 2),
    $(one_case redirect '#redirect 1 + 1' 2), $(one_case html '#html 1 + 1' 2), $(one_case empty '#empty 1 + 1' 2), $(one_case filter '#filter 1 + 1' 2), $(one_case context '#context 1 + 1' 2), $(one_case quota '#quota 1 + 1' 2)"
sed -i 's/"cases"/"defaults": {"timeout": {"first_token_s": 0.5, "stall_s": 0.5}}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" --record rec -o live > live.txt || echo "exit $?"
goldpin run mini -q -t "openai:m@http://127.0.0.1:1/v1" --record refused -o live-refused > live-refused.txt || echo "exit $?"
exec 9>&-
unplugged goldpin run mini -v --replay rec -o again > again.txt 2>&1 || echo "exit $?"
unplugged goldpin run mini -q --replay refused -o again-refused > again-refused.txt || echo "exit $?"
same_reports live again
same_reports live-refused again-refused
field again-refused/results.json /summary/errors
--- stdout
$ mini "$(one_case hang '#hang 1 + 1' 2), $(one_case stall '#stall 1 + 1' 2), $(one_case reset '#reset 1 + 1' 2), $(one_case drop '#drop 1 + 1' 2), $(one_case garbage '#garbage 1 + 1' 2), ...
$ sed -i 's/"cases"/"defaults": {"timeout": {"first_token_s": 0.5, "stall_s": 0.5}}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" --record rec -o live > live.txt || echo "exit $?"
exit 3
$ goldpin run mini -q -t "openai:m@http://127.0.0.1:1/v1" --record refused -o live-refused > live-refused.txt || echo "exit $?"
exit 3
$ exec 9>&-
$ unplugged goldpin run mini -v --replay rec -o again > again.txt 2>&1 || echo "exit $?"
exit 3
$ unplugged goldpin run mini -q --replay refused -o again-refused > again-refused.txt || echo "exit $?"
exit 3
$ same_reports live again
$ same_reports live-refused again-refused
$ field again-refused/results.json /summary/errors
11
--- stderr
--- exit 0
