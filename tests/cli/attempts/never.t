# What waiting does not cure is sent once: a quota, x-should-retry: false, a kind that the policy does not name.
mini "$(one_case quota '#quota 1 + 1' 2), $(one_case told '#503 #never-again 1 + 1' 2), $(one_case other '#html 1 + 1' 2), $(one_case bad '#400 1 + 1' 2)"
server --requests seen
targets '"retry": {"on": ["rate_limited", "server_error"], "max": 3, "base_s": 0.01}'
goldpin run mini -q -o out || echo "exit $?"
wc -l < seen
--- stdout
$ mini "$(one_case quota '#quota 1 + 1' 2), $(one_case told '#503 #never-again 1 + 1' 2), $(one_case other '#html 1 + 1' 2), $(one_case bad '#400 1 + 1' 2)"
$ server --requests seen
$ targets '"retry": {"on": ["rate_limited", "server_error"], "max": 3, "base_s": 0.01}'
$ goldpin run mini -q -o out || echo "exit $?"
No verdict: no trial was graded (4 broke, 0 skipped); 4 of 4 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 3
$ wc -l < seen
4
--- stderr
--- exit 0
