# A replay of part of a run says so: a recording that leaves the local target out, and a bundle of which some cases are played.
pocket
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
sed -i 's/"cases"/"defaults": {"max_tokens": 4}, "cases"/' mini/suite.json
server
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -t "openai:m@$URL" -o out --record rec > /dev/null || echo "exit $?"
goldpin run mini -q --replay rec -o remote
part '## What is missing' remote/report.md
goldpin run mini -q --replay out --filter a -t openai-m -o some | grep -e Gate -e flagged
part '## What is missing' some/report.md
field remote/results.json /recorded '/not_played/*'
goldpin run mini -q --replay out -o all | grep -e Gate -e flagged || true
field all/results.json /recorded 2> /dev/null || echo 'nothing is missing'
--- stdout
$ pocket
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ sed -i 's/"cases"/"defaults": {"max_tokens": 4}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -t "openai:m@$URL" -o out --record rec > /dev/null || echo "exit $?"
$ goldpin run mini -q --replay rec -o remote
Gate passed: 2 of 2 trials passed (2 of 4 recorded trials); goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      remote
replay of   rec
reports     remote/report.md remote/report.html remote/junit.xml remote/results.json
flagged     2 of 4 recorded trials are not in this run; remote/report.md says which
$ part '## What is missing' remote/report.md
## What is missing

- of the run that is played, 2 of 4 trials, among them those of `pocket`

$ goldpin run mini -q --replay out --filter a -t openai-m -o some | grep -e Gate -e flagged
Gate passed: 1 of 1 trial passed (1 of 2 cases) (1 of 4 recorded trials); goldens: no case has one; no trial broke.
flagged     3 of 4 recorded trials are not in this run; some/report.md says which
$ part '## What is missing' some/report.md
## What is missing

- of the run that is played, 3 of 4 trials, among them those of `pocket`

$ field remote/results.json /recorded '/not_played/*'
4
pocket
$ goldpin run mini -q --replay out -o all | grep -e Gate -e flagged || true
Gate passed: 4 of 4 trials passed; goldens: no case has one; no trial broke.
$ field all/results.json /recorded 2> /dev/null || echo 'nothing is missing'
nothing is missing
--- stderr
--- exit 0
