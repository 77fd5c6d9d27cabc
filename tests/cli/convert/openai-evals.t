# Samples say what is ideal, and the user how answers are compared with it.
cat > in.jsonl << 'END'
{"input": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2 + 3?"}], "ideal": "5"}
{"input": "A colour?", "ideal": ["red", "blue"]}
{"input": [{"role": "system", "content": "2 + 2?", "name": "example_user"}], "ideal": "4"}
{"input": "JSON?", "ideal": ["{\"a\": 1}", "[1, 2]"]}
{"input": "null?", "ideal": "{\"a\": [null]}"}
END
for way in match includes json_match; do
    goldpin import in.jsonl -o $way --match $way
    cat $way/cases.jsonl
done
goldpin import in.jsonl -o fuzzy --match fuzzy_match || echo "exit $?"
goldpin import in.jsonl -o none || echo "exit $?"
field includes/suite.json /provenance/match
--- stdout
$ cat > in.jsonl << 'END' ...
$ for way in match includes json_match; do ...
match: 4 of 5 records became cases; 1 left out
{"id": "sample-1", "messages": [{"role":"system","content":"Be brief."}, {"role":"user","content":"2 + 3?"}], "grade": [{"type":"starts_with","trim":false,"expect":["5"]}]}
{"id": "sample-2", "messages": [{"role":"user","content":"A colour?"}], "grade": [{"type":"starts_with","trim":false,"expect":["red","blue"]}]}
{"id": "sample-4", "messages": [{"role":"user","content":"JSON?"}], "grade": [{"type":"starts_with","trim":false,"expect":["{\"a\": 1}","[1, 2]"]}]}
{"id": "sample-5", "messages": [{"role":"user","content":"null?"}], "grade": [{"type":"starts_with","trim":false,"expect":["{\"a\": [null]}"]}]}
includes: 4 of 5 records became cases; 1 left out
{"id": "sample-1", "messages": [{"role":"system","content":"Be brief."}, {"role":"user","content":"2 + 3?"}], "grade": [{"type":"contains_any","expect":["5"]}]}
{"id": "sample-2", "messages": [{"role":"user","content":"A colour?"}], "grade": [{"type":"contains_any","expect":["red","blue"]}]}
{"id": "sample-4", "messages": [{"role":"user","content":"JSON?"}], "grade": [{"type":"contains_any","expect":["{\"a\": 1}","[1, 2]"]}]}
{"id": "sample-5", "messages": [{"role":"user","content":"null?"}], "grade": [{"type":"contains_any","expect":["{\"a\": [null]}"]}]}
json_match: 2 of 5 records became cases; 3 left out
{"id": "sample-1", "messages": [{"role":"system","content":"Be brief."}, {"role":"user","content":"2 + 3?"}], "grade": [{"type":"json","expect":5}]}
{"id": "sample-4", "messages": [{"role":"user","content":"JSON?"}], "grade": [{"type":"any","graders":[{"type":"json","expect":{"a":1}},{"type":"json","expect":[1,2]}]}]}
$ goldpin import in.jsonl -o fuzzy --match fuzzy_match || echo "exit $?"
exit 2
$ goldpin import in.jsonl -o none || echo "exit $?"
exit 2
$ field includes/suite.json /provenance/match
includes
--- stderr
$ for way in match includes json_match; do ...
goldpin: not mapped: input: a message names its speaker, which no message here does (1 time, first at line 3)
goldpin: not mapped: input: a message names its speaker, which no message here does (1 time, first at line 3)
goldpin: not mapped: ideal: an ideal answer is no JSON (1 time, first at line 2)
goldpin: not mapped: ideal: json_match takes no answer where null is expected (1 time, first at line 5)
goldpin: not mapped: input: a message names its speaker, which no message here does (1 time, first at line 3)
$ goldpin import in.jsonl -o fuzzy --match fuzzy_match || echo "exit $?"
goldpin: not mapped: ideal: fuzzy_match takes an answer that is a part of the ideal one, and passes over articles (5 times, first at line 1)
goldpin: not mapped: input: a message names its speaker, which no message here does (1 time, first at line 3)
goldpin: in.jsonl: no case could be mapped; fuzzy/import.md says why of each
$ goldpin import in.jsonl -o none || echo "exit $?"
goldpin: not mapped: ideal: say how answers are compared: --match match, includes or json_match (5 times, first at line 1)
goldpin: not mapped: input: a message names its speaker, which no message here does (1 time, first at line 3)
goldpin: in.jsonl: no case could be mapped; none/import.md says why of each
--- exit 0
