# No byte at all: the first-token limit ends the trial.
mini '{"id": "a", "messages": [{"role": "user", "content": "#hang 1 + 1"}], "grade": [{"type": "equals", "expect": "2"}]}'
sed -i 's/"cases"/"defaults": {"timeout": {"first_token_s": 0.3}}, "cases"/' mini/suite.json
server
goldpin run mini -v -t "openai:m@$URL" -o out
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "#hang 1 + 1"}], "grade": [{"type": "equals", "expect": "2"}]}'
$ sed -i 's/"cases"/"defaults": {"timeout": {"first_token_s": 0.3}}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -v -t "openai:m@$URL" -o out
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin run mini --resume out -v -t openai:m@http://127.0.0.1:PORT/v1 --retry-errors   asks again what broke
--- stderr
$ goldpin run mini -v -t "openai:m@$URL" -o out
goldpin: warning: mini/suite.json: the suite has no provenance: say where its cases come from
goldpin: warning: mini/suite.json: 1 of 1 cases: no examples, so nothing shows that the graders work; the first is "a" (line 6)
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 1 trial (1 case, 1 target)
error   mini/a/openai-m/1  # s  timeout: no token from 127.0.0.1:PORT within # s (first-token limit)
--- exit 3
