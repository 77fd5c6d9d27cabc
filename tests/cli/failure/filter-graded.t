# The provider's own refusal is an answer in a case that grades refusals, and an error in one that does not.
server
refuses() { printf '{"id": "%s", "messages": [{"role": "user", "content": "What is #filter 1 + 1?"}], "grade": [%s]}' "$1" "$2"; }
mini "$(refuses should '{"type": "refusal"}'), $(refuses should-not '{"type": "refusal", "expect": false}'), $(refuses other '{"type": "equals", "expect": "2"}')"
goldpin run mini -q -t "openai:m@$URL" -o out || echo "exit $?"
field out/results.json '/trials/*' case status failure score
field out/results.json /summary/failures
field out/results.json '/trials/2/criteria/0' explanation
goldpin run mini -q --replay out -o again || echo "exit $?"
[ "$(field out/results.json /fingerprint)" = "$(field again/results.json /fingerprint)" ]
--- stdout
$ server
$ refuses() { printf '{"id": "%s", "messages": [{"role": "user", "content": "What is #filter 1 + 1?"}], "grade": [%s]}' "$1" "$2"; }
$ mini "$(refuses should '{"type": "refusal"}'), $(refuses should-not '{"type": "refusal", "expect": false}'), $(refuses other '{"type": "equals", "expect": "2"}')"
$ goldpin run mini -q -t "openai:m@$URL" -o out || echo "exit $?"
Gate failed: 1 of 2 trials failed; 1 of 3 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 1
$ field out/results.json '/trials/*' case status failure score
other error content_filter null
should-not failed null 0
should passed null 1
$ field out/results.json /summary/failures
{
      "content_filter": 1
    }
$ field out/results.json '/trials/2/criteria/0' explanation
the provider's content filter ended the reply, which is a refusal
$ goldpin run mini -q --replay out -o again || echo "exit $?"
Gate failed: 1 of 2 trials failed; 1 of 3 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      again
replay of   out
reports     again/report.md again/report.html again/junit.xml again/results.json
exit 1
$ [ "$(field out/results.json /fingerprint)" = "$(field again/results.json /fingerprint)" ]
--- stderr
--- exit 0
