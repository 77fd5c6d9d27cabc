# A judge that says yes to everything is not believed: it must first tell what is known to be wrong. Its criteria are not
# applicable, and no vote is paid for.
judged '' 'Capital of France?'
echo '{"*<answer ": "{\"reason\": \"Fine.\", \"pass\": true}", "Capital of France?": "It is Paris."}' > answers.json
restart
goldpin run mini -t me -q -o out || echo "exit $?"
field out/results.json '/trials/*' status error
field out/evidence.jsonl '/*' trial vote
field out/results.json /judges/0 trials votes calibrations right known
--- stdout
$ judged '' 'Capital of France?'
$ echo '{"*<answer ": "{\"reason\": \"Fine.\", \"pass\": true}", "Capital of France?": "It is Paris."}' > answers.json
$ restart
$ goldpin run mini -t me -q -o out || echo "exit $?"
Gate failed: no trial was graded (0 broke, 1 skipped).
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.000090 USD
flagged     1 of 1 trials was skipped: what a case needs is not there; they neither passed nor failed, and out/report.md says why
exit 1
$ field out/results.json '/trials/*' status error
skipped criterion "judge-2" is not applicable: the judge "judge" is not calibrated: 1 of 2 known verdicts right, a share of 0.9 wanted; wrong first on "It is Lyon.", which must fail
$ field out/evidence.jsonl '/*' trial vote
calibration 1
calibration 2
$ field out/results.json /judges/0 trials votes calibrations right known
0 0 1 1 2
--- stderr
--- exit 0
