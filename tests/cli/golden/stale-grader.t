mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
goldpin bless one > /dev/null
sed -i 's/"equals"/"contains"/' mini/suite.json
goldpin run mini -q -t "openai:m@$URL" -o two || echo "exit $?"
goldpin diff two golden
--- stdout
$ mini
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
$ goldpin bless one > /dev/null
$ sed -i 's/"equals"/"contains"/' mini/suite.json
$ goldpin run mini -q -t "openai:m@$URL" -o two || echo "exit $?"
Gate failed: goldens: 1 stale.
fingerprint sha256:HEX
bundle      two
reports     two/report.md two/report.html two/junit.xml two/results.json
next        goldpin diff two golden   shows what changed; goldpin bless two accepts it
exit 1
$ goldpin diff two golden
0 the same, 1 differ from the accepted golden, 0 not accepted yet

differ

  mini/sum on openai-m
    graders changed: c31c50762643 -> 998984f6556c
--- stderr
--- exit 1
