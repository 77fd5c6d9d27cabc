# Shared graders, defaults, variables, rows and a matrix in a YAML suite: the cases that come of it, and how they are asked.
mkdir sums
cat > sums/suite.yaml << 'END'
name: sums
version: 1.0.0
license: CC0-1.0
provenance: written by hand
provenance: {by: hand, numbers: [1., 0x10, no]}
defaults:
  system: Answer with a number.
  metadata: {sensitivity: internal}
  grade: [{use: sum}]
graders:
  sum: {type: equals, expect: "{{ a | int + b | int }}"}
cases:
- id: sum-{{a}}-{{b}}
  data: sums.csv
  tags: [rows]
  messages: [{role: user, content: "What is {{a}} + {{b}}?"}]
  examples: {pass: ["{{ a | int + b | int }}"], fail: ["{{a}}{{b}}"]}
- id: twice-{{n}}-{{how}}
  matrix: {n: [1, 20], how: [no, words]}
  tags: ["{{how}}"]
  messages: [{role: user, content: "What is {{n}} + {{n}}?"}]
  grade: [{use: sum, expect: "{{ 2 * n }}", ignore_case: true}]
  examples: {pass: ["{{ n + n }}"], fail: ["{{n}}"]}
END
printf 'a,b\r\n2,3\r\n"40",5\r\n' > sums/sums.csv
goldpin lint sums
goldpin run sums --tag words --dry-run -t openai:m@http://127.0.0.1:1/v1
server
SOURCE_DATE_EPOCH=1 goldpin run sums -q -t "openai:m@$URL" -o out
field out/manifest.json /suites/0/provenance /suites/0/file
grep -o '"id":"sums[^"]*"' out/transcripts.jsonl | sort
echo changed >> sums/sums.csv
goldpin run sums --resume out -q -t "openai:m@$URL" || echo "exit $?"
--- stdout
$ mkdir sums
$ cat > sums/suite.yaml << 'END' ...
$ printf 'a,b\r\n2,3\r\n"40",5\r\n' > sums/sums.csv
$ goldpin lint sums
--- stderr
$ goldpin lint sums
goldpin: sums/suite.yaml:5:1: the key "provenance" stands twice in one mapping
--- exit 2
