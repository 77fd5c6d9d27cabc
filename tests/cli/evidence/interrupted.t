# A run that is interrupted while code runs ends that code at once; it goes on with --resume, which asks no answer again.
confined
coded '"import answer"' '"```python\nimport time\ntime.sleep(4711)\n```"' '"```python\nx = 2\n```"'
goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null 2> said &
run=$!
n=0
until [ -f out/transcripts.jsonl ] && [ "$(wc -l < out/transcripts.jsonl)" = 2 ]; do n=$((n + 1)); [ $n -lt 400 ] || exit 9; sleep 0.05; done
kill -INT $run
code=0
wait $run || code=$?
echo "exit $code"
head -n 1 said
kill $SERVER
goldpin run --resume out -q -t openai:m@$URL --allow-code > /dev/null || echo "exit $?"
field out/results.json '/trials/*/criteria/0' passed explanation
--- stdout
$ confined
$ coded '"import answer"' '"```python\nimport time\ntime.sleep(4711)\n```"' '"```python\nx = 2\n```"'
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null 2> said &
$ run=$!
$ n=0
$ until [ -f out/transcripts.jsonl ] && [ "$(wc -l < out/transcripts.jsonl)" = 2 ]; do n=$((n + 1)); [ $n -lt 400 ] || exit 9; sleep 0.05; done
$ kill -INT $run
$ code=0
$ wait $run || code=$?
$ echo "exit $code"
exit 130
$ head -n 1 said
goldpin: interrupted: all 2 trials are finished and saved in out, evidence for them is not
$ kill $SERVER
$ goldpin run --resume out -q -t openai:m@$URL --allow-code > /dev/null || echo "exit $?"
exit 1
$ field out/results.json '/trials/*/criteria/0' passed explanation
false the tests fail (the block at byte 0): stopped at its time limit
true the tests pass: the block at byte 0
--- stderr
--- exit 0
