# A priming that breaks is shown; it is no trial.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -t "openai:m#500@$URL" -o out --environment warm || echo "exit $?"
grep '| priming |' out/report.md | cut -d'|' -f 4-7
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -t "openai:m#500@$URL" -o out --environment warm || echo "exit $?"
No verdict: no trial was graded (2 broke, 0 skipped); 2 of 2 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 3
$ grep '| priming |' out/report.md | cut -d'|' -f 4-7
 priming | 1 | 0 | server_error: 1 
--- stderr
--- exit 0
