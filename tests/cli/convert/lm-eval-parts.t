# Tasks of lm-evaluation-harness that compare a part of an answer, behind examples; parts of the task in several files.
mkdir parts
cat > parts/_prompt.yaml << 'END'
include: ../_deep.yaml
doc_to_text: "Q: {{question}}\nA:"
doc_to_target: "{{answer.split('####')[-1].strip() if answer is defined else target}}"
END
printf 'test_split: test\nnum_fewshot: 99\ndescription: "never"\n' > _deep.yaml
printf 'num_fewshot: 2\noutput_type: generate_until\ndescription: ""\n' > _shots.yaml
cat > sums.yaml << 'END'
include:
  - parts/_prompt.yaml
  - _shots.yaml
task: sums
fewshot_config:
  sampler: first_n
  samples:
    - {question: "1 and 1?", target: "Two ones are 2. The answer is 2."}
    - {question: "2 and 5?", target: "The answer is 7."}
    - {question: "3 and 3?", target: "The answer is 6."}
generation_kwargs: {until: ["Q:"]}
filter_list:
  - name: strict-match
    filter: [{function: regex, regex_pattern: 'The answer is (\-?[0-9\.\,]+).'}, {function: take_first}]
  - name: flexible-extract
    filter: [{function: regex, group_select: -1, regex_pattern: '(-?[$0-9.,]{2,})|(-?[0-9]+)'}, {function: take_first}]
  - name: odd
    filter: [{function: majority_vote}]
metric_list:
  - metric: exact_match
    ignore_case: true
    regexes_to_ignore: [",", '\$', '(?s).*#### ', '\.$']
END
cat > sums.jsonl << 'END'
{"question": "600 and 634?", "answer": "It is #### 1,234"}
{"question": "2 and 5?", "answer": "#### 7"}
END
goldpin import sums.yaml -o sums --data sums.jsonl
cat sums/cases.jsonl
goldpin import sums.yaml -o flexible --data sums.jsonl --match flexible-extract
head -n 1 flexible/cases.jsonl | grep -o '"grade.*'
goldpin import sums.yaml -o odd --data sums.jsonl --match odd 2>&1 | grep filter_list
goldpin import sums.yaml -o none --data sums.jsonl --match none 2>&1 | grep filter_list
# what the verdicts are
sed -i '1s/}$/, "examples": {"pass": ["The answer is 1234. The answer is 5.", "The answer is 1,234."], "fail": ["1234", "The answer is $1234.", "The answer is 5. The answer is 1,234."]}}/' sums/cases.jsonl
sed -i '1s/}$/, "examples": {"pass": ["First 5, then $1,234.", "so 1234"], "fail": ["1234, not 5"]}}/' flexible/cases.jsonl
goldpin lint sums > said && goldpin lint flexible >> said && echo as they should be
# examples out of the questions themselves, without the one that is asked; of options, the right one; their own form
cat > letters.yaml << 'END'
task: letters
test_split: validation
fewshot_split: validation
num_fewshot: 1
output_type: multiple_choice
doc_to_text: "{{q}}"
doc_to_target: "{{right}}"
doc_to_choice: ["yes", "no"]
target_delimiter: ""
fewshot_config: {sampler: first_n, doc_to_text: "{{q}} Say:", target_delimiter: " ", fewshot_delimiter: "\n--\n"}
metric_list: [{metric: acc}]
END
printf '{"q": "Is ice cold?", "right": 0}\n{"q": "Is fire cold?", "right": 1}\n' > letters.jsonl
goldpin import letters.yaml -o letters --data letters.jsonl && cat letters/cases.jsonl
# drawn at random, from a split that is not there, by a program, too few; other cases of letters; nothing left to compare
for what in 'fewshot_config: {samples: [{q: a, right: b}]}' 'fewshot_split: train' 'fewshot_config: {samples: !function "utils.shots"}' 'num_fewshot: 5' 'filter_list: [{filter: [{function: lowercase}]}]' 'filter_list: [{filter: [{function: lowercase}, {function: regex}]}]' 'filter_list: [{filter: [{function: regex}, {function: regex}]}]' 'filter_list: [{filter: [{function: regex, regex_pattern: "("}]}]' 'filter_list: [{filter: [{function: regex, regex_pattern: "\\Z{,3}[]\\v]"}]}]' 'filter_list: []' 'metric_list: [{metric: exact_match, ignore_numbers: true}]'; do
    printf '%s\n' 'task: t' 'test_split: test' 'output_type: generate_until' 'doc_to_text: q' 'doc_to_target: right' > t.yaml
    for part in "$what" 'num_fewshot: 1' 'fewshot_config: {samples: [{q: a, right: b}], sampler: first_n}' 'metric_list: [{metric: exact_match}]'; do
        grep -q "^${part%%:*}:" t.yaml || printf '%s\n' "$part" >> t.yaml
    done
    n=$((${n-0} + 1))
    echo '{"q": "q1", "right": "Ab 1"}' > t.jsonl
    goldpin import t.yaml -o "t$n" --data t.jsonl 2>&1 | head -n 1
    [ ! -f "t$n/cases.jsonl" ] || cat "t$n/cases.jsonl"
