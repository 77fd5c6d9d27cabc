# Errors have their place, and nothing half is written; strange records are listed.
printf '{"prompt": "p", "instruction_id_list": [], "kwargs": []}\n{"prompt": "p", "instruction' > cut.jsonl
goldpin import cut.jsonl -o out || echo "exit $?"
echo '{"a": 1}' > odd.jsonl
goldpin import odd.jsonl -o out || echo "exit $?"
goldpin import odd.jsonl -o out --from ifevil || echo "exit $?"
goldpin import odd.jsonl -o out --from bfcl || echo "exit $?"
: > empty.jsonl
goldpin import empty.jsonl -o new || echo "exit $?"
goldpin import odd.jsonl || echo "exit $?"
goldpin import none.jsonl -o new || echo "exit $?"
printf '[{"prompt": "p", "instruction_id_list": ["punctuation:no_comma", 1], "kwargs": []},\n 5,\n {"prompt": "", "instruction_id_list": ["keywords:frequency"], "kwargs": [7]}, {"prompt": "p", "instruction_id_list": ["length_constraints:number_words"], "kwargs": [{"num_words": 1e300, "relation": "at least"}]}, {"prompt": "p", "instruction_id_list": ["length_constraints:number_words"], "kwargs": [{"num_words": 999999, "relation": "at least"}]}, {"prompt": "p", "instruction_id_list": ["format:title_case"], "kwargs": [null]}]' > list.json
goldpin import list.json -o listed > words.txt 2>&1
sed 's/(at byte 2[34])/(at byte N)/' words.txt # releases of PCRE2 count otherwise
ls out new listed
--- stdout
$ printf '{"prompt": "p", "instruction_id_list": [], "kwargs": []}\n{"prompt": "p", "instruction' > cut.jsonl
$ goldpin import cut.jsonl -o out || echo "exit $?"
exit 2
$ echo '{"a": 1}' > odd.jsonl
$ goldpin import odd.jsonl -o out || echo "exit $?"
exit 2
$ goldpin import odd.jsonl -o out --from ifevil || echo "exit $?"
exit 2
$ goldpin import odd.jsonl -o out --from bfcl || echo "exit $?"
exit 2
$ : > empty.jsonl
$ goldpin import empty.jsonl -o new || echo "exit $?"
exit 2
$ goldpin import odd.jsonl || echo "exit $?"
exit 2
$ goldpin import none.jsonl -o new || echo "exit $?"
exit 2
$ printf '[{"prompt": "p", "instruction_id_list": ["punctuation:no_comma", 1], "kwargs": []},\n 5,\n {"prompt": "", "instruction_id_list": ["keywords:frequency"], "kwargs": [7]}, {"prompt": "p", "instruction_id_list": ["length_constraints:number_words"], "kwargs": [{"num_words": 1e300, "relation": "at least"}]}, {"prompt": "p", "instruction_id_list": ["length_constraints:number_words"], "kwargs": [{"num_words": 999999, "relation": "at least"}]}, {"prompt": "p", "instruction_id_list": ["format:title_case"], "kwargs": [null]}]' > list.json
$ goldpin import list.json -o listed > words.txt 2>&1
$ sed 's/(at byte 2[34])/(at byte N)/' words.txt # releases of PCRE2 count otherwise
goldpin: not mapped: instruction_id_list: an instruction is no text (1 time, first at line 1)
goldpin: not mapped: keywords:frequency: the record gives no usable "keyword" (1 time, first at line 3)
goldpin: not mapped: length_constraints:number_words: the record gives no usable "num_words" (1 time, first at line 3)
goldpin: not mapped: the case: goldpin refuses it: grader "regex-1": invalid pattern: number too big in {} quantifier (at byte N) (1 time, first at line 3)
goldpin: not mapped: the record: it is none of IFEval or IFBench (1 time, first at line 2)
listed: 1 of 6 records became cases; 5 left out
$ ls out new listed
listed:
cases.jsonl
import.md
suite.json

out:
import.md
--- stderr
$ goldpin import cut.jsonl -o out || echo "exit $?"
goldpin: cut.jsonl:2:17: the string that starts here is never closed
$ goldpin import odd.jsonl -o out || echo "exit $?"
goldpin: odd.jsonl: its first record is of no format that goldpin knows; known are: ifeval (IFEval, IFBench: JSON lines with prompt, instruction_id_list and kwargs), humaneval (HumanEval: JSON lines with prompt, test and entry_point), bfcl (BFCL: JSON lines with question and function, possible answers in possible_answer/), promptfoo (configuration of promptfoo: YAML with prompts and tests), openai-evals (samples of OpenAI's evals: JSON lines with input and ideal), lm-eval (a task of lm-evaluation-harness: YAML, with its questions in --data)
$ goldpin import odd.jsonl -o out --from ifevil || echo "exit $?"
goldpin: there is no format ifevil; known are: ifeval (IFEval, IFBench: JSON lines with prompt, instruction_id_list and kwargs), humaneval (HumanEval: JSON lines with prompt, test and entry_point), bfcl (BFCL: JSON lines with question and function, possible answers in possible_answer/), promptfoo (configuration of promptfoo: YAML with prompts and tests), openai-evals (samples of OpenAI's evals: JSON lines with input and ideal), lm-eval (a task of lm-evaluation-harness: YAML, with its questions in --data)
$ goldpin import odd.jsonl -o out --from bfcl || echo "exit $?"
goldpin: not mapped: the record: it is none of BFCL (1 time, first at line 1)
goldpin: odd.jsonl: no case could be mapped; out/import.md says why of each
$ goldpin import empty.jsonl -o new || echo "exit $?"
goldpin: empty.jsonl holds no record: there is nothing to import
$ goldpin import odd.jsonl || echo "exit $?"
goldpin: goldpin import needs the folder to write to: -o DIR
$ goldpin import none.jsonl -o new || echo "exit $?"
goldpin: cannot open none.jsonl: No such file or directory
$ ls out new listed
ls: cannot access 'new': No such file or directory
--- exit 2
