# Without leave nothing is run: such trials are skipped with the reason, never passed or failed. The bundle says so, a replay says
# the same, and a run that goes on with leave obtains what is missing, for no answer is asked again.
confined
coded '"from answer import add\nassert add(2, 3) == 5\n"' '"```python\ndef add(a, b):\n    return a + b\n```"' '"no code"'
goldpin run mini -q -t openai:m@$URL -o out || echo "exit $?"
field out/results.json '/trials/*' status error
kill $SERVER
goldpin run mini -q --replay out -o again > /dev/null || echo "exit $?"
cmp out/results.json again/results.json
goldpin run --resume out -q -t openai:m@$URL --allow-code || echo "exit $?"
field out/results.json '/trials/*' status error
field out/evidence.jsonl '/*' end reason
--- stdout
$ confined
$ coded '"from answer import add\nassert add(2, 3) == 5\n"' '"```python\ndef add(a, b):\n    return a + b\n```"' '"no code"'
$ goldpin run mini -q -t openai:m@$URL -o out || echo "exit $?"
Gate failed: 1 of 1 trial failed; 1 of 2 trials skipped.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
flagged     1 of 2 trials was skipped: what a case needs is not there; they neither passed nor failed, and out/report.md says why
exit 1
$ field out/results.json '/trials/*' status error
skipped criterion "code-1" is not applicable: its program is run only with --allow-code
failed null
$ kill $SERVER
$ goldpin run mini -q --replay out -o again > /dev/null || echo "exit $?"
exit 1
$ cmp out/results.json again/results.json
$ goldpin run --resume out -q -t openai:m@$URL --allow-code || echo "exit $?"
Gate failed: 1 of 2 trials failed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 1
$ field out/results.json '/trials/*' status error
passed null
failed null
$ field out/evidence.jsonl '/*' end reason
not_applicable its program is run only with --allow-code
exited null
--- stderr
$ goldpin run mini -q -t openai:m@$URL -o out || echo "exit $?"
goldpin: warning: --allow-code: not given; 2 cases of this run need a program to be run for the verdict and will be skipped
--- exit 0