done
sed -i '/^metric_list/d; /^num_fewshot/d' t.yaml
printf '%s\n' 'metric_list: [{metric: exact_match}]' 'filter_list: [{filter: [{function: lowercase}]}]' >> t.yaml
echo '{"q": "q1", "right": "ab"}' > t.jsonl
goldpin import t.yaml -o low --data t.jsonl 2> said || cat said
grep -o '"grade.*' low/cases.jsonl
--- stdout
$ mkdir parts
$ cat > parts/_prompt.yaml << 'END' ...
$ printf 'test_split: test\nnum_fewshot: 99\ndescription: "never"\n' > _deep.yaml
$ printf 'num_fewshot: 2\noutput_type: generate_until\ndescription: ""\n' > _shots.yaml
$ cat > sums.yaml << 'END' ...
$ cat > sums.jsonl << 'END' ...
$ goldpin import sums.yaml -o sums --data sums.jsonl
sums: 2 of 2 records became cases; 0 left out
$ cat sums/cases.jsonl
{"id": "doc-0", "messages": [{"role":"user","content":"Q: 1 and 1?\nA: Two ones are 2. The answer is 2.\n\nQ: 2 and 5?\nA: The answer is 7.\n\nQ: 600 and 634?\nA:"}], "grade": [{"type":"equals","expect":"1234","ignore_case":true,"extract":{"pattern":"The answer is (\\-?[0-9\\.\\,]+).","leave_out":[",","\\$","(?s).*#### ","\\.$"]},"trim":false}], "stop": ["Q:"]}
{"id": "doc-1", "messages": [{"role":"user","content":"Q: 1 and 1?\nA: Two ones are 2. The answer is 2.\n\nQ: 2 and 5?\nA: The answer is 7.\n\nQ: 2 and 5?\nA:"}], "grade": [{"type":"equals","expect":"7","ignore_case":true,"extract":{"pattern":"The answer is (\\-?[0-9\\.\\,]+).","leave_out":[",","\\$","(?s).*#### ","\\.$"]},"trim":false}], "stop": ["Q:"]}
$ goldpin import sums.yaml -o flexible --data sums.jsonl --match flexible-extract
flexible: 2 of 2 records became cases; 0 left out
$ head -n 1 flexible/cases.jsonl | grep -o '"grade.*'
"grade": [{"type":"equals","expect":"1234","ignore_case":true,"extract":{"pattern":"(-?[$0-9.,]{2,})|(-?[0-9]+)","take":"last","leave_out":[",","\\$","(?s).*#### ","\\.$"]},"trim":false}], "stop": ["Q:"]}
$ goldpin import sums.yaml -o odd --data sums.jsonl --match odd 2>&1 | grep filter_list
goldpin: not mapped: filter_list: the filter "majority_vote" has no counterpart (1 time, first at line 13)
$ goldpin import sums.yaml -o none --data sums.jsonl --match none 2>&1 | grep filter_list
goldpin: not mapped: filter_list: --match names no pipeline of filters here (1 time, first at line 13)
$ sed -i '1s/}$/, "examples": {"pass": ["The answer is 1234. The answer is 5.", "The answer is 1,234."], "fail": ["1234", "The answer is $1234.", "The answer is 5. The answer is 1,234."]}}/' sums/cases.jsonl
$ sed -i '1s/}$/, "examples": {"pass": ["First 5, then $1,234.", "so 1234"], "fail": ["1234, not 5"]}}/' flexible/cases.jsonl
$ goldpin lint sums > said && goldpin lint flexible >> said && echo as they should be
as they should be
$ cat > letters.yaml << 'END' ...
$ printf '{"q": "Is ice cold?", "right": 0}\n{"q": "Is fire cold?", "right": 1}\n' > letters.jsonl
$ goldpin import letters.yaml -o letters --data letters.jsonl && cat letters/cases.jsonl
letters: 2 of 2 records became cases; 0 left out
{"id": "doc-0", "messages": [{"role":"user","content":"Is fire cold? Say: no\n--\nIs ice cold?"}], "grade": [{"type":"choice","options":["yes","no"],"expect":"A","by":"likelihood"}]}
{"id": "doc-1", "messages": [{"role":"user","content":"Is ice cold? Say: yes\n--\nIs fire cold?"}], "grade": [{"type":"choice","options":["yes","no"],"expect":"B","by":"likelihood"}]}
$ for what in 'fewshot_config: {samples: [{q: a, right: b}]}' 'fewshot_split: train' 'fewshot_config: {samples: !function "utils.shots"}' 'num_fewshot: 5' 'filter_list: [{filter: [{function: lowercase}]}]' 'filter_list: [{filter: [{function: lowercase}, {function: regex}]}]' 'filter_list: [{filter: [{function: regex}, {function: regex}]}]' 'filter_list: [{filter: [{function: regex, regex_pattern: "("}]}]' 'filter_list: [{filter: [{function: regex, regex_pattern: "\\Z{,3}[]\\v]"}]}]' 'filter_list: []' 'metric_list: [{metric: exact_match, ignore_numbers: true}]'; do ...
goldpin: not mapped: num_fewshot: examples are drawn at random there: here the first stand in front, in their order (1 time, first at line 7)
{"id": "doc-0", "messages": [{"role":"user","content":"a b\n\nq1"}], "grade": [{"type":"equals","expect":"Ab 1"}], "stop": ["\n\n"]}
goldpin: not mapped: num_fewshot: examples come from a split of the data set that is not read here: the question is asked without (1 time, first at line 7)
{"id": "doc-0", "messages": [{"role":"user","content":"q1"}], "grade": [{"type":"equals","expect":"Ab 1"}], "stop": ["\n\n"]}
goldpin: not mapped: num_fewshot: examples come from a program in Python: the question is asked without (1 time, first at line 7)
{"id": "doc-0", "messages": [{"role":"user","content":"q1"}], "grade": [{"type":"equals","expect":"Ab 1"}], "stop": ["\n\n"]}
goldpin: not mapped: num_fewshot: there are fewer examples than it asks for: it is asked without (1 time, first at line 6)
{"id": "doc-0", "messages": [{"role":"user","content":"q1"}], "grade": [{"type":"equals","expect":"Ab 1"}], "stop": ["\n\n"]}
goldpin: not mapped: doc_to_target: it gives no text that an answer could equal (1 time, first at line 1)
goldpin: not mapped: filter_list: a filter changes the case of the answer before a pattern is looked for in it (1 time, first at line 6)
goldpin: not mapped: filter_list: a filter takes a part of a part, and a grader takes one (1 time, first at line 6)
goldpin: not mapped: filter_list: invalid pattern: missing closing parenthesis (at byte 1) (1 time, first at line 6)
goldpin: not mapped: filter_list: invalid pattern: quantifier does not follow a repeatable item (at byte 6) (1 time, first at line 6)
t10: 1 of 1 records became cases; 0 left out
{"id": "doc-0", "messages": [{"role":"user","content":"a b\n\nq1"}], "grade": [{"type":"equals","expect":"Ab 1"}], "stop": ["\n\n"]}
t11: 1 of 1 records became cases; 0 left out
{"id": "doc-0", "messages": [{"role":"user","content":"a b\n\nq1"}], "grade": [{"type":"equals","expect":"Ab ","extract":{"pattern":"(?s).+","leave_out":["[0-9]"]},"trim":false}], "stop": ["\n\n"]}
$ sed -i '/^metric_list/d; /^num_fewshot/d' t.yaml
$ printf '%s\n' 'metric_list: [{metric: exact_match}]' 'filter_list: [{filter: [{function: lowercase}]}]' >> t.yaml
$ echo '{"q": "q1", "right": "ab"}' > t.jsonl
$ goldpin import t.yaml -o low --data t.jsonl 2> said || cat said
low: 1 of 1 records became cases; 0 left out
$ grep -o '"grade.*' low/cases.jsonl
"grade": [{"type":"equals","expect":"ab","ignore_case":true}], "stop": ["\n\n"]}
--- stderr
$ goldpin import sums.yaml -o sums --data sums.jsonl
goldpin: not mapped: filter_list: of several pipelines the first is taken; --match takes another by its name (1 time, first at line 13)
--- exit 0
