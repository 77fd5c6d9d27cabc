# What was sent was sent: a recording whose targets hold what would be refused today is played all the same.
mini
server
targets '"sampling": {"top_p": 0, "stop": []}'
goldpin run mini -q --record rec -o out
field rec/exchanges.jsonl /0/request/top_p
field rec/exchanges.jsonl /0/request | grep -c stop || echo 'no stop was sent'
rm goldpin.json
sed -i 's/"top_p":0/"top_p":1.5/; s/"stop":\[\]/"stop":[""]/' rec/recording.json
grep -o '"sampling":{[^}]*}' rec/recording.json
goldpin run mini -q --replay rec -o again || echo "exit $?"
targets '"sampling": {"top_p": 1.5}'
goldpin run mini -q --dry-run || echo "exit $?"
targets '"sampling": {"stop": [""]}'
goldpin run mini -q --dry-run || echo "exit $?"
--- stdout
$ mini
$ server
$ targets '"sampling": {"top_p": 0, "stop": []}'
$ goldpin run mini -q --record rec -o out
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ field rec/exchanges.jsonl /0/request/top_p
0
$ field rec/exchanges.jsonl /0/request | grep -c stop || echo 'no stop was sent'
0
no stop was sent
$ rm goldpin.json
$ sed -i 's/"top_p":0/"top_p":1.5/; s/"stop":\[\]/"stop":[""]/' rec/recording.json
$ grep -o '"sampling":{[^}]*}' rec/recording.json
"sampling":{"top_p":1.5,"stop":[""]}
$ goldpin run mini -q --replay rec -o again || echo "exit $?"
exit 2
$ targets '"sampling": {"top_p": 1.5}'
$ goldpin run mini -q --dry-run || echo "exit $?"
exit 2
$ targets '"sampling": {"stop": [""]}'
$ goldpin run mini -q --dry-run || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -q --replay rec -o again || echo "exit $?"
goldpin: request of trial mini/sum/t/1: the recording rec does not hold it; the nearest recorded is of trial mini/sum/t/1 and differs at /top_p: recorded 0, now 1.5 (and in 1 more place). A replay never asks a live target
$ goldpin run mini -q --dry-run || echo "exit $?"
goldpin: goldpin.json:1:119: top_p is 1.5, but must be from 0 to 1
$ goldpin run mini -q --dry-run || echo "exit $?"
goldpin: goldpin.json:1:119: stop holds an empty string
--- exit 0
