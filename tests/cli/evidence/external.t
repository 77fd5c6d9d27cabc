# A program of the suite grades, in the same sandbox, with its own leave. If it breaks there is no verdict, and that is not the
# model's fault.
confined
mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "external", "command": ["python3", "grade.py", "half"], "files": ["grade.py"]}], "pass_at": 0.5},
    {"id": "b", "messages": [{"role": "user", "content": "b"}], "grade": [{"type": "external", "command": ["./grade.py"], "files": ["grade.py"]}]},
    {"id": "broken", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "external", "command": ["sh", "-c", "echo no luck >&2; exit 4"]}]},
    {"id": "prose", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "external", "command": ["echo", "very good"]}]}'
cat > mini/grade.py << 'END'
#!/usr/bin/env python3
import json, sys
x = json.load(sys.stdin)
words = len(x["replies"][x["turn"] - 1]["answer"].split())
score = min(words, 4) / 4
print(json.dumps({"score": score, "explanation": f"{words} words for {x['case']['messages'][0]['content']!r}"}))
END
echo '{"a": "only two", "b": "four words it has"}' > answers.json
server --answers answers.json
goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
field out/results.json '/trials/*' case status error
goldpin run --resume out -q -t openai:m@$URL --allow-external || echo "exit $?"
field out/results.json '/trials/*' case status score error
field out/results.json '/trials/*/criteria/*' score explanation
kill $SERVER
goldpin run mini -q --replay out -o again > /dev/null || echo "exit $?"
cmp out/results.json again/results.json
--- stdout
$ confined
$ mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "external", "command": ["python3", "grade.py", "half"], "files": ["grade.py"]}], "pass_at": 0.5}, ...
$ cat > mini/grade.py << 'END' ...
$ echo '{"a": "only two", "b": "four words it has"}' > answers.json
$ server --answers answers.json
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
exit 1
$ field out/results.json '/trials/*' case status error
a skipped criterion "external-1" is not applicable: its program is run only with --allow-external
b skipped criterion "external-1" is not applicable: its program is run only with --allow-external
broken skipped criterion "external-1" is not applicable: its program is run only with --allow-external
prose skipped criterion "external-1" is not applicable: its program is run only with --allow-external
$ goldpin run --resume out -q -t openai:m@$URL --allow-external || echo "exit $?"
No verdict: 2 of 4 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 3
$ field out/results.json '/trials/*' case status score error
a passed 0.5 null
b passed 1 null
broken error null criterion "external-1" cannot be decided: its program failed, exit status 4: "no luck"
prose error null criterion "external-1" cannot be decided: its output:1:1: expected a value, found 'very'
$ field out/results.json '/trials/*/criteria/*' score explanation
0.5 2 words for 'a'
1 4 words for 'b'
$ kill $SERVER
$ goldpin run mini -q --replay out -o again > /dev/null || echo "exit $?"
exit 3
$ cmp out/results.json again/results.json
--- stderr
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
goldpin: warning: --allow-external: not given; 4 cases of this run need a program to be run for the verdict and will be skipped
--- exit 0
