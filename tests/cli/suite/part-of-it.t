# A run of some of the cases says so in headline, title and JUnit; a run of all says nothing of it.
server
mini "$(one_case a1 '1 + 1' 2), $(one_case a2 '1 + 2' 3), $(one_case b1 '1 + 3' 4)"
goldpin run mini -q -t "openai:m@$URL" -o few --limit 2 | head -n 1
goldpin run mini -q -t "openai:m@$URL" -o some --filter 'a*' | head -n 1
goldpin run mini -q -t "openai:m@$URL" -o shard --shard 2/3 | head -n 1
goldpin run mini -q -t "openai:m@$URL" -o all --filter '*' | head -n 1
goldpin run mini -t "openai:m@$URL" --limit 1 --dry-run
for r in few some shard all; do head -n 1 $r/report.md; grep -o '<testsuites name="[^"]*"' $r/junit.xml; done
goldpin report few > again.md
cmp again.md few/report.md
field few/results.json /summary cases of_cases
--- stdout
$ server
$ mini "$(one_case a1 '1 + 1' 2), $(one_case a2 '1 + 2' 3), $(one_case b1 '1 + 3' 4)"
$ goldpin run mini -q -t "openai:m@$URL" -o few --limit 2 | head -n 1
Gate passed: 2 of 2 trials passed (2 of 3 cases); goldens: no case has one; no trial broke.
$ goldpin run mini -q -t "openai:m@$URL" -o some --filter 'a*' | head -n 1
Gate passed: 2 of 2 trials passed (2 of 3 cases); goldens: no case has one; no trial broke.
$ goldpin run mini -q -t "openai:m@$URL" -o shard --shard 2/3 | head -n 1
Gate passed: 2 of 2 trials passed (shard 2/3, 2 of 3 cases); goldens: no case has one; no trial broke.
$ goldpin run mini -q -t "openai:m@$URL" -o all --filter '*' | head -n 1
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
$ goldpin run mini -t "openai:m@$URL" --limit 1 --dry-run
ask   mini/a1/openai-m/1
dry run: 1 trial (1 of 3 cases, 1 target); nothing was asked or written
$ for r in few some shard all; do head -n 1 $r/report.md; grep -o '<testsuites name="[^"]*"' $r/junit.xml; done
# goldpin report: mini 1, 2 of 3 cases, 2026-11-20
<testsuites name="goldpin: 2 of 3 cases"
# goldpin report: mini 1, 2 of 3 cases, 2026-11-20
<testsuites name="goldpin: 2 of 3 cases"
# goldpin report: mini 1, 2 of 3 cases, 2026-11-20
<testsuites name="goldpin: 2 of 3 cases"
# goldpin report: mini 1, 2026-11-20
<testsuites name="goldpin"
$ goldpin report few > again.md
$ cmp again.md few/report.md
$ field few/results.json /summary cases of_cases
2 3
--- stderr
--- exit 0
