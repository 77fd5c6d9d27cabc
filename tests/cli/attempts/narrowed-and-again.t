# The same with a policy: every trial is answered in the end, and the server saw exactly the requests of the report.
mini "$(for i in 1 2 3 4 5 6 7 8 9; do one_case "c$i" "#at-most=2 #retry-after=0.01 #delay=10 $i + 1" $((i + 1)); [ "$i" = 9 ] || echo ,; done)"
server --requests seen
targets '"retry": {"on": ["rate_limited"], "max": 50, "base_s": 0.2}'
goldpin run mini -q -j 9 -o out
[ "$(wc -l < seen)" -gt 9 ] && [ "$(field out/results.json /targets/0/measured/requests)" -eq "$(wc -l < seen)" ] && echo 'every request is in the report'
--- stdout
$ mini "$(for i in 1 2 3 4 5 6 7 8 9; do one_case "c$i" "#at-most=2 #retry-after=0.01 #delay=10 $i + 1" $((i + 1)); [ "$i" = 9 ] || echo ,; done)"
$ server --requests seen
$ targets '"retry": {"on": ["rate_limited"], "max": 50, "base_s": 0.2}'
$ goldpin run mini -q -j 9 -o out
Gate passed: 9 of 9 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ [ "$(wc -l < seen)" -gt 9 ] && [ "$(field out/results.json /targets/0/measured/requests)" -eq "$(wc -l < seen)" ] && echo 'every request is in the report'
every request is in the report
--- stderr
--- exit 0
