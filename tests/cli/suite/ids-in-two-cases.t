# On a disk that ignores case two goldens would be one file; without goldens such ids are two cases.
mini "$(one_case Sum '1 + 1' 2), $(one_case sum '2 + 2' 4)"
goldpin lint mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
goldpin lint mini || echo "exit $?"
mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
echo '{"targets": {"a": {"provider": "openai", "model": "m"}, "A": {"provider": "openai", "model": "m"}}}' > goldpin.json
goldpin run mini --dry-run || echo "exit $?"
--- stdout
$ mini "$(one_case Sum '1 + 1' 2), $(one_case sum '2 + 2' 4)"
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 2 cases, 0 errors, 1 warning
  null baseline empty     0 of 2 pass, mean score 0.00
  null baseline echo      0 of 2 pass, mean score 0.00
  null baseline constant  1 of 2 pass, mean score 0.50  (always "2", the best of 4 constants)
  null baseline unknown   0 of 2 pass, mean score 0.00
  null baseline stuffed   0 of 2 pass, mean score 0.00
  right answers broken   4 of 4 noticed (mutation score 1.00)
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ goldpin lint mini || echo "exit $?"
mini/suite.json:6:5: error: Sum: the id differs from that of another case in upper and lower case only: on a disk that ignores case their goldens would be one file
mini/suite.json:6:171: error: sum: the id differs from that of another case in upper and lower case only: on a disk that ignores case their goldens would be one file
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 2 cases, 2 errors, 1 warning
  null baseline empty     0 of 2 pass, mean score 0.00
  null baseline echo      0 of 2 pass, mean score 0.00
  null baseline constant  1 of 2 pass, mean score 0.50  (always "2", the best of 4 constants)
  null baseline unknown   0 of 2 pass, mean score 0.00
  null baseline stuffed   0 of 2 pass, mean score 0.00
  right answers broken   4 of 4 noticed (mutation score 1.00)
exit 2
$ mini
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ echo '{"targets": {"a": {"provider": "openai", "model": "m"}, "A": {"provider": "openai", "model": "m"}}}' > goldpin.json
$ goldpin run mini --dry-run || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini --dry-run || echo "exit $?"
goldpin: the targets "a" and "A" differ in case only: on a disk that ignores case their goldens would be the same files
--- exit 0
