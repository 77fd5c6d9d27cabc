# Tasks of lm-evaluation-harness: choices by likelihood, exact matches, includes; programs and what they would do are listed.
cat > arc.yaml << 'END'
task: arc_easy
dataset_path: allenai/ai2_arc
output_type: multiple_choice
doc_to_text: "Question: {{question}}\nAnswer:"
doc_to_target: "{{choices.label.index(answerKey)}}"
doc_to_choice: "{{choices.text}}"
metric_list:
  - metric: acc
  - metric: acc_norm
END
cat > arc.jsonl << 'END'
{"id": "m1", "question": "Which gas do plants take in?", "choices": {"text": ["oxygen", "carbon dioxide", "helium"], "label": ["A", "B", "C"]}, "answerKey": "B"}
{"id": "m2", "question": "What melts?", "choices": {"text": ["ice"], "label": ["1"]}, "answerKey": "1"}
{"id": "m3", "question": "What?", "choices": {"text": ["x", "y"], "label": ["A", "B"]}, "answerKey": "Z"}
END
goldpin import arc.yaml -o arc --data arc.jsonl
cat arc/cases.jsonl
field arc/suite.json /provenance format records left_out
goldpin import arc.yaml -o norm --data arc.jsonl --match acc_norm 2> said && grep -o '"by":"[a-z_]*"' norm/cases.jsonl
goldpin lint arc | head -n 1
goldpin import arc.yaml -o none || echo "exit $?"
cat > _base_yaml << 'END'
dataset_path: nq
output_type: generate_until
doc_to_text: "Q: {{question}}?\nA:"
doc_to_target: answer
generation_kwargs: {until: ["\n", "."], max_gen_toks: 32}
metric_list:
  - {metric: exact_match, ignore_case: true, ignore_punctuation: true}
END
cat > nq.yaml << 'END'
include: _base_yaml
task: nq
description: "Answer in a word.\n\n"
num_fewshot: 5
filter_list:
  - {name: clean, filter: [{function: remove_whitespace}, {function: take_first}]}
END
echo '[{"question": "who wrote hamlet", "answer": ["Shakespeare", "William Shakespeare"]}, {"question": "no answer"}, 3]' > nq.json
goldpin import nq.yaml -o nq --data nq.json
cat nq/cases.jsonl
printf 'task: odd\ninclude: arc.yaml\ngen_prefix: x\nrepeats: 10\ntarget_delimiter: "\\n\\n"\n' > odd.yaml
goldpin import odd.yaml -o odd --data arc.jsonl --match acc_bytes 2>&1 | grep 'taken over'
sed -i 's/helium/hélium/' arc.jsonl
goldpin import arc.yaml -o accents --data arc.jsonl --match acc_norm 2>&1 | grep 'divides'
for what in 'doc_to_text: !function utils.text' 'process_docs: !function   utils.docs # as they are' 'output_type: loglikelihood' 'filter_list: [{filter: [{function: regex, regex_pattern: "x", group_select: 1}]}]' 'metric_list: [{metric: bleu}]' 'process_results: !function "utils.score"' 'include: nowhere' 'include: loop.yaml' 'group: g'; do
    printf '%s\ntask: t\n' "$what" > loop.yaml
    case $what in group*) echo 'group: g' > loop.yaml; echo 'task: [a, b]' >> loop.yaml ;; include*) ;; *) echo 'include: _base_yaml' >> loop.yaml ;; esac
    n=$((${n-0} + 1))
    goldpin import loop.yaml -o "o$n" --data nq.json 2>&1 | head -n 1
