# Instructions become graders; a case with one that has none is left out and listed, or taken without it under --partial.
cat > in.jsonl << 'END'
{"key": 7, "prompt": "Write two lines.", "instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"], "kwargs": [{}, {"relation": "less than", "num_words": 5.0}]}
{"key": "a b", "prompt": "Name plants.", "instruction_id_list": ["keywords:forbidden_words", "ratio:overlap", "detectable_content:postscript"], "kwargs": [{"forbidden_words": ["a.b", "c"]}, {}, {"postscript_marker": "P.P.S"}]}
{"key": "a b", "prompt": "Name names, from this list of person names: Ann, Bob .", "instruction_id_list": ["count:person_names"], "kwargs": [{"N": 1}]}
{"key": "e", "prompt": "Which?", "instruction_id_list": ["format:options", "keywords:frequency"], "kwargs": [{"options": "yes/no"}, {"keyword": "x", "frequency": 2}]}
{"key": "f", "prompt": "Which?", "instruction_id_list": ["of:tomorrow"], "kwargs": [{}]}
{"key": "g"}
END
goldpin import in.jsonl -o out --license CC0-1.0
cat out/cases.jsonl out/import.md
field out/suite.json /provenance/file /provenance/records /provenance/left_out /license
goldpin lint out | head -3
goldpin import in.jsonl -o part --partial 2> /dev/null
grep -o "\"grade.*" part/cases.jsonl
--- stdout
$ cat > in.jsonl << 'END' ...
$ goldpin import in.jsonl -o out --license CC0-1.0
out: 2 of 6 records became cases; 4 left out
$ cat out/cases.jsonl out/import.md
{"id": "7", "messages": [{"role":"user","content":"Write two lines."}], "grade": [{"type": "not_contains", "expect": ","}, {"type":"regex","pattern":"\\A(?!(?:\\W*+\\w++){5})"}]}
{"id": "a-b-3", "messages": [{"role":"user","content":"Name names, from this list of person names: Ann, Bob ."}], "grade": [{"type": "at_least", "min": 1, "graders": [{"type": "contains", "expect": "Ann"}, {"type": "contains", "expect": "Bob"}]}]}
# What became of each record

in.jsonl (IFEval or IFBench): 6 records, 2 cases, 4 left out.

| what | why it is not mapped | times |
| --- | --- | ---: |
| keywords:frequency | the record gives no usable "relation" | 1 |
| of:tomorrow | goldpin does not know this instruction | 1 |
| ratio:overlap | trigrams are not compared | 1 |
| the record | it is none of IFEval or IFBench | 1 |

## Each of them

- line 2, a-b: ratio:overlap: trigrams are not compared
- line 4, e: keywords:frequency: the record gives no usable "relation"
- line 5, f: of:tomorrow: goldpin does not know this instruction
- line 6: the record: it is none of IFEval or IFBench
$ field out/suite.json /provenance/file /provenance/records /provenance/left_out /license
in.jsonl
6
4
CC0-1.0
$ goldpin lint out | head -3
out/cases.jsonl:1:1: warning: 7: an empty answer passes this case
out/cases.jsonl:1:1: warning: 7: an echo of the prompt passes this case
out/cases.jsonl:2:1: warning: a-b-3: an echo of the prompt passes this case
$ goldpin import in.jsonl -o part --partial 2> /dev/null
part: 4 of 6 records became cases, 2 of them partial; 2 left out
$ grep -o "\"grade.*" part/cases.jsonl
"grade": [{"type": "not_contains", "expect": ","}, {"type":"regex","pattern":"\\A(?!(?:\\W*+\\w++){5})"}]}
"grade": [{"type":"regex","pattern":"(?is)\\A(?!.*\\b(?:a\\.b|c)\\b)"}, {"type":"regex","pattern":"(?i)P\\.\\s?P\\.\\s?S"}], "tags": ["partial"]}
"grade": [{"type": "at_least", "min": 1, "graders": [{"type": "contains", "expect": "Ann"}, {"type": "contains", "expect": "Bob"}]}]}
"grade": [{"type": "equals", "expect": ["yes", "no"], "normalize": ["case", "spaces", "punctuation"]}], "tags": ["partial"]}
--- stderr
$ goldpin import in.jsonl -o out --license CC0-1.0
goldpin: not mapped: keywords:frequency: the record gives no usable "relation" (1 time, first at line 4)
goldpin: not mapped: of:tomorrow: goldpin does not know this instruction (1 time, first at line 5)
goldpin: not mapped: ratio:overlap: trigrams are not compared (1 time, first at line 2)
goldpin: not mapped: the record: it is none of IFEval or IFBench (1 time, first at line 6)
--- exit 0
