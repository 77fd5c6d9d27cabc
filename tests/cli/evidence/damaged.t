# A line of evidence that is damaged is an error with its place, and nothing is made of it; one that was cut off by a crash is none.
# not for the oracle: out cut
confined
coded '"import answer"' '"```python\nx = 1\n```"' '"```python\nx = 2\n```"'
goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null
cp -r out cut
sed -i '2s/exited/left/' out/evidence.jsonl; resum out
goldpin run mini -q --replay out -o again || echo "exit $?"
head -c -20 cut/evidence.jsonl > rest && mv rest cut/evidence.jsonl; resum cut
goldpin run mini -q --replay cut -o again-cut > /dev/null || echo "exit $?"
field again-cut/results.json '/trials/*' case status
--- stdout
$ confined
$ coded '"import answer"' '"```python\nx = 1\n```"' '"```python\nx = 2\n```"'
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null
$ cp -r out cut
$ sed -i '2s/exited/left/' out/evidence.jsonl; resum out
$ goldpin run mini -q --replay out -o again || echo "exit $?"
exit 2
$ head -c -20 cut/evidence.jsonl > rest && mv rest cut/evidence.jsonl; resum cut
$ goldpin run mini -q --replay cut -o again-cut > /dev/null || echo "exit $?"
exit 3
$ field again-cut/results.json '/trials/*' case status
a passed
b error
--- stderr
$ goldpin run mini -q --replay out -o again || echo "exit $?"
goldpin: out/evidence.jsonl:2:160: end is "left", but must be one of exited, signal, timeout, memory, output, answered, not_applicable, missing, broken
goldpin: 2 of 2 trials are saved in again
goldpin: go on with: goldpin run mini --resume again -q --replay out
--- exit 0
