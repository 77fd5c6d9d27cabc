# The summary of a resumed run counts the trials of all its parts: 40 cases, stopped after some of them.
list=$(one_case c1 '1 + 0' 1)
for i in $(seq 2 40); do list="$list, $(one_case "c$i" "$i + 0" "$i")"; done
mini "$list"
sed -i 's/What is 30 /What is #401 30 /' mini/suite.json
server
goldpin run mini -q -j 1 -t "openai:m@$URL" -o out > /dev/null || echo "exit $?"
head -n 20 out/transcripts.jsonl > half
mv half out/transcripts.jsonl
goldpin run mini -q -j 1 --resume out -t "openai:m@$URL" || echo "exit $?"
field out/results.json /planned /summary cases trials passed errors
grep -c '<testcase' out/junit.xml
--- stdout
$ list=$(one_case c1 '1 + 0' 1)
$ for i in $(seq 2 40); do list="$list, $(one_case "c$i" "$i + 0" "$i")"; done
$ mini "$list"
$ sed -i 's/What is 30 /What is #401 30 /' mini/suite.json
$ server
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o out > /dev/null || echo "exit $?"
exit 3
$ head -n 20 out/transcripts.jsonl > half
$ mv half out/transcripts.jsonl
$ goldpin run mini -q -j 1 --resume out -t "openai:m@$URL" || echo "exit $?"
No verdict: 1 of 40 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 3
$ field out/results.json /planned /summary cases trials passed errors
40
40 40 39 1
$ grep -c '<testcase' out/junit.xml
40
--- stderr
--- exit 0
