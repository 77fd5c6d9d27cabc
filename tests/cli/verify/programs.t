# Programs that verdicts need run again where that is asked for; one that decides by chance is found.
confined
coded '"import answer\nassert answer.x == 1\n"' '"```python\nx = 1\n```"' '"```python\nx = 2\n```"'
goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
goldpin verify out --rerun-graders
goldpin verify out | grep -c graders || true
kill $SERVER
coded '"import answer\n"' '"```python\nimport time\nassert time.time() < '$(($(date +%s) + 6))'\n```"'
goldpin run mini -q -t openai:m@$URL --allow-code -o hasty > /dev/null || echo "exit $?"
sleep 6
goldpin verify hasty --rerun-graders | tail -n 3
--- stdout
$ confined
$ coded '"import answer\nassert answer.x == 1\n"' '"```python\nx = 1\n```"' '"```python\nx = 2\n```"'
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
exit 1
$ goldpin verify out --rerun-graders
checksums  holds     16 files are as they were written
chain      holds     2 lines, from the manifest to the results
inputs     holds     suites, cases and goldens are those that the run had
verdicts   holds     2 trials judged again: verdicts, numbers and fingerprint are the same
reports    holds     rendered again, byte for byte the same
signature  not made  no signed statement was given: whoever writes all of the bundle's files anew passes the checks above
rerun      not made  no target of the run computes here
graders    holds     2 trials judged again with programs run anew: the same verdicts
The bundle is what it says.
$ goldpin verify out | grep -c graders || true
0
$ kill $SERVER
$ coded '"import answer\n"' '"```python\nimport time\nassert time.time() < '$(($(date +%s) + 6))'\n```"'
$ goldpin run mini -q -t openai:m@$URL --allow-code -o hasty > /dev/null || echo "exit $?"
$ sleep 6
$ goldpin verify hasty --rerun-graders | tail -n 3
graders    differs   1 trial judged again with programs run anew
  results.json: mini/a/openai-m/1: passed then, failed now
The evidence differs from what the bundle says.
--- stderr
--- exit 0
