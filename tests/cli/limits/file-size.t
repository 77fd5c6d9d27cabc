# A file that may grow no further is an error with a name, and not the end by a signal.
list=$(one_case c0 '0 + 1' 1)
for k in $(seq 1 40); do list="$list, $(one_case "c$k" "$k + 1" $((k + 1)))"; done
mini "$list"
server
(ulimit -f 16 && goldpin run mini -q -t "openai:m@$URL" -o out) || echo "exit $?"
goldpin run mini -q --resume out -t "openai:m@$URL" > said
head -n 1 said
--- stdout
$ list=$(one_case c0 '0 + 1' 1)
$ for k in $(seq 1 40); do list="$list, $(one_case "c$k" "$k + 1" $((k + 1)))"; done
$ mini "$list"
$ server
$ (ulimit -f 16 && goldpin run mini -q -t "openai:m@$URL" -o out) || echo "exit $?"
exit 3
$ goldpin run mini -q --resume out -t "openai:m@$URL" > said
$ head -n 1 said
Gate passed: 41 of 41 trials passed; goldens: no case has one; no trial broke.
--- stderr
$ (ulimit -f 16 && goldpin run mini -q -t "openai:m@$URL" -o out) || echo "exit $?"
goldpin: cannot write out/transcripts.jsonl: File too large
goldpin: {*} of 41 trials are saved in out
goldpin: go on with: goldpin run mini --resume out -q -t openai:m@http://127.0.0.1:PORT/v1
--- exit 0
