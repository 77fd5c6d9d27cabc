# A configuration of promptfoo: each test with each prompt and each value of a variable that is a list is a case.
cat > c.yaml << 'END'
prompts:
  - "Say {{word}} in {{language}}."
  - '[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "{{word}}?"}]'
defaultTest:
  assert:
    - {type: latency, threshold: 2500}
    - {type: not-icontains, value: "as an AI"}
tests:
  - description: two languages
    vars: {word: hello, language: [French, German]}
    assert:
      - {type: contains-any, value: "Bonjour, Hallo"}
      - {type: word-count, value: {max: 20}}
      - {type: not-regex, value: "{{word}}\\s+\\d"}
  - vars: {word: [a]}
    threshold: 0.5
    assert:
      - {type: equals, value: a, weight: 2}
      - {type: llm-rubric, value: "It says {{word}}."}
  - vars: {word: x}
    assert:
      - {type: regex, value: "(?<bad"}
  - file://more.yaml
END
goldpin import c.yaml -o out --judge judge
cat out/cases.jsonl
goldpin import c.yaml -o none | tail -1
printf 'prompts: ["a"]\ntests:\n  - assert: [{type: javascript, value: "1"}, {type: "not-starts-with", value: "b"}, {type: assert-set, assert: [{type: contains-all, value: [a, 1]}]}]\n  - vars: {x: file://x.txt}\n    options: {transform: y}\n    assert: {}\nscenarios: []\n' > d.yaml
goldpin import d.yaml -o part --partial
cat part/cases.jsonl
printf 'prompts: [\n' > e.yaml
goldpin import e.yaml -o bad || echo "exit $?"
printf 'a: 1\n' > f.yaml
goldpin import f.yaml -o bad --from promptfoo || echo "exit $?"
printf 'prompts: ["a"]\ntests: [{vars: {a: [1,2,3,4,5,6,7,8,9,10], b: [1,2,3,4,5,6,7,8,9,10], c: [1,2,3,4,5,6,7,8,9,10], d: [1,2,3,4,5,6,7,8,9,10], e: [1,2]}}]\n' > g.yaml
goldpin import g.yaml -o bad || echo "exit $?"
# Without a threshold an assertion of weight 0 decides nothing there; here it would.
echo '{"prompts": ["a"], "tests": [{"assert": [{"type": "contains", "value": "b", "weight": 0}, {"type": "contains", "value": "c", "weight": 3}]}]}' > zero.json
goldpin import zero.json -o zero --partial; grep -o '"grade".*' zero/cases.jsonl
--- stdout
$ cat > c.yaml << 'END' ...
$ goldpin import c.yaml -o out --judge judge
out: 6 of 8 records became cases; 2 left out
$ cat out/cases.jsonl
{"id": "two-languages", "messages": [{"role":"user","content":"Say hello in French."}], "grade": [{"type":"latency","max":2.5}, {"type":"not","graders":[{"type":"contains","expect":"as an AI", "ignore_case": true}]}, {"type":"contains_any","expect":["Bonjour","Hallo"]}, {"type":"count","max":20}, {"type":"not","graders":[{"type":"regex","pattern":"hello\\s+\\d"}]}]}
{"id": "two-languages-2", "messages": [{"role":"user","content":"Say hello in German."}], "grade": [{"type":"latency","max":2.5}, {"type":"not","graders":[{"type":"contains","expect":"as an AI", "ignore_case": true}]}, {"type":"contains_any","expect":["Bonjour","Hallo"]}, {"type":"count","max":20}, {"type":"not","graders":[{"type":"regex","pattern":"hello\\s+\\d"}]}]}
{"id": "two-languages-3", "messages": [{"role":"system","content":"Be brief."}, {"role":"user","content":"hello?"}], "grade": [{"type":"latency","max":2.5}, {"type":"not","graders":[{"type":"contains","expect":"as an AI", "ignore_case": true}]}, {"type":"contains_any","expect":["Bonjour","Hallo"]}, {"type":"count","max":20}, {"type":"not","graders":[{"type":"regex","pattern":"hello\\s+\\d"}]}]}
{"id": "two-languages-4", "messages": [{"role":"system","content":"Be brief."}, {"role":"user","content":"hello?"}], "grade": [{"type":"latency","max":2.5}, {"type":"not","graders":[{"type":"contains","expect":"as an AI", "ignore_case": true}]}, {"type":"contains_any","expect":["Bonjour","Hallo"]}, {"type":"count","max":20}, {"type":"not","graders":[{"type":"regex","pattern":"hello\\s+\\d"}]}]}
{"id": "test-2", "messages": [{"role":"user","content":"Say a in ."}], "grade": [{"type":"latency","max":2.5}, {"type":"not","graders":[{"type":"contains","expect":"as an AI", "ignore_case": true}]}, {"type":"equals","expect":"a","weight":2, "trim": false}, {"type":"judge","target":"judge","alone":true,"calibrated":0,"rubric":"It says a."}], "pass_at": 0.5}
{"id": "test-2-6", "messages": [{"role":"system","content":"Be brief."}, {"role":"user","content":"a?"}], "grade": [{"type":"latency","max":2.5}, {"type":"not","graders":[{"type":"contains","expect":"as an AI", "ignore_case": true}]}, {"type":"equals","expect":"a","weight":2, "trim": false}, {"type":"judge","target":"judge","alone":true,"calibrated":0,"rubric":"It says a."}], "pass_at": 0.5}
$ goldpin import c.yaml -o none | tail -1
none: 4 of 8 records became cases; 4 left out
$ printf 'prompts: ["a"]\ntests:\n  - assert: [{type: javascript, value: "1"}, {type: "not-starts-with", value: "b"}, {type: assert-set, assert: [{type: contains-all, value: [a, 1]}]}]\n  - vars: {x: file://x.txt}\n    options: {transform: y}\n    assert: {}\nscenarios: []\n' > d.yaml
$ goldpin import d.yaml -o part --partial
part: 1 of 2 records became cases, 1 of them partial; 1 left out
$ cat part/cases.jsonl
{"id": "test-1", "messages": [{"role":"user","content":"a"}], "grade": [{"type":"not","graders":[{"type":"starts_with","expect":"b", "trim": false}]}, {"type":"contains_all","expect":["a","1"]}], "tags": ["partial"]}
$ printf 'prompts: [\n' > e.yaml
$ goldpin import e.yaml -o bad || echo "exit $?"
exit 2
$ printf 'a: 1\n' > f.yaml
$ goldpin import f.yaml -o bad --from promptfoo || echo "exit $?"
exit 2
$ printf 'prompts: ["a"]\ntests: [{vars: {a: [1,2,3,4,5,6,7,8,9,10], b: [1,2,3,4,5,6,7,8,9,10], c: [1,2,3,4,5,6,7,8,9,10], d: [1,2,3,4,5,6,7,8,9,10], e: [1,2]}}]\n' > g.yaml
$ goldpin import g.yaml -o bad || echo "exit $?"
exit 2
$ echo '{"prompts": ["a"], "tests": [{"assert": [{"type": "contains", "value": "b", "weight": 0}, {"type": "contains", "value": "c", "weight": 3}]}]}' > zero.json
$ goldpin import zero.json -o zero --partial; grep -o '"grade".*' zero/cases.jsonl
zero: 1 of 1 records became cases, 1 of them partial; 0 left out
"grade": [{"type":"contains","expect":"c"}], "tags": ["partial"]}
--- stderr
$ goldpin import c.yaml -o out --judge judge
goldpin: not mapped: the case: goldpin refuses it: grader "regex-3": invalid pattern: syntax error in subpattern name (missing terminator?) (at byte 6) (2 times, first at line 20)
goldpin: not mapped: tests: they are in a file of their own (1 time, first at line 23)
$ goldpin import c.yaml -o none | tail -1
goldpin: not mapped: llm-rubric: it asks a model: name one with --judge (2 times, first at line 15)
goldpin: not mapped: the case: goldpin refuses it: grader "regex-3": invalid pattern: syntax error in subpattern name (missing terminator?) (at byte 6) (2 times, first at line 20)
goldpin: not mapped: tests: they are in a file of their own (1 time, first at line 23)
$ goldpin import d.yaml -o part --partial
goldpin: not mapped: assert: it is no list of assertions (1 time, first at line 4)
goldpin: not mapped: javascript: it is a program in JavaScript (1 time, first at line 3)
goldpin: not mapped: scenarios: this part of the file is not taken over (1 time, first at line 7)
goldpin: not mapped: transform: the option changes prompts or answers (1 time, first at line 4)
goldpin: not mapped: vars: a variable is in a file of its own (1 time, first at line 4)
$ goldpin import e.yaml -o bad || echo "exit $?"
goldpin: e.yaml:2:1: did not find expected node content
$ goldpin import f.yaml -o bad --from promptfoo || echo "exit $?"
goldpin: f.yaml:1:1: this is no file of promptfoo
$ goldpin import g.yaml -o bad || echo "exit $?"
goldpin: not mapped: vars: more than 10,000 combinations (1 time, first at line 2)
goldpin: g.yaml: no case could be mapped; bad/import.md says why of each
$ goldpin import zero.json -o zero --partial; grep -o '"grade".*' zero/cases.jsonl
goldpin: not mapped: contains: its weight is 0: it passes whatever it finds (1 time, first at line 1)
--- exit 0
