# A judge that breaks is not the model's fault: no verdict, a trial that is an error of a named kind, and a vote that a resumed
# run asks for again. What was answered is not asked again.
judged '' 'a?' 'b?'
cat > answers.json << 'END'
{
  "*\nIt is Paris": "{\"reason\": \"It says Paris.\", \"pass\": true}",
  "*\nIt is Lyon": "{\"reason\": \"no\", \"pass\": false}",
  "a?": "It is Paris, surely.", "b?": "It is Paris. #first=1 #503"
}
END
restart
goldpin run mini -t me -q -o out || echo "exit $?"
field out/results.json '/trials/*' case status error
field out/evidence.jsonl '/*' trial end reason | sort
goldpin run --resume out -t me -q || echo "exit $?"
field out/results.json '/trials/*' case status
field out/evidence.jsonl '/*' trial end reason | sort
--- stdout
$ judged '' 'a?' 'b?'
$ cat > answers.json << 'END' ...
$ restart
$ goldpin run mini -t me -q -o out || echo "exit $?"
No verdict: 1 of 2 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 3
$ field out/results.json '/trials/*' case status error
a passed null
b error criterion "judge-2" cannot be decided: the judge broke: server_error: HTTP 503, unavailable_error: Loading model
$ field out/evidence.jsonl '/*' trial end reason | sort
calibration answered null
calibration answered null
calibration answered null
calibration answered null
mini/a/me/1 answered null
mini/b/me/1 broken server_error: HTTP 503, unavailable_error: Loading model
$ goldpin run --resume out -t me -q || echo "exit $?"
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.000277 USD
$ field out/results.json '/trials/*' case status
a passed
b passed
$ field out/evidence.jsonl '/*' trial end reason | sort
calibration answered null
calibration answered null
calibration answered null
calibration answered null
mini/a/me/1 answered null
mini/b/me/1 answered null
mini/b/me/1 broken server_error: HTTP 503, unavailable_error: Loading model
--- stderr
--- exit 0
