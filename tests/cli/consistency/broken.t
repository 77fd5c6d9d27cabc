# A repeat that broke has no answer: it is left out, and the verdict says so. When it is asked again, it counts.
mini '{"id": "a", "messages": [{"role": "user", "content": "#first=1 #503 copy: Paris"}], "grade": [{"type": "contains", "expect": "Paris"}, {"type": "consistency"}]}'
server
echo "{\"targets\": {\"t\": {\"provider\": \"anthropic\", \"model\": \"m\", \"base_url\": \"${URL%/v1}\", \"sampling\": {\"max_tokens\": 20}}}}" > goldpin.json
goldpin run mini --jobs 1 --repeat 3 -q --max-errors 1 -o out || echo "exit $?"
field out/results.json '/trials/*' id status failure
field out/results.json '/trials/*/criteria/*' id explanation | grep consistency | sort -u
goldpin run --resume out --jobs 1 --retry-errors -q || echo "exit $?"
field out/results.json '/trials/*/criteria/*' id explanation | grep consistency | sort -u
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "#first=1 #503 copy: Paris"}], "grade": [{"type": "contains", "expect": "Paris"}, {"type": "consistency"}]}'
$ server
$ echo "{\"targets\": {\"t\": {\"provider\": \"anthropic\", \"model\": \"m\", \"base_url\": \"${URL%/v1}\", \"sampling\": {\"max_tokens\": 20}}}}" > goldpin.json
$ goldpin run mini --jobs 1 --repeat 3 -q --max-errors 1 -o out || echo "exit $?"
Gate passed: 2 of 2 trials passed; goldens: no case has one; 1 of 3 trials broke, 1 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ field out/results.json '/trials/*' id status failure
mini/a/t/1 error server_error
mini/a/t/2 passed null
mini/a/t/3 passed null
$ field out/results.json '/trials/*/criteria/*' id explanation | grep consistency | sort -u
consistency-2 all 2 repeats say "Paris"; 1 that broke left out
$ goldpin run --resume out --jobs 1 --retry-errors -q || echo "exit $?"
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
flagged     1 trial was asked again after breaking; out/report.md names the earlier attempts
$ field out/results.json '/trials/*/criteria/*' id explanation | grep consistency | sort -u
consistency-2 all 3 repeats say "Paris"
--- stderr
--- exit 0