done
--- stdout
$ cat > arc.yaml << 'END' ...
$ cat > arc.jsonl << 'END' ...
$ goldpin import arc.yaml -o arc --data arc.jsonl
arc: 1 of 3 records became cases; 2 left out
$ cat arc/cases.jsonl
{"id": "m1", "messages": [{"role":"user","content":"Question: Which gas do plants take in?\nAnswer:"}], "grade": [{"type":"choice","options":["oxygen","carbon dioxide","helium"],"expect":"B","by":"likelihood"}]}
$ field arc/suite.json /provenance format records left_out
lm-eval 3 2
$ goldpin import arc.yaml -o norm --data arc.jsonl --match acc_norm 2> said && grep -o '"by":"[a-z_]*"' norm/cases.jsonl
norm: 1 of 3 records became cases; 2 left out
"by":"likelihood_per_byte"
$ goldpin lint arc | head -n 1
arc/suite.json: warning: the suite has no license: say what others may do with its cases
$ goldpin import arc.yaml -o none || echo "exit $?"
exit 2
$ cat > _base_yaml << 'END' ...
$ cat > nq.yaml << 'END' ...
$ echo '[{"question": "who wrote hamlet", "answer": ["Shakespeare", "William Shakespeare"]}, {"question": "no answer"}, 3]' > nq.json
$ goldpin import nq.yaml -o nq --data nq.json
nq: 1 of 3 records became cases; 2 left out
$ cat nq/cases.jsonl
{"id": "doc-0", "messages": [{"role":"user","content":"Answer in a word.\n\nQ: who wrote hamlet?\nA:"}], "grade": [{"type":"equals","expect":["Shakespeare","William Shakespeare"],"ignore_case":true,"extract":{"pattern":"(?s).+","leave_out":["[!-/:-@\\[-`{-~]"]},"trim":false}], "max_tokens": 32, "stop": ["\n","."]}
$ printf 'task: odd\ninclude: arc.yaml\ngen_prefix: x\nrepeats: 10\ntarget_delimiter: "\\n\\n"\n' > odd.yaml
$ goldpin import odd.yaml -o odd --data arc.jsonl --match acc_bytes 2>&1 | grep 'taken over'
goldpin: not mapped: gen_prefix: this part of the task is not taken over (1 time, first at line 3)
goldpin: not mapped: repeats: this part of the task is not taken over (1 time, first at line 4)
goldpin: not mapped: target_delimiter: this part of the task is not taken over (1 time, first at line 5)
$ sed -i 's/helium/hélium/' arc.jsonl
$ goldpin import arc.yaml -o accents --data arc.jsonl --match acc_norm 2>&1 | grep 'divides'
goldpin: not mapped: acc_norm: it divides by characters, and an option is not ASCII: acc_bytes divides by bytes (1 time, first at line 1)
$ for what in 'doc_to_text: !function utils.text' 'process_docs: !function   utils.docs # as they are' 'output_type: loglikelihood' 'filter_list: [{filter: [{function: regex, regex_pattern: "x", group_select: 1}]}]' 'metric_list: [{metric: bleu}]' 'process_results: !function "utils.score"' 'include: nowhere' 'include: loop.yaml' 'group: g'; do ...
goldpin: not mapped: doc_to_text: it is a program in Python (1 time, first at line 1)
goldpin: not mapped: process_docs: it is a program in Python (1 time, first at line 1)
goldpin: not mapped: output_type: only multiple_choice and generate_until are mapped (1 time, first at line 1)
goldpin: not mapped: filter_list: a filter takes another match than the first or the last (1 time, first at line 1)
goldpin: not mapped: metric_list: only exact_match of generated answers is mapped (1 time, first at line 1)
goldpin: not mapped: process_results: it is a program in Python (1 time, first at line 1)
goldpin: not mapped: include: cannot open nowhere: No such file or directory (1 time, first at line 1)
goldpin: not mapped: include: it is no name of a file, or files include each other too deep (1 time, first at line 1)
goldpin: not mapped: task: it is a group: import each of its tasks (1 time, first at line 2)
--- stderr
$ goldpin import arc.yaml -o arc --data arc.jsonl
goldpin: not mapped: acc_norm: a case has one verdict, and another metric was taken for it (1 time, first at line 9)
goldpin: not mapped: doc_to_choice: it gives no list of 2 to 26 options (1 time, first at line 2)
goldpin: not mapped: doc_to_target: it is none of the options (1 time, first at line 3)
goldpin: not mapped: doc_to_target: the value is not in the list (1 time, first at line 3)
$ goldpin import arc.yaml -o none || echo "exit $?"
goldpin: not mapped: acc_norm: a case has one verdict, and another metric was taken for it (1 time, first at line 9)
goldpin: not mapped: dataset_path: data sets are not fetched: write the split that is asked as JSON lines, and name it with --data (1 time, first at line 2)
goldpin: arc.yaml: no case could be mapped; none/import.md says why of each
$ goldpin import nq.yaml -o nq --data nq.json
goldpin: not mapped: doc_to_target: it gives no text that an answer could equal (1 time, first at line 1)
goldpin: not mapped: doc_to_target: it names a member that the question does not have (1 time, first at line 1)
goldpin: not mapped: num_fewshot: examples come from a split of the data set that is not read here: the question is asked without (1 time, first at line 4)
goldpin: not mapped: the question: it is no object (1 time, first at line 1)
--- exit 0
