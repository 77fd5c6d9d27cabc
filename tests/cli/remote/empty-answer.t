mini "$(one_case a '#empty 1 + 1' 2)"
server
goldpin run mini -v -t "openai:m@$URL" -o out
--- stdout
$ mini "$(one_case a '#empty 1 + 1' 2)"
$ server
$ goldpin run mini -v -t "openai:m@$URL" -o out
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
--- stderr
$ goldpin run mini -v -t "openai:m@$URL" -o out
goldpin: warning: mini/suite.json: the suite has no provenance: say where its cases come from
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 1 trial (1 case, 1 target)
error   mini/a/openai-m/1  # s  empty: the reply is well-formed and holds neither text nor a tool…
--- exit 3
