mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 5)"
server
goldpin run mini --fail-under 0.6 -t "openai:m@$URL" -o out
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 5)"
$ server
$ goldpin run mini --fail-under 0.6 -t "openai:m@$URL" -o out
Gate failed: pass rate 0.5 (1 of 2), at least 0.6 wanted.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
rule        pass-rate; goldpin report out   shows why
next        goldpin report out --markdown-length summary   shows what failed
--- stderr
$ goldpin run mini --fail-under 0.6 -t "openai:m@$URL" -o out
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 2 trials (2 cases, 1 target)
failed  mini/b/openai-m/1  # s  expected "5", got "4"
--- exit 1
