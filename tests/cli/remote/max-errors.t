# One broken trial is allowed: the answered ones decide.
mini "$(one_case a '1 + 1' 2), $(one_case b '#500 1 + 2' 3)"
server
goldpin run mini --max-errors 1 -t "openai:m@$URL" -o out
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#500 1 + 2' 3)"
$ server
$ goldpin run mini --max-errors 1 -t "openai:m@$URL" -o out
Gate passed: 1 of 1 trial passed; goldens: no case has one; 1 of 2 trials broke, 1 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin run mini --resume out --max-errors 1 -t openai:m@http://127.0.0.1:PORT/v1 --retry-errors   asks again what broke
--- stderr
$ goldpin run mini --max-errors 1 -t "openai:m@$URL" -o out
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 2 trials (2 cases, 1 target)
error   mini/b/openai-m/1  # s  server_error: HTTP 500, server_error: The server had an error.\nSecond line \x1B[31mred.
--- exit 0
