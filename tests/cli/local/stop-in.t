# Stop strings hold for the answer, or for all of a reply: part of the target's identity only where it is said.
pocket
mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "stop": ["zz"], "max_tokens": 8, "grade": [{"type": "count", "min": 0, "max": 9}], "examples": {"pass": ["5"], "fail": ["1 2 3 4 5 6 7 8 9 10"]}}'
targets_of() { echo "{\"targets\": {\"p\": {\"provider\": \"local\", \"model\": \"suites/smoke/pocket/pocket.gguf\"$1}}}" > goldpin.json; }
targets_of ''
goldpin run mini -q -o one > one.txt || echo "exit $?"
targets_of ', "stop_in": "answer"'
goldpin run mini -q -o two > two.txt || echo "exit $?"
targets_of ', "stop_in": "reply"'
goldpin run mini -q -o three > three.txt || echo "exit $?"
field one/results.json /fingerprint > a && field two/results.json /fingerprint > b && field three/results.json /fingerprint > c
cmp a b && ! cmp -s a c && echo 'said is part of it, the default is not'
grep 'Stop strings' three/report.md
goldpin run --resume one -q -t p || echo "exit $?"
--- stdout
$ pocket
$ mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "stop": ["zz"], "max_tokens": 8, "grade": [{"type": "count", "min": 0, "max": 9}], "examples": {"pass": ["5"], "fail": ["1 2 3 4 5 6 7 8 9 10"]}}'
$ targets_of() { echo "{\"targets\": {\"p\": {\"provider\": \"local\", \"model\": \"suites/smoke/pocket/pocket.gguf\"$1}}}" > goldpin.json; }
$ targets_of ''
$ goldpin run mini -q -o one > one.txt || echo "exit $?"
$ targets_of ', "stop_in": "answer"'
$ goldpin run mini -q -o two > two.txt || echo "exit $?"
$ targets_of ', "stop_in": "reply"'
$ goldpin run mini -q -o three > three.txt || echo "exit $?"
$ field one/results.json /fingerprint > a && field two/results.json /fingerprint > b && field three/results.json /fingerprint > c
$ cmp a b && ! cmp -s a c && echo 'said is part of it, the default is not'
said is part of it, the default is not
$ grep 'Stop strings' three/report.md
  - Stop strings: hold for reasoning too.
$ goldpin run --resume one -q -t p || echo "exit $?"
exit 2
--- stderr
$ goldpin run --resume one -q -t p || echo "exit $?"
goldpin: this is not the run that was begun: target "p" had {}, now {"stop_in":"reply"}
--- exit 0
