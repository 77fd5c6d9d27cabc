# --retry-errors asks again what broke outside the model; the last attempt counts, and the first stays in the evidence.
mini "$(one_case a '1 + 1' 2), $(one_case b '#500 #first=1 1 + 2' 3), $(one_case c '#empty 1 + 3' 4), $(one_case d '#401 #first=1 1 + 4' 5), $(one_case e '1 + 5' 6)"
server
goldpin run mini -q -t "openai:m@$URL" --retry-errors || echo "exit $?"
goldpin run mini -q -j 1 -t "openai:m@$URL" -o out > /dev/null || echo "exit $?"
goldpin run mini -q -j 1 --resume out -t "openai:m@$URL" | head -n 1
goldpin run mini -q -j 1 --resume out --retry-errors -t "openai:m@$URL" || echo "exit $?"
field out/transcripts.jsonl '/*' case failure
field out/results.json '/trials/*' case status failure
field out/results.json '/trials/1/earlier/*' failure error
part '## Asked again' out/report.md | sed 's/begun [^)]*/begun TIME/'
grep -c 'asked again after server_error' out/junit.xml
# The evidence is that of the last attempts: of a run that never met the trouble, of the bundle played.
goldpin run mini -q -j 1 -t "openai:m@$URL" -o whole > whole.txt || true
goldpin run mini -q --replay out -o again > again.txt || true
goldpin run mini -q --resume out -t "openai:m@$URL" > plain.txt || true
sed -n 's/^fingerprint //p' whole.txt again.txt plain.txt | uniq | wc -l
goldpin diff out whole
field out/results.json '/trials/*/earlier/*' failure
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#500 #first=1 1 + 2' 3), $(one_case c '#empty 1 + 3' 4), $(one_case d '#401 #first=1 1 + 4' 5), $(one_case e '1 + 5' 6)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" --retry-errors || echo "exit $?"
exit 2
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o out > /dev/null || echo "exit $?"
exit 3
$ goldpin run mini -q -j 1 --resume out -t "openai:m@$URL" | head -n 1
No verdict: 3 of 5 trials broke, 0 allowed.
$ goldpin run mini -q -j 1 --resume out --retry-errors -t "openai:m@$URL" || echo "exit $?"
No verdict: 1 of 5 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
flagged     2 trials were asked again after breaking; out/report.md names the earlier attempts
exit 3
$ field out/transcripts.jsonl '/*' case failure
a null
b server_error
c empty
d auth
e null
b null
d null
$ field out/results.json '/trials/*' case status failure
a passed null
b passed null
c error empty
d passed null
e passed null
$ field out/results.json '/trials/1/earlier/*' failure error
server_error HTTP 500, server_error: The server had an error.\nSecond line \x1B[31mred.
$ part '## Asked again' out/report.md | sed 's/begun [^)]*/begun TIME/'
## Asked again after they broke

- `mini/b/openai-m/1`: server_error: `HTTP 500, server_error: The server had an error.\nSecond line \x1B[31mred.` (begun TIME); then passed
- `mini/d/openai-m/1`: auth: `HTTP 401, invalid_api_key: Incorrect API key provided.` (begun TIME); then passed

$ grep -c 'asked again after server_error' out/junit.xml
1
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o whole > whole.txt || true
$ goldpin run mini -q --replay out -o again > again.txt || true
$ goldpin run mini -q --resume out -t "openai:m@$URL" > plain.txt || true
$ sed -n 's/^fingerprint //p' whole.txt again.txt plain.txt | uniq | wc -l
1
$ goldpin diff out whole
5 the same

$ field out/results.json '/trials/*/earlier/*' failure
server_error
auth
--- stderr
$ goldpin run mini -q -t "openai:m@$URL" --retry-errors || echo "exit $?"
goldpin: --retry-errors goes on with a run that is there; name it with --resume
--- exit 0
