# Where there is no such target nobody judges: the run says so before it asks, and the criterion is not applicable. A run that
# goes on with a judge obtains what is missing, for no answer is asked again.
judged '' 'Capital of France?'
rm goldpin.json
goldpin run mini -t openai:m@$URL -q -o out || echo "exit $?"
field out/results.json '/trials/*' status error
field out/evidence.jsonl '/*' trial vote end reason
targets_with_judge
goldpin run --resume out -t openai:m@$URL -q || echo "exit $?"
field out/results.json '/trials/*' status error
field out/manifest.json '/judges/*' name
goldpin run mini --replay out -q -o again > /dev/null
same_reports out again && echo 'the same reports'
--- stdout
$ judged '' 'Capital of France?'
$ rm goldpin.json
$ goldpin run mini -t openai:m@$URL -q -o out || echo "exit $?"
Gate failed: no trial was graded (0 broke, 1 skipped).
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
flagged     1 of 1 trials was skipped: what a case needs is not there; they neither passed nor failed, and out/report.md says why
exit 1
$ field out/results.json '/trials/*' status error
skipped criterion "judge-2" is not applicable: its calibration: there is no such judge: no target is named "judge", because there is no targets file (./goldpin.json or ./goldpin.yaml, or -c FILE); without one write PROVIDER:MODEL[@BASE_URL]
$ field out/evidence.jsonl '/*' trial vote end reason
calibration 1 not_applicable there is no such judge: no target is named "judge", because there is no targets file (./goldpin.json or ./goldpin.yaml, or -c FILE); without one write PROVIDER:MODEL[@BASE_URL]
calibration 2 not_applicable there is no such judge: no target is named "judge", because there is no targets file (./goldpin.json or ./goldpin.yaml, or -c FILE); without one write PROVIDER:MODEL[@BASE_URL]
$ targets_with_judge
$ goldpin run --resume out -t openai:m@$URL -q || echo "exit $?"
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.000149 USD
$ field out/results.json '/trials/*' status error
passed null
$ field out/manifest.json '/judges/*' name
judge
$ goldpin run mini --replay out -q -o again > /dev/null
$ same_reports out again && echo 'the same reports'
the same reports
--- stderr
$ goldpin run mini -t openai:m@$URL -q -o out || echo "exit $?"
goldpin: warning: judge: cannot be asked; 1 case of this run needs its verdict and will be skipped: there is no such judge: no target is named "judge", because there is no targets file (./goldpin.json or ./goldpin.yaml, or -c FILE); without one write PROVIDER:MODEL[@BASE_URL]
--- exit 0
