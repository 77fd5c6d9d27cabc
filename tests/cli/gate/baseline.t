# A run against an earlier one: what regressed is named, what changed is never compared, and a commit will do.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 4), $(one_case c '1 + 3' 4)"
server
goldpin run mini -q -t m="openai:m@$URL" -o old > /dev/null || echo "exit $?"
goldpin run mini -q -t m="openai:m@$URL" -o same --baseline old
# as if the wrong answer had been right once
mkdir baseline
sed '/"id":"mini\/b\/m\/1"/{s/"status":"failed"/"status":"passed"/;s/"score":0,"criteria"/"score":1,"criteria"/}' old/results.json > baseline/results.json
goldpin run mini -q -t m="openai:m@$URL" -o new --baseline baseline/results.json | head -n 1
goldpin run mini -q -t m="openai:m@$URL" -o strict --baseline baseline/results.json --inconclusive fail > said || echo "exit $?"
sed -n '1p;/^rule/p' said
goldpin run mini -q -t m="openai:m@$URL" -o any --baseline baseline/results.json --regression any > said || echo "exit $?"
sed -n '1p;/^rule/p' said
sed -n '/^## Against/,/^## F/p' any/report.md
field any/results.json /baseline/regressed_cases /baseline/regressed/0/case /baseline/targets/0/verdict
# the bundle keeps what it was compared with, and can be judged again by it
goldpin verify any | grep verdicts
# out of git, under any name of the target
git init -q -b main . && git add baseline && git -c user.name=n -c user.email=e commit -q -m one
goldpin run mini -q -t other="openai:m@$URL" -o git --baseline git:main --regression any > said || echo "exit $?"
sed -n '1p;/^rule/p' said | sed 's/main@[0-9a-f]\{7\}/main@COMMIT/'
goldpin diff git:main:baseline/results.json new > /dev/null || echo "exit $?"
goldpin report git:main new | sed -n 1p
# another question is another case
sed -i 's/What is 1 + 2/What is  1 + 2/' mini/suite.json
goldpin run mini -q -t m="openai:m@$URL" -o changed --baseline git:main --regression any | head -n 1 | sed 's/main@[0-9a-f]\{7\}/main@COMMIT/'
sed -n '/^Not compared/,/^- /p' changed/report.md
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 4), $(one_case c '1 + 3' 4)"
$ server
$ goldpin run mini -q -t m="openai:m@$URL" -o old > /dev/null || echo "exit $?"
exit 1
$ goldpin run mini -q -t m="openai:m@$URL" -o same --baseline old
Gate passed: 2 of 3 trials passed; against baseline old m has the same score on all 3 cases; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      same
reports     same/report.md same/report.html same/junit.xml same/results.json
$ mkdir baseline
$ sed '/"id":"mini\/b\/m\/1"/{s/"status":"failed"/"status":"passed"/;s/"score":0,"criteria"/"score":1,"criteria"/}' old/results.json > baseline/results.json
$ goldpin run mini -q -t m="openai:m@$URL" -o new --baseline baseline/results.json | head -n 1
Gate passed: 2 of 3 trials passed; warning: against baseline baseline m is inconclusive: -0.333 [-1, +1] over 3 cases; 1 case regressed (mini/b); goldens: no case has one; no trial broke.
$ goldpin run mini -q -t m="openai:m@$URL" -o strict --baseline baseline/results.json --inconclusive fail > said || echo "exit $?"
exit 1
$ sed -n '1p;/^rule/p' said
Gate failed: against baseline baseline m is inconclusive: -0.333 [-1, +1] over 3 cases; 1 case regressed (mini/b).
rule        regression; goldpin diff baseline/results.json strict   shows why
$ goldpin run mini -q -t m="openai:m@$URL" -o any --baseline baseline/results.json --regression any > said || echo "exit $?"
exit 1
$ sed -n '1p;/^rule/p' said
Gate failed: 1 case regressed against baseline baseline (mini/b); everything else equal.
rule        regression; goldpin diff baseline/results.json any   shows why
$ sed -n '/^## Against/,/^## F/p' any/report.md
## Against the baseline `baseline`

Pairs of the same case with the same graders, mean scores over repeats, now minus then with its 95% interval. Inconclusive means that these cases cannot tell.

| Target | Verdict | Cases | Passed | Regressed | Improved | Difference [95%] | Output tokens, median |
| :-- | :-- | --: | --: | --: | --: | --: | --: |
| `m` | inconclusive | 3 | 2, was 3 | 1 | 0 | -0.333 [-1.000, +1.000] | 1.00, was 1.00 |

Regressed (1):

- `b` on `m`: 0.00, was 1.00

## Failing cases
$ field any/results.json /baseline/regressed_cases /baseline/regressed/0/case /baseline/targets/0/verdict
1
b
inconclusive
$ goldpin verify any | grep verdicts
verdicts   holds     3 trials judged again: verdicts, numbers and fingerprint are the same
$ git init -q -b main . && git add baseline && git -c user.name=n -c user.email=e commit -q -m one
$ goldpin run mini -q -t other="openai:m@$URL" -o git --baseline git:main --regression any > said || echo "exit $?"
exit 1
$ sed -n '1p;/^rule/p' said | sed 's/main@[0-9a-f]\{7\}/main@COMMIT/'
Gate failed: 1 case regressed against baseline main@COMMIT (mini/b); everything else equal.
rule        regression; goldpin diff git:main git   shows why
$ goldpin diff git:main:baseline/results.json new > /dev/null || echo "exit $?"
exit 1
$ goldpin report git:main new | sed -n 1p
# goldpin report: 2 runs
$ sed -i 's/What is 1 + 2/What is  1 + 2/' mini/suite.json
$ goldpin run mini -q -t m="openai:m@$URL" -o changed --baseline git:main --regression any | head -n 1 | sed 's/main@[0-9a-f]\{7\}/main@COMMIT/'
Gate passed: 2 of 3 trials passed; against baseline main@COMMIT m has the same score on all 2 cases; 1 case not compared; goldens: no case has one; no trial broke.
$ sed -n '/^Not compared/,/^- /p' changed/report.md
Not compared (1):

- `b` on `m`: the case changed
--- stderr
--- exit 0
