# The way of a golden: missing, blessed, matching, then an answer that differs.
mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
printf '{"What is 2 + 3?": " 5"}' > answers
server
goldpin run mini -q -t "openai:m@$URL" -o one
goldpin bless one
CI=1 goldpin run mini -q -t "openai:m@$URL" -o two
exec 9>&-
server --answers answers
goldpin run mini -q -t "openai:m@$URL" -o three || echo "exit $?"
goldpin diff three golden || echo "diff $?"
goldpin diff one three
--- stdout
$ mini
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ printf '{"What is 2 + 3?": " 5"}' > answers
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one
Gate passed: 1 of 1 trial passed; goldens: 1 missing (not accepted yet; fails only in CI); no trial broke.
fingerprint sha256:HEX
bundle      one
reports     one/report.md one/report.html one/junit.xml one/results.json
goldens     none: looked in golden, and from the suite's folder up to {*}
next        1 golden is missing; goldpin bless one accepts this run's answers
$ goldpin bless one
new       passed  mini/openai-m/sum.json
1 golden in golden; review and commit them
$ CI=1 goldpin run mini -q -t "openai:m@$URL" -o two
Gate passed: 1 of 1 trial passed; goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      two
reports     two/report.md two/report.html two/junit.xml two/results.json
$ exec 9>&-
$ server --answers answers
$ goldpin run mini -q -t "openai:m@$URL" -o three || echo "exit $?"
Gate failed: goldens: 1 differs.
fingerprint sha256:HEX
bundle      three
reports     three/report.md three/report.html three/junit.xml three/results.json
next        goldpin diff three golden   shows what changed; goldpin bless three accepts it
exit 1
$ goldpin diff three golden || echo "diff $?"
0 the same, 1 differ from the accepted golden, 0 not accepted yet

differ

  mini/sum on openai-m
    answer  white space differs from byte 0 on
diff 1
$ goldpin diff one three
0 the same, 1 other answers

other answers, same verdict

  mini/sum/openai-m/1
    passed 1.00
    answer  white space differs from byte 0 on

--- stderr
--- exit 1
