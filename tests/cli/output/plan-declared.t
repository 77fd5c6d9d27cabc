# A plan is fixed before a run and named by its bytes; what the run does otherwise is said by it, its manifest and its report.
mini "$(one_case a '2 + 3' 5), $(one_case b '2 + 4' 6)"
server
goldpin plan mini -t "m=openai:m" --repeat 2 --fail-under 0.5 --detect 0.1 --write plan.json > said
grep -c "which is sha256:$(sha256sum plan.json | cut -c 1-64)\.\$" said
field plan.json /targets /repeat /gate /statistics
goldpin run mini -q -t "m=openai:m@$URL" --repeat 2 --fail-under 0.5 --plan plan.json -o follows > /dev/null || echo "exit $?"
field follows/manifest.json /run/departures
grep -c "^- Fixed before the run in plan .sha256:$(sha256sum plan.json | cut -c 1-64).; the run followed it" follows/report.md
sed -i 's/"version": "1"/"version": "2"/' mini/suite.json
goldpin run mini -q -t "n=openai:other@$URL" --filter a --plan plan.json --strict -o departs > /dev/null || echo "exit $?"
field departs/manifest.json /run/departures
grep -A 9 '^- Fixed before' departs/report.md | grep '^  - '
goldpin run mini -q --resume departs --plan plan.json > /dev/null || echo "exit $?"
sed -i 's/"repeat"/"repeats"/' plan.json
goldpin run mini -q -t "m=openai:m@$URL" --plan plan.json || echo "exit $?"
field departs/manifest.json /run/repeat
goldpin run mini -q -t "m=openai:m@$URL" -o none > /dev/null
grep -c '"plan"' none/manifest.json || :
--- stdout
$ mini "$(one_case a '2 + 3' 5), $(one_case b '2 + 4' 6)"
$ server
$ goldpin plan mini -t "m=openai:m" --repeat 2 --fail-under 0.5 --detect 0.1 --write plan.json > said
$ grep -c "which is sha256:$(sha256sum plan.json | cut -c 1-64)\.\$" said
1
$ field plan.json /targets /repeat /gate /statistics
[
    {
      "name": "m",
      "provider": "openai",
      "model": "m"
    }
  ]
2
{
    "fail_under": 0.5,
    "max_errors": 0,
    "strict": false
  }
{
    "detect": 0.1,
    "power": 0.8,
    "level": 0.05
  }
$ goldpin run mini -q -t "m=openai:m@$URL" --repeat 2 --fail-under 0.5 --plan plan.json -o follows > /dev/null || echo "exit $?"
$ field follows/manifest.json /run/departures
[]
$ grep -c "^- Fixed before the run in plan .sha256:$(sha256sum plan.json | cut -c 1-64).; the run followed it" follows/report.md
1
$ sed -i 's/"version": "1"/"version": "2"/' mini/suite.json
$ goldpin run mini -q -t "n=openai:other@$URL" --filter a --plan plan.json --strict -o departs > /dev/null || echo "exit $?"
$ field departs/manifest.json /run/departures
[
      "suite mini has version 2, planned 1",
      "cases of suite mini: 1, planned 2",
      "target m was planned and is not run",
      "target n is run and was not planned",
      "answers to each case: 1, planned 2",
      "--fail-under is not given, planned 0.5",
      "--strict is given and was not planned"
    ]
$ grep -A 9 '^- Fixed before' departs/report.md | grep '^  - '
  - suite mini has version 2, planned 1
  - cases of suite mini: 1, planned 2
  - target m was planned and is not run
  - target n is run and was not planned
  - answers to each case: 1, planned 2
  - --fail-under is not given, planned 0.5
  - --strict is given and was not planned
$ goldpin run mini -q --resume departs --plan plan.json > /dev/null || echo "exit $?"
exit 2
$ sed -i 's/"repeat"/"repeats"/' plan.json
$ goldpin run mini -q -t "m=openai:m@$URL" --plan plan.json || echo "exit $?"
exit 2
$ field departs/manifest.json /run/repeat
1
$ goldpin run mini -q -t "m=openai:m@$URL" -o none > /dev/null
$ grep -c '"plan"' none/manifest.json || :
0
--- stderr
$ goldpin run mini -q -t "n=openai:other@$URL" --filter a --plan plan.json --strict -o departs > /dev/null || echo "exit $?"
goldpin: warning: --plan: suite mini has version 2, planned 1 (the report says so)
goldpin: warning: --plan: cases of suite mini: 1, planned 2 (the report says so)
goldpin: warning: --plan: target m was planned and is not run (the report says so)
goldpin: warning: --plan: target n is run and was not planned (the report says so)
goldpin: warning: --plan: answers to each case: 1, planned 2 (the report says so)
goldpin: warning: --plan: --fail-under is not given, planned 0.5 (the report says so)
goldpin: warning: --plan: --strict is given and was not planned (the report says so)
$ goldpin run mini -q --resume departs --plan plan.json > /dev/null || echo "exit $?"
goldpin: a run that goes on has the plan it was begun with; leave --plan out
$ goldpin run mini -q -t "m=openai:m@$URL" --plan plan.json || echo "exit $?"
goldpin: plan.json:18:3: unknown key "repeats" in a plan; did you mean "repeat"? (known: schema, suites, targets, repeat, gate, statistics)
--- exit 0
