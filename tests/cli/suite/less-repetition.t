# Shared graders, defaults, variables, rows and a matrix in a YAML suite: the cases that come of it, and how they are asked.
mkdir sums
cat > sums/suite.yaml << 'END'
name: sums
version: 1.0.0
license: CC0-1.0
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
sums/suite.yaml: warning: the null baseline "constant" passes 2 of 6 cases (twice-1-no, twice-1-words); more than 20% (null_share_max) says that passing means little
sums 1.0.0: 6 cases, 0 errors, 1 warning
  null baseline empty     0 of 6 pass, mean score 0.00
  null baseline echo      0 of 6 pass, mean score 0.00
  null baseline constant  2 of 6 pass, mean score 0.33  (always "2", the best of 6 constants)
  null baseline unknown   0 of 6 pass, mean score 0.00
  null baseline stuffed   0 of 6 pass, mean score 0.00
  right answers broken   12 of 12 noticed (mutation score 1.00)
$ goldpin run sums --tag words --dry-run -t openai:m@http://127.0.0.1:1/v1
ask   sums/twice-1-words/openai-m/1
ask   sums/twice-20-words/openai-m/1
dry run: 2 trials (2 of 6 cases, 1 target); nothing was asked or written
$ server
$ SOURCE_DATE_EPOCH=1 goldpin run sums -q -t "openai:m@$URL" -o out
Gate passed: 6 of 6 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ field out/manifest.json /suites/0/provenance /suites/0/file
{"by":"hand","numbers":[1,16,"no"]}
sums/suite.yaml
$ grep -o '"id":"sums[^"]*"' out/transcripts.jsonl | sort
"id":"sums/sum-2-3/openai-m/1"
"id":"sums/sum-40-5/openai-m/1"
"id":"sums/twice-1-no/openai-m/1"
"id":"sums/twice-1-words/openai-m/1"
"id":"sums/twice-20-no/openai-m/1"
"id":"sums/twice-20-words/openai-m/1"
$ echo changed >> sums/sums.csv
$ goldpin run sums --resume out -q -t "openai:m@$URL" || echo "exit $?"
exit 2
--- stderr
$ goldpin run sums --resume out -q -t "openai:m@$URL" || echo "exit $?"
goldpin: sums/sums.csv:4: this row has 1 field, but the header has 2
--- exit 0
