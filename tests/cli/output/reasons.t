# Each failed line says why; in CI it names the criterion only, since nothing a model wrote may be shown there. The last lines
# say what to do next, with commands that work as printed. Colours where they are asked for, never by default in a pipe.
server
mini "$(one_case right '1 + 1' 2), $(one_case wrong '1 + 2' 4)"
goldpin run mini -t "openai:m@$URL" -o out || echo "exit $?"
goldpin run mini -t "openai:m@$URL" -o again > said.txt 2> /dev/null || true
$(sed -n 's/^next  *\(goldpin .*\)   shows what failed$/\1/p' said.txt) | grep '^- ..failed'
CI=1 goldpin run mini -t "openai:m@$URL" -o ci 2>&1 > out.txt | grep '^failed'
goldpin run mini -t "openai:m@$URL" -o coloured --color always 2>&1 | sed -n '/failed/{s/\x1b/ESC/g;p;}' | head -n 2
goldpin run mini -t "openai:m@http://127.0.0.1:1/v1" -o broken 2> /dev/null | grep '^next' || true
--- stdout
$ server
$ mini "$(one_case right '1 + 1' 2), $(one_case wrong '1 + 2' 4)"
$ goldpin run mini -t "openai:m@$URL" -o out || echo "exit $?"
Gate failed: 1 of 2 trials failed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin report out --markdown-length summary   shows what failed
exit 1
$ goldpin run mini -t "openai:m@$URL" -o again > said.txt 2> /dev/null || true
$ $(sed -n 's/^next  *\(goldpin .*\)   shows what failed$/\1/p' said.txt) | grep '^- ..failed'
- **failed** `wrong`: expected "4", got "3" (`mini/suite.json:6`)
$ CI=1 goldpin run mini -t "openai:m@$URL" -o ci 2>&1 > out.txt | grep '^failed'
failed  mini/wrong/openai-m/1  # s  equals
$ goldpin run mini -t "openai:m@$URL" -o coloured --color always 2>&1 | sed -n '/failed/{s/\x1b/ESC/g;p;}' | head -n 2
ESC[1;31mfailedESC[0m  mini/wrong/openai-m/1  # s  expected "4", got "3"
ESC[1;31mGate failedESC[0m: 1 of 2 trials failed.
$ goldpin run mini -t "openai:m@http://127.0.0.1:1/v1" -o broken 2> /dev/null | grep '^next' || true
next        goldpin run mini --resume broken -t openai:m@http://127.0.0.1:PORT/v1 --retry-errors   asks again what broke
--- stderr
$ goldpin run mini -t "openai:m@$URL" -o out || echo "exit $?"
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 2 trials (2 cases, 1 target)
failed  mini/wrong/openai-m/1  # s  expected "4", got "3"
--- exit 0
