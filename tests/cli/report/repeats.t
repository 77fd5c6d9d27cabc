# Repeats of a case and cases of a cluster are counted for what they are worth, and what repeats say is told.
number() { printf '{"id": "%s", "cluster": "%s", "messages": [{"role": "user", "content": "%s #number"}], "grade": [{"type": "regex", "pattern": "%s"}], "examples": {"pass": ["%s"], "fail": ["x"]}}' "$1" "$2" "$1" "$3" "$4"; }
mini "$(number a text-1 '[0-9]' 1), $(number b text-1 '[0-9]' 1), $(number c text-2 '[5-9]|1[0-9]' 5), $(number d text-2 '15' 15), $(one_case e '2 + 3' 5), $(one_case f '2 + 2' 4)"
server
goldpin run mini -q -t "openai:m@$URL" -j 1 --repeat 4 -o out > /dev/null || echo "exit $?"
field out/results.json /trials/0/cluster /targets/0/summary/pass_rate_ci95 /targets/0/statistics
grep -A 6 -e '^## Repeats' -e '^## Trials that' out/report.md | grep '^|'
grep 'takes every trial' out/report.md || echo 'nothing is taken as independent'
mini "$(one_case e '2 + 3' 5)"
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
field one/results.json /targets/0/statistics
grep -c -e '^## Repeats' -e '^## Trials that' one/report.md || :
mini "$(number a '' '[0-9]' 1)"
goldpin lint mini || echo "exit $?"
--- stdout
$ number() { printf '{"id": "%s", "cluster": "%s", "messages": [{"role": "user", "content": "%s #number"}], "grade": [{"type": "regex", "pattern": "%s"}], "examples": {"pass": ["%s"], "fail": ["x"]}}' "$1" "$2" "$1" "$3" "$4"; }
$ mini "$(number a text-1 '[0-9]' 1), $(number b text-1 '[0-9]' 1), $(number c text-2 '[5-9]|1[0-9]' 5), $(number d text-2 '15' 15), $(one_case e '2 + 3' 5), $(one_case f '2 + 2' 4)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -j 1 --repeat 4 -o out > /dev/null || echo "exit $?"
exit 1
$ field out/results.json /trials/0/cluster /targets/0/summary/pass_rate_ci95 /targets/0/statistics
text-1
[
          0.6899611872949992,
          0.9565566591987656
        ]
{
        "graded": 24,
        "clusters": 4,
        "effective_n": 7.866286180187525,
        "pass_rate_ci95": [
          0.4944423614849788,
          0.9804311185376778
        ],
        "score_mean_ci95": [
          0.4944423614849788,
          0.9804311185376778
        ],
        "repeated": 6,
        "flaky": 0.16666666666666666,
        "disagreement": 0.08333333333333333,
        "pass_at": [
          0.875,
          0.9166666666666666,
          0.9583333333333334,
          1
        ],
        "pass_all": [
          0.875,
          0.8333333333333334,
          0.8333333333333334,
          0.8333333333333334
        ]
      }
$ grep -A 6 -e '^## Repeats' -e '^## Trials that' out/report.md | grep '^|'
| Target | Repeated cases | Flaky | Two answers disagree | One passes | At least one passes | All pass |
| :-- | --: | --: | --: | --: | --: | --: |
| `openai-m` | 6 | 17% | 8% | 88% | 100% of 4 | 83% of 4 |
| Target | Graded | Groups | Worth, in independent trials | Pass rate [95%] | If independent |
| :-- | --: | --: | --: | --: | --: |
| `openai-m` | 24 | 4 | 7.87 | 88% [49%, 98%] | 88% [69%, 96%] |
$ grep 'takes every trial' out/report.md || echo 'nothing is taken as independent'
nothing is taken as independent
$ mini "$(one_case e '2 + 3' 5)"
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
$ field one/results.json /targets/0/statistics
{
        "graded": 1,
        "clusters": 1,
        "effective_n": 1,
        "pass_rate_ci95": [
          0.206549314377247,
          1
        ],
        "score_mean_ci95": [
          0.206549314377247,
          1
        ],
        "repeated": 0,
        "flaky": null,
        "disagreement": null
      }
$ grep -c -e '^## Repeats' -e '^## Trials that' one/report.md || :
0
$ mini "$(number a '' '[0-9]' 1)"
$ goldpin lint mini || echo "exit $?"
exit 2
--- stderr
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:6:28: "cluster" is empty
--- exit 0
