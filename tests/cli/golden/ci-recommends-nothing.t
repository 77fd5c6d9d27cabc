# In CI nobody reviews what would be accepted: neither run nor report of a run in CI names bless; a report of another run does, wherever it is rendered.
mini "$(one_case a '2 + 2' 4), $(one_case b '2 + 2' 5)"
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
CI=true goldpin run mini -q -t "openai:m@$URL" -o ci | grep next
goldpin run mini -q -t "openai:m@$URL" -o here | grep next
goldpin bless here --failing > /dev/null
sed -i 's/is 2 + 2/is 2 + 3/' mini/suite.json
CI=1 goldpin run mini -q -t "openai:m@$URL" -o stale | grep next
CI=1 goldpin report here > elsewhere.md
CI=1 goldpin diff stale golden > diff.txt || echo "exit $?"
CI=1 goldpin bless here --dry-run --golden other || echo "exit $?"
grep -l bless ci/report.md stale/report.md elsewhere.md diff.txt here/report.md
--- stdout
$ mini "$(one_case a '2 + 2' 4), $(one_case b '2 + 2' 5)"
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ CI=true goldpin run mini -q -t "openai:m@$URL" -o ci | grep next
next        2 goldens are missing; goldpin diff ci golden   shows which
$ goldpin run mini -q -t "openai:m@$URL" -o here | grep next
next        2 goldens are missing; goldpin bless here accepts this run's answers, failing ones only with --failing
$ goldpin bless here --failing > /dev/null
$ sed -i 's/is 2 + 2/is 2 + 3/' mini/suite.json
$ CI=1 goldpin run mini -q -t "openai:m@$URL" -o stale | grep next
next        goldpin diff stale golden   shows what changed
$ CI=1 goldpin report here > elsewhere.md
$ CI=1 goldpin diff stale golden > diff.txt || echo "exit $?"
exit 1
$ CI=1 goldpin bless here --dry-run --golden other || echo "exit $?"
new       passed  mini/openai-m/a.json
left out  failed  mini/openai-m/b.json
1 golden in other; nothing was written
1 failing answer is left out; --failing accepts it as known failure
exit 1
$ grep -l bless ci/report.md stale/report.md elsewhere.md diff.txt here/report.md
elsewhere.md
here/report.md
--- stderr
--- exit 0
