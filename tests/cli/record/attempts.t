# Attempts by policy, and trials that a narrowed target held back: a replay decides, waits for nothing, and reports the same.
mini "$(one_case a '#429 #retry-after=0.2 #first=2 1 + 1' 2), $(one_case b '#500 1 + 2' 3), $(one_case c '#cut #first=1 1 + 3' 4), $(one_case d '#at-most=1 #retry-after=0.05 #delay=30 1 + 4' 5), $(one_case e '#at-most=1 #retry-after=0.05 #delay=30 1 + 5' 6)"
server
targets '"concurrency": 4, "retry": {"on": ["rate_limited", "server_error", "cut_off"], "max": 2, "base_s": 0.01}'
goldpin run mini -q --record rec -o live > live.txt || echo "exit $?"
exec 9>&-
rm goldpin.json
unplugged goldpin run mini -q --replay rec -o one > one.txt || echo "exit $?"
unplugged goldpin run mini -q --replay rec -j 1 -o two > two.txt || echo "exit $?"
same_reports live one
cmp one/results.json two/results.json
field one/results.json '/targets/*/measured' lowest_window
field rec/exchanges.jsonl '/*/attempt' | grep -cx 3
sed 's/"trial":"mini.b.t.1","turn":0,"attempt":3/"trial":"mini\/b\/t\/1","turn":0,"attempt":9/' rec/exchanges.jsonl > less
mv less rec/exchanges.jsonl
goldpin run mini -q --replay rec -o three
--- stdout
$ mini "$(one_case a '#429 #retry-after=0.2 #first=2 1 + 1' 2), $(one_case b '#500 1 + 2' 3), $(one_case c '#cut #first=1 1 + 3' 4), $(one_case d '#at-most=1 #retry-after=0.05 #delay=30 1 + 4' 5), $(one_case e '#at-most=1 #retry-after=0.05 #delay=30 1 + 5' 6)"
$ server
$ targets '"concurrency": 4, "retry": {"on": ["rate_limited", "server_error", "cut_off"], "max": 2, "base_s": 0.01}'
$ goldpin run mini -q --record rec -o live > live.txt || echo "exit $?"
exit 3
$ exec 9>&-
$ rm goldpin.json
$ unplugged goldpin run mini -q --replay rec -o one > one.txt || echo "exit $?"
exit 3
$ unplugged goldpin run mini -q --replay rec -j 1 -o two > two.txt || echo "exit $?"
exit 3
$ same_reports live one
$ cmp one/results.json two/results.json
$ field one/results.json '/targets/*/measured' lowest_window
1
$ field rec/exchanges.jsonl '/*/attempt' | grep -cx 3
3
$ sed 's/"trial":"mini.b.t.1","turn":0,"attempt":3/"trial":"mini\/b\/t\/1","turn":0,"attempt":9/' rec/exchanges.jsonl > less
$ mv less rec/exchanges.jsonl
$ goldpin run mini -q --replay rec -o three
--- stderr
$ goldpin run mini -q --replay rec -o three
goldpin: request of trial mini/b/t/1: the recording rec has only 9 attempts at it; attempt 3 is asked for: the retry policy differs from the recorded run's. A replay never asks a live target
goldpin: 1 of 5 trials are saved in three
goldpin: go on with: goldpin run mini --resume three -q --replay rec
--- exit 2
