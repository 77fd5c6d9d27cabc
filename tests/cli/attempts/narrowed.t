# Too many at once: rate limits narrow the run until it fits. New trials wait; nothing is sent again that the policy does not name.
mini "$(for i in 1 2 3 4 5 6 7 8 9; do one_case "c$i" "#at-most=2 #retry-after=0.05 #delay=30 $i + 1" $((i + 1)); [ "$i" = 9 ] || echo ,; done)"
server --requests seen
targets '"concurrency": 8'
goldpin run mini -q -j 8 -o out || echo "exit $?"
wc -l < seen
field out/results.json '/targets/*/measured/requests'
n=$(field out/results.json /targets/-/measured/rate_limited)
[ "$n" -ge 1 ] && [ "$n" -le 7 ] && echo 'some were refused, not all'
[ "$(field out/results.json /targets/0/measured/lowest_window)" -le 4 ] && echo 'and it was narrowed'
--- stdout
$ mini "$(for i in 1 2 3 4 5 6 7 8 9; do one_case "c$i" "#at-most=2 #retry-after=0.05 #delay=30 $i + 1" $((i + 1)); [ "$i" = 9 ] || echo ,; done)"
$ server --requests seen
$ targets '"concurrency": 8'
$ goldpin run mini -q -j 8 -o out || echo "exit $?"
No verdict: {*} of 9 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 3
$ wc -l < seen
9
$ field out/results.json '/targets/*/measured/requests'
9
$ n=$(field out/results.json /targets/-/measured/rate_limited)
$ [ "$n" -ge 1 ] && [ "$n" -le 7 ] && echo 'some were refused, not all'
some were refused, not all
$ [ "$(field out/results.json /targets/0/measured/lowest_window)" -le 4 ] && echo 'and it was narrowed'
and it was narrowed
--- stderr
--- exit 0
