# A model that sends escape codes and workflow commands: visible text in the reports, nothing raw, nothing a runner obeys.
mini "$(printf '{"id": "a", "messages": [{"role": "user", "content": "hostile"}], "grade": [{"type": "equals", "expect": "x"}]}')"
printf '{"hostile": "\\u001b[31mred\\u0007 \\u202e ::error::pwned <script>x</script> ]]> \\u0000"}' > answers
server --answers answers
goldpin run mini -v -t "openai:m@$URL" -o out || code=$?
LC_ALL=C grep -c "$(printf '[\001-\010\013\014\016-\037]')" out/junit.xml out/report.md || true
# Markup stands in code spans and fenced blocks only.
sed -e 's/`[^`]*`//g' -e '/^> /d' out/report.md | grep -c '<script>' || true
exit $code
--- stdout
$ mini "$(printf '{"id": "a", "messages": [{"role": "user", "content": "hostile"}], "grade": [{"type": "equals", "expect": "x"}]}')"
$ printf '{"hostile": "\\u001b[31mred\\u0007 \\u202e ::error::pwned <script>x</script> ]]> \\u0000"}' > answers
$ server --answers answers
$ goldpin run mini -v -t "openai:m@$URL" -o out || code=$?
Gate failed: 1 of 1 trial failed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin report out --markdown-length summary   shows what failed
$ LC_ALL=C grep -c "$(printf '[\001-\010\013\014\016-\037]')" out/junit.xml out/report.md || true
out/junit.xml:0
out/report.md:0
$ sed -e 's/`[^`]*`//g' -e '/^> /d' out/report.md | grep -c '<script>' || true
0
$ exit $code
--- stderr
$ goldpin run mini -v -t "openai:m@$URL" -o out || code=$?
goldpin: warning: mini/suite.json: the suite has no provenance: say where its cases come from
goldpin: warning: mini/suite.json: 1 of 1 cases: no examples, so nothing shows that the graders work; the first is "a" (line 6)
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 1 trial (1 case, 1 target)
failed  mini/a/openai-m/1  # s  expected "x", got "\x1B[31mred\x07 \u{202E} \u{3A}:error::pwned <script>x</script> ]]> \x00"
--- exit 1
