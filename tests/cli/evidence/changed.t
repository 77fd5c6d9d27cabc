# Evidence is of the very tests and the very code: where a test is another by now, a replay has none, which is no verdict (exit 3).
# With leave it is obtained anew; what is there already is not.
confined
coded '"from answer import add\nassert add(2, 3) == 5\n"' '"```python\ndef add(a, b):\n    return a + b\n```"' '"```python\ndef add(a, b):\n    return 5\n```"'
goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null
sed -i '0,/add(2, 3) == 5/s//add(2, 4) == 6/' mini/suite.json
goldpin run mini -q --replay out -o again || echo "exit $?"
field again/results.json '/trials/*' case status failure error
goldpin run mini -q --replay out -o anew --allow-code || echo "exit $?"
field anew/results.json '/trials/*/criteria/0' passed explanation
field out/evidence.jsonl '/*' job end > before
field anew/evidence.jsonl '/*' job end > after
diff before after | grep -c '^[<>]'
--- stdout
$ confined
$ coded '"from answer import add\nassert add(2, 3) == 5\n"' '"```python\ndef add(a, b):\n    return a + b\n```"' '"```python\ndef add(a, b):\n    return 5\n```"'
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null
$ sed -i '0,/add(2, 3) == 5/s//add(2, 4) == 6/' mini/suite.json
$ goldpin run mini -q --replay out -o again || echo "exit $?"
No verdict: 1 of 2 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      again
replay of   out
reports     again/report.md again/report.html again/junit.xml again/results.json
exit 3
$ field again/results.json '/trials/*' case status failure error
a error null criterion "code-1" cannot be decided: the run that is played has no evidence of it; --allow-code obtains it now
b passed null null
$ goldpin run mini -q --replay out -o anew --allow-code || echo "exit $?"
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      anew
replay of   out
reports     anew/report.md anew/report.html anew/junit.xml anew/results.json
$ field anew/results.json '/trials/*/criteria/0' passed explanation
true the tests pass: the block at byte 0
true the tests pass: the block at byte 0
$ field out/evidence.jsonl '/*' job end > before
$ field anew/evidence.jsonl '/*' job end > after
$ diff before after | grep -c '^[<>]'
2
--- stderr
--- exit 0
