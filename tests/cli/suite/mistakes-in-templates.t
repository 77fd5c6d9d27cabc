# Mistakes in variables, rows and shared graders are told where they stand: in the data, and in the template.
suite() {
    mkdir -p s
    { printf 'name: s\nversion: 1.0.0\nlicense: CC0-1.0\n'; cat; } > s/suite.yaml
    goldpin lint s || echo "exit $?"
}
row() { printf 'cases:\n- id: q-{{n}}\n  data: d.csv\n  messages: [{role: user, content: "{{question}}"}]\n  grade: [{type: equals, expect: "{{answer}}"}]\n'; }
printf 'n,question,anwser\n1,Why?,42\n' > d.csv && mkdir s && mv d.csv s
row | suite
printf 'n,question,answer\n1,Why?,42\n1,"When, then?",43\n' > s/d.csv
row | suite
printf 'n,question,answer\n1,Why?,42\n2,When, then?,43\n' > s/d.csv
row | suite
printf 'cases:\n- id: a\n  grade: [{use: exakt}]\n  messages: [{role: user, content: x}]\ngraders:\n  exact: {type: equals, expect: x}\n' | suite
printf 'cases:\n- id: a\n  grade: [{type: equals, expect: 1}]\n  data: none.csv\n' | suite
printf 'cases:\n- id: a\n  mesages: []\n  grade: [{type: equals, expect: 1}]\n' | suite
printf 'cases:\n\t- id: a\n' | suite
printf 'cases:\n- {id: a, id: b}\n' | suite
echo '{}' > s/suite.json
goldpin lint s || echo "exit $?"
rm s/suite.yaml
printf '{"name": "s", "version": "1", "cases": [\n  {"id": "a", "vars": {"name": "Ann"},\n   "messages": [{"role": "user", "content": "Hi {{ name }}, {{ nmae }}!"}],\n   "grade": [{"type": "equals", "expect": 1}]}]}' > s/suite.json
goldpin lint s || echo "exit $?"
sed -i 's/nmae/name/' s/suite.json
goldpin lint s
--- stdout
$ suite() { ...
$ row() { printf 'cases:\n- id: q-{{n}}\n  data: d.csv\n  messages: [{role: user, content: "{{question}}"}]\n  grade: [{type: equals, expect: "{{answer}}"}]\n'; }
$ printf 'n,question,anwser\n1,Why?,42\n' > d.csv && mkdir s && mv d.csv s
$ row | suite
exit 2
$ printf 'n,question,answer\n1,Why?,42\n1,"When, then?",43\n' > s/d.csv
$ row | suite
exit 2
$ printf 'n,question,answer\n1,Why?,42\n2,When, then?,43\n' > s/d.csv
$ row | suite
exit 2
$ printf 'cases:\n- id: a\n  grade: [{use: exakt}]\n  messages: [{role: user, content: x}]\ngraders:\n  exact: {type: equals, expect: x}\n' | suite
exit 2
$ printf 'cases:\n- id: a\n  grade: [{type: equals, expect: 1}]\n  data: none.csv\n' | suite
exit 2
$ printf 'cases:\n- id: a\n  mesages: []\n  grade: [{type: equals, expect: 1}]\n' | suite
exit 2
$ printf 'cases:\n\t- id: a\n' | suite
exit 2
$ printf 'cases:\n- {id: a, id: b}\n' | suite
exit 2
$ echo '{}' > s/suite.json
$ goldpin lint s || echo "exit $?"
exit 2
$ rm s/suite.yaml
$ printf '{"name": "s", "version": "1", "cases": [\n  {"id": "a", "vars": {"name": "Ann"},\n   "messages": [{"role": "user", "content": "Hi {{ name }}, {{ nmae }}!"}],\n   "grade": [{"type": "equals", "expect": 1}]}]}' > s/suite.json
$ goldpin lint s || echo "exit $?"
exit 2
$ sed -i 's/nmae/name/' s/suite.json
$ goldpin lint s
s/suite.json: warning: the suite has no license: say what others may do with its cases
s/suite.json: warning: the suite has no provenance: say where its cases come from
s/suite.json: warning: 1 of 1 cases: no examples, so nothing shows that the graders work; the first is "a" (line 2)
s 1: 1 case, 0 errors, 3 warnings
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "1", the best of 3 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   1 of 1 pass, mean score 1.00
--- stderr
$ row | suite
goldpin: s/d.csv:2: s/suite.yaml:8:34: the variable "answer" is not defined; did you mean "anwser"?
$ row | suite
goldpin: s/d.csv:3: s/suite.yaml:5:7: the id "q-1" is used twice; the first case with it is made of s/d.csv:2; put a variable into the id that makes it unique
$ row | suite
goldpin: s/d.csv:3: this row has 4 fields, but the header has 3
$ printf 'cases:\n- id: a\n  grade: [{use: exakt}]\n  messages: [{role: user, content: x}]\ngraders:\n  exact: {type: equals, expect: x}\n' | suite
goldpin: s/suite.yaml:6:17: "use" is "exakt", but must be one of exact; did you mean "exact"?
$ printf 'cases:\n- id: a\n  grade: [{type: equals, expect: 1}]\n  data: none.csv\n' | suite
goldpin: s/suite.yaml:7:9: the data file s/none.csv does not exist
$ printf 'cases:\n- id: a\n  mesages: []\n  grade: [{type: equals, expect: 1}]\n' | suite
goldpin: s/suite.yaml:6:3: unknown key "mesages" in a case; did you mean "messages"?
$ printf 'cases:\n\t- id: a\n' | suite
goldpin: s/suite.yaml:5:1: found character that cannot start any token
$ printf 'cases:\n- {id: a, id: b}\n' | suite
goldpin: s/suite.yaml:5:11: the key "id" stands twice in one mapping
$ goldpin lint s || echo "exit $?"
goldpin: s/suite.json and s/suite.yaml are both there; keep one, or name the file
$ goldpin lint s || echo "exit $?"
goldpin: s/suite.json:3:61: the variable "nmae" is not defined; did you mean "name"?
--- exit 0
