# A server that asks for more than the policy waits ends the trial with what is known; one that never recovers uses all attempts up.
mini "$(one_case long '#429 #retry-after=3600 1 + 1' 2), $(one_case ages "#429 #retry-after=99999999999999999999 1 + 1" 2), $(one_case down '#500 1 + 1' 2)"
server --requests seen
targets '"retry": {"on": ["rate_limited", "server_error"], "max": 2, "base_s": 0.01, "cap_s": 1}'
goldpin run mini -q -j 2 -o out || echo "exit $?"
wc -l < seen
sed -n '/^### Sent again/,/^## /{/^## /!p}' out/report.md | sed 's/waited [0-9.e-]* s/waited # s/'
field out/results.json /trials/-/error
--- stdout
$ mini "$(one_case long '#429 #retry-after=3600 1 + 1' 2), $(one_case ages "#429 #retry-after=99999999999999999999 1 + 1" 2), $(one_case down '#500 1 + 1' 2)"
$ server --requests seen
$ targets '"retry": {"on": ["rate_limited", "server_error"], "max": 2, "base_s": 0.01, "cap_s": 1}'
$ goldpin run mini -q -j 2 -o out || echo "exit $?"
No verdict: no trial was graded (3 broke, 0 skipped); 3 of 3 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 3
$ wc -l < seen
5
$ sed -n '/^### Sent again/,/^## /{/^## /!p}' out/report.md | sed 's/waited [0-9.e-]* s/waited # s/'
### Sent again

- `mini/down/t/1`: broke on attempt 3 with server_error after server_error, server_error, having waited # s

$ field out/results.json /trials/-/error
HTTP 429, rate_limit_exceeded: Rate limit reached. (it asks to wait 3600 s; the policy waits at most 1 s)
--- stderr
--- exit 0
