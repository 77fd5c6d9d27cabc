# A server that breaks on the good request as well.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -t "openai:m#drop@$URL" -o out --environment recovery || echo "exit $?"
grep 'bad_request. |' out/report.md | cut -d'|' -f 4-7,9,10
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -t "openai:m#drop@$URL" -o out --environment recovery || echo "exit $?"
No verdict: no trial was graded (2 broke, 0 skipped); 2 of 2 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 3
$ grep 'bad_request. |' out/report.md | cut -d'|' -f 4-7,9,10
 `bad_request` | 2 | 2 | rejected: 2 | 0 | 2 
--- stderr
--- exit 0
