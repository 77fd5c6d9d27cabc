# Beside a reference the judge says which answer is better, in either order. One that prefers what it sees first is found
# out: by its calibration, or by votes that follow the order.
judged '"reference": "It is Nice, or Paris."' 'Capital of France?'
echo '{"*<answer-A ": "{\"reason\": \"The first.\", \"better\": \"A\"}", "Capital of France?": "It is Paris."}' > answers.json
restart
goldpin run mini -t me -q -o out > /dev/null || echo "exit $?"
field out/results.json '/trials/*' status error
judged '"reference": "It is Nice, or Paris.", "calibrated": 0' 'Capital of France?'
echo '{"*<answer-A ": "{\"reason\": \"The first.\", \"better\": \"A\"}", "Capital of France?": "It is Paris."}' > answers.json
restart
goldpin run mini -t me -q -o two > /dev/null || echo "exit $?"
field two/results.json '/trials/*' status error
--- stdout
$ judged '"reference": "It is Nice, or Paris."' 'Capital of France?'
$ echo '{"*<answer-A ": "{\"reason\": \"The first.\", \"better\": \"A\"}", "Capital of France?": "It is Paris."}' > answers.json
$ restart
$ goldpin run mini -t me -q -o out > /dev/null || echo "exit $?"
exit 1
$ field out/results.json '/trials/*' status error
skipped criterion "judge-2" is not applicable: the judge "judge" is not calibrated: 0 of 2 known verdicts right, a share of 0.9 wanted; wrong first on "It is Paris.", which must pass
$ judged '"reference": "It is Nice, or Paris.", "calibrated": 0' 'Capital of France?'
$ echo '{"*<answer-A ": "{\"reason\": \"The first.\", \"better\": \"A\"}", "Capital of France?": "It is Paris."}' > answers.json
$ restart
$ goldpin run mini -t me -q -o two > /dev/null || echo "exit $?"
exit 3
$ field two/results.json '/trials/*' status error
error criterion "judge-2" cannot be decided: the judge "judge" is of two minds: for the answer 1 of 1 times when it came first, 0 of 1 when the reference did
--- stderr
--- exit 0
