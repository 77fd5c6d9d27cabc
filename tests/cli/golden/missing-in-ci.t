mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
CI=true goldpin run mini -t "openai:m@$URL" -o out
--- stdout
$ mini
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ CI=true goldpin run mini -t "openai:m@$URL" -o out
Gate failed: goldens: 1 missing.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
goldens     none: looked in golden, and from the suite's folder up to {*}
next        1 golden is missing; goldpin diff out golden   shows which
--- stderr
$ CI=true goldpin run mini -t "openai:m@$URL" -o out
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 1 trial (1 case, 1 target)
--- exit 1
