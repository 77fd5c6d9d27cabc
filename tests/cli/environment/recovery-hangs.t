# A bad request that hangs or is lost was not refused: the report does not count it as meant.
mini "$(one_case a '1 + 1' 2)"
sed -i 's/"cases"/"defaults": {"timeout": {"connect_s": 0.3}}, "cases"/' mini/suite.json
deaf
goldpin run mini -q -t "openai:m@$MUTE" -t openai:n@http://127.0.0.1:9/v1 --environment recovery -o out > /dev/null || echo "exit $?"
grep 'bad_request. |' out/report.md | cut -d'|' -f 4-7
--- stdout
$ mini "$(one_case a '1 + 1' 2)"
$ sed -i 's/"cases"/"defaults": {"timeout": {"connect_s": 0.3}}, "cases"/' mini/suite.json
$ deaf
$ goldpin run mini -q -t "openai:m@$MUTE" -t openai:n@http://127.0.0.1:9/v1 --environment recovery -o out > /dev/null || echo "exit $?"
exit 3
$ grep 'bad_request. |' out/report.md | cut -d'|' -f 4-7
 `bad_request` | 1 | 0 | timeout: 1 
 `bad_request` | 1 | 0 | refused_connection: 1 
--- stderr
--- exit 0
