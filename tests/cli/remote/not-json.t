mini "$(one_case a '#badjson 1 + 1' 2)"
server
goldpin run mini -v -t "openai:m@$URL" -o out
--- stdout
$ mini "$(one_case a '#badjson 1 + 1' 2)"
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
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 1 trial (1 case, 1 target)
error   mini/a/openai-m/1  # s  bad_response: an event of the stream is broken: not JSON at byte…
--- exit 3
