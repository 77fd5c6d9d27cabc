# A case without an answer, one with turns, a file of nobody: errors before anything is written.
cat > mini.json << 'END'
{"eval": {"model": "m"}, "samples": [{"id": 1, "epoch": 1, "input": "What is 1 + 2?", "output": {"choices": [{"message": {"content": "3"}}]}}, {"id": 2, "epoch": 1, "input": "Why?", "output": {"choices": []}}]}
END
mini
goldpin run mini --replay mini.json || echo "exit $?"
mini '{"id": "t", "messages": [{"role": "user", "content": "Why?"}], "turns": ["And?"], "grade": [{"type": "equals", "expect": "x"}]}'
goldpin run mini -q --replay mini.json || echo "exit $?"
for text in '{"results": []}' '{"results": {"results": []}}' '{"results": {"results": [{"provider": {"id": "x:y"}}]}}' '{"results": {"results": [{"prompt": {"raw": "p"}}]}}' '{"eval": {}, "samples": [{}]}' '{"eval": {"model": "m"}, "samples": [{}]}' '[1' '{"a": NaN}'; do
    echo "$text" > file.json
    goldpin run mini -q --replay file.json || echo "exit $?"
done
goldpin run mini -q --replay mini.json -t other || echo "exit $?"
ls
--- stdout
$ cat > mini.json << 'END' ...
$ mini
$ goldpin run mini --replay mini.json || echo "exit $?"
exit 2
$ mini '{"id": "t", "messages": [{"role": "user", "content": "Why?"}], "turns": ["And?"], "grade": [{"type": "equals", "expect": "x"}]}'
$ goldpin run mini -q --replay mini.json || echo "exit $?"
exit 2
$ for text in '{"results": []}' '{"results": {"results": []}}' '{"results": {"results": [{"provider": {"id": "x:y"}}]}}' '{"results": {"results": [{"prompt": {"raw": "p"}}]}}' '{"eval": {}, "samples": [{}]}' '{"eval": {"model": "m"}, "samples": [{}]}' '[1' '{"a": NaN}'; do ...
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
$ goldpin run mini -q --replay mini.json -t other || echo "exit $?"
exit 2
$ ls
file.json
mini
mini.json
--- stderr
$ goldpin run mini --replay mini.json || echo "exit $?"
goldpin: target m: inspect_ai (replayed)
goldpin: mini.json has no answer to the prompt of trial mini/sum/m/1; the nearest prompt in it is What is 1 + 2?, that of the case What is 2 + 3?
$ goldpin run mini -q --replay mini.json || echo "exit $?"
goldpin: case t has turns, and a file of another tool holds one answer to each prompt; choose other cases with --filter or --tag
$ for text in '{"results": []}' '{"results": {"results": []}}' '{"results": {"results": [{"provider": {"id": "x:y"}}]}}' '{"results": {"results": [{"prompt": {"raw": "p"}}]}}' '{"eval": {}, "samples": [{}]}' '{"eval": {"model": "m"}, "samples": [{}]}' '[1' '{"a": NaN}'; do ...
goldpin: cannot replay file.json: it is neither a results file of promptfoo ("results.results") nor a log of Inspect ("eval" and "samples")
goldpin: file.json holds no answer: there is nothing to replay
goldpin: file.json:1:26: this result does not say what was asked ("prompt.raw")
goldpin: file.json:1:26: this result does not say which provider gave it ("provider.id")
goldpin: file.json:1:10: this log does not name the model ("eval.model")
goldpin: file.json:1:38: this sample does not say what was asked ("input")
goldpin: file.json:2:1: the document ends where ',' or ']' is expected
goldpin: file.json:1:7: expected a value, found 'NaN'
$ goldpin run mini -q --replay mini.json -t other || echo "exit $?"
goldpin: mini.json holds no target "other"; it has m
--- exit 0
