mini
server --key right
goldpin run mini -t "openai:m@$URL" -o out
--- stdout
$ mini
$ server --key right
$ goldpin run mini -t "openai:m@$URL" -o out
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin run mini --resume out -t openai:m@http://127.0.0.1:PORT/v1 --retry-errors   asks again what broke
--- stderr
$ goldpin run mini -t "openai:m@$URL" -o out
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 1 trial (1 case, 1 target)
error   mini/sum/openai-m/1  # s  auth: HTTP 401, invalid_api_key: Wrong key.
--- exit 3
