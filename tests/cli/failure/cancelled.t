# Cancelled by SIGINT in the middle of a stream: 130; that trial is not finished, so the resumed run asks again.
mini "$(one_case a '1 + 1' 2), $(one_case b '#slow-stream=300ms copy: four words of answer' 'four words of answer?'), $(one_case c '1 + 2' 3)"
server --log requests
(goldpin run mini -j 2 -q -t "openai:m@$URL" -o out & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2>&1 &
until [ "$(grep -c . out/transcripts.jsonl 2> /dev/null)" = 2 ]; do sleep 0.02; done
kill -INT "$(cat pid)"
wait $!
cat cut.txt
[ ! -e out/results.json ] && echo 'no results yet'
goldpin run -q --resume out -t "openai:m@$URL"
told out
field out/results.json /planned /summary cases trials
kill "$SERVER" && wait "$SERVER"
grep -c '^request' requests
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#slow-stream=300ms copy: four words of answer' 'four words of answer?'), $(one_case c '1 + 2' 3)"
$ server --log requests
$ (goldpin run mini -j 2 -q -t "openai:m@$URL" -o out & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2>&1 &
$ until [ "$(grep -c . out/transcripts.jsonl 2> /dev/null)" = 2 ]; do sleep 0.02; done
$ kill -INT "$(cat pid)"
$ wait $!
$ cat cut.txt
goldpin: interrupted: 2 of 3 trials are finished and saved in out
goldpin: go on with: goldpin run mini --resume out -j 2 -q -t openai:m@http://127.0.0.1:PORT/v1
exit 130
$ [ ! -e out/results.json ] && echo 'no results yet'
no results yet
$ goldpin run -q --resume out -t "openai:m@$URL"
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ told out
a on openai-m: passed
b on openai-m: passed
c on openai-m: passed
$ field out/results.json /planned /summary cases trials
3
3 3
$ kill "$SERVER" && wait "$SERVER"
$ grep -c '^request' requests
4
--- stderr
--- exit 0
