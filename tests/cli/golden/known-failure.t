# A golden may accept a failing verdict: known, green, and red under --strict.
mini "$(one_case a '2 + 2' 5)"
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one || echo "exit $?"
goldpin bless one --failing
goldpin run mini -q -t "openai:m@$URL" -o two
goldpin run mini -q --strict -t "openai:m@$URL" -o three
--- stdout
$ mini "$(one_case a '2 + 2' 5)"
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one || echo "exit $?"
Gate failed: 1 of 1 trial failed.
fingerprint sha256:HEX
bundle      one
reports     one/report.md one/report.html one/junit.xml one/results.json
goldens     none: looked in golden, and from the suite's folder up to {*}
next        1 golden is missing; goldpin bless one accepts this run's answers, failing ones only with --failing
exit 1
$ goldpin bless one --failing
new       failed  mini/openai-m/a.json
1 golden in golden; review and commit them
$ goldpin run mini -q -t "openai:m@$URL" -o two
Gate passed: 0 of 1 trial passed; no trial failed unexpectedly (1 known failure accepted); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      two
reports     two/report.md two/report.html two/junit.xml two/results.json
$ goldpin run mini -q --strict -t "openai:m@$URL" -o three
Gate failed: 1 of 1 trial failed (1 of them known; --strict counts them).
fingerprint sha256:HEX
bundle      three
reports     three/report.md three/report.html three/junit.xml three/results.json
--- stderr
--- exit 1
