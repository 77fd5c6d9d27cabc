# A run that is interrupted while a judge thinks ends at once; it goes on with --resume, and what was said stays said.
judged '' 'a?' 'b?'
sed -i 's/"b?": "It is Nice."/"b?": "It is Nice. #hang"/' answers.json
restart
goldpin run mini -t me -q -o out > /dev/null 2> said &
run=$!
n=0
until [ -f out/evidence.jsonl ] && [ "$(wc -l < out/evidence.jsonl)" = 5 ]; do n=$((n + 1)); [ $n -lt 400 ] || exit 9; sleep 0.05; done
sleep 0.2
kill -INT $run
code=0
wait $run || code=$?
echo "exit $code"
cat said
sed -i 's/#hang/#503/' out/transcripts.jsonl
goldpin run --resume out -t me -q > /dev/null || echo "exit $?"
field out/results.json '/trials/*' case status error
field out/evidence.jsonl '/*' trial end
--- stdout
$ judged '' 'a?' 'b?'
$ sed -i 's/"b?": "It is Nice."/"b?": "It is Nice. #hang"/' answers.json
$ restart
$ goldpin run mini -t me -q -o out > /dev/null 2> said &
$ run=$!
$ n=0
$ until [ -f out/evidence.jsonl ] && [ "$(wc -l < out/evidence.jsonl)" = 5 ]; do n=$((n + 1)); [ $n -lt 400 ] || exit 9; sleep 0.05; done
$ sleep 0.2
$ kill -INT $run
$ code=0
$ wait $run || code=$?
$ echo "exit $code"
exit 130
$ cat said
goldpin: interrupted: all 2 trials are finished and saved in out, evidence for them is not
goldpin: go on with: goldpin run mini --resume out -t me -q
$ sed -i 's/#hang/#503/' out/transcripts.jsonl
$ goldpin run --resume out -t me -q > /dev/null || echo "exit $?"
exit 3
$ field out/results.json '/trials/*' case status error
a passed null
b error criterion "judge-2" cannot be decided: the judge broke: server_error: HTTP 503, unavailable_error: Loading model
$ field out/evidence.jsonl '/*' trial end
calibration answered
calibration answered
calibration answered
calibration answered
mini/a/me/1 answered
mini/b/me/1 broken
--- stderr
--- exit 0
