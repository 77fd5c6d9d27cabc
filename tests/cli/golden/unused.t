# A golden without a case is named on a full run, and never on a filtered one.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
goldpin bless one > /dev/null
mini "$(one_case a '1 + 1' 2)"
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
goldpin run mini -q -t "openai:m@$URL" -o two
grep -i unused two/report.md
goldpin run mini -q --filter a -t "openai:m@$URL" -o three > /dev/null
grep -ci unused three/report.md || true
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
$ goldpin bless one > /dev/null
$ mini "$(one_case a '1 + 1' 2)"
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ goldpin run mini -q -t "openai:m@$URL" -o two
Gate passed: 1 of 1 trial passed; goldens: 1 matches, 1 unused; no trial broke.
fingerprint sha256:HEX
bundle      two
reports     two/report.md two/report.html two/junit.xml two/results.json
$ grep -i unused two/report.md
**Gate passed: 1 of 1 trial passed; goldens: 1 matches, 1 unused; no trial broke.**
$ goldpin run mini -q --filter a -t "openai:m@$URL" -o three > /dev/null
$ grep -ci unused three/report.md || true
0
--- stderr
--- exit 0
