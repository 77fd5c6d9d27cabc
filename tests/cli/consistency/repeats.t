# Repeats of a case agree or do not: one verdict over all of them, which each gets. The report says how far they agree,
# whatever grades the cases; a replay says the same.
mini '{"id": "same", "messages": [{"role": "user", "content": "copy: Paris"}], "grade": [{"type": "contains", "expect": "Paris"}, {"type": "consistency"}]},
    {"id": "other", "messages": [{"role": "user", "content": "#number a"}], "grade": [{"type": "count", "unit": "words", "exact": 7}, {"type": "consistency", "min": 0.5}]},
    {"id": "plain", "messages": [{"role": "user", "content": "#number b"}], "grade": [{"type": "count", "unit": "words", "exact": 7}]}'
server
goldpin run mini -t openai:m@$URL --jobs 1 --repeat 3 -q -o out || echo "exit $?"
field out/results.json '/trials/*' id status score
field out/results.json '/trials/*/criteria/*' id explanation | grep consistency | sort -u
field out/results.json /targets/0/agreement cases same_answer same_verdict
part '## Agreement over repeats' out/report.md
kill $SERVER
goldpin run mini --replay out -q -o again > /dev/null || echo "exit $?"
same_reports out again && echo 'the same reports'
--- stdout
$ mini '{"id": "same", "messages": [{"role": "user", "content": "copy: Paris"}], "grade": [{"type": "contains", "expect": "Paris"}, {"type": "consistency"}]}, ...
$ server
$ goldpin run mini -t openai:m@$URL --jobs 1 --repeat 3 -q -o out || echo "exit $?"
Gate failed: 3 of 9 trials failed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 1
$ field out/results.json '/trials/*' id status score
mini/other/openai-m/1 failed 0.8333333333333333
mini/other/openai-m/2 failed 0.8333333333333333
mini/other/openai-m/3 failed 0.8333333333333333
mini/plain/openai-m/1 passed 1
mini/plain/openai-m/2 passed 1
mini/plain/openai-m/3 passed 1
mini/same/openai-m/1 passed 1
mini/same/openai-m/2 passed 1
mini/same/openai-m/3 passed 1
$ field out/results.json '/trials/*/criteria/*' id explanation | grep consistency | sort -u
consistency-2 1 of 3 repeats say "4 is the number of this reply", repeat 2 says "5 is the number of this reply"; a share of 0.5 wanted
consistency-2 all 3 repeats say "Paris"
$ field out/results.json /targets/0/agreement cases same_answer same_verdict
3 0.5555555555555555 1
$ part '## Agreement over repeats' out/report.md
## Agreement over repeats

Of each case that has two answers or more: the share of its repeats that give its commonest answer (white space aside), and that come to its commonest verdict. The means over these cases:

| Target | Cases | Same answer | Same verdict |
| :-- | --: | --: | --: |
| `openai-m` | 3 | 55.6% | 100.0% |

### Cases that agree least

At most 20 of each target.

| Case | Target | Repeats | Same answer | Same verdict | Commonest answer |
| :-- | :-- | --: | --: | --: | :-- |
| `other` | openai-m | 3 | 33.3% | 100.0% | 4 is the number of this reply |
| `plain` | openai-m | 3 | 33.3% | 100.0% | 7 is the number of this reply |

$ kill $SERVER
$ goldpin run mini --replay out -q -o again > /dev/null || echo "exit $?"
exit 1
$ same_reports out again && echo 'the same reports'
the same reports
--- stderr
--- exit 0
