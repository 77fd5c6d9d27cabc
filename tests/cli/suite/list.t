# Cases with what they ask for, as text and as JSON; filters and tags are those of run.
cat > cases.json << 'END'
{"name": "listed", "version": "1", "license": "x", "cases": [
  {"id": "plain", "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "number", "expect": 5}]},
  {"id": "much", "category": "talk", "tags": ["quick", "é"], "needs": ["json_schema"], "golden": "json", "turns": ["y", "z"],
   "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "any", "graders": [{"type": "contains", "expect": "a"},
   {"type": "equals", "expect": "b"}]}, {"type": "latency", "max": 5}]},
  {"id": "hostile ##[x]", "category": "\u202etalk", "messages": [{"role": "user", "content": "x"}],
   "grade": [{"type": "equals", "expect": "b"}]}
]}
END
goldpin list cases.json
goldpin list cases.json --tag talk --filter 'm*'
goldpin list cases.json --json -o out.json
field out.json '/*' case category needs golden turns
field out.json '/1/graders/*' id type
goldpin list cases.json --filter nothing || echo "exit $?"
goldpin list cases.json --filter 'listed/*' || echo "exit $?"
--- stdout
$ cat > cases.json << 'END' ...
$ goldpin list cases.json
listed 1: 3 cases
  case                category      tags      graders                         needs        golden  turns
  plain                                       number                                               1
  much                talk          quick, é  any(contains, equals), latency  json_schema  json    3
  hostile \u{23}#[x]  \u{202E}talk            equals                                               1
$ goldpin list cases.json --tag talk --filter 'm*'
listed 1: 1 of 3 cases
  case  category  tags      graders                         needs        golden  turns
  much  talk      quick, é  any(contains, equals), latency  json_schema  json    3
$ goldpin list cases.json --json -o out.json
$ field out.json '/*' case category needs golden turns
plain  [] null 1
much talk [
      "json_schema"
    ] json 3
hostile ##[x] ‮talk [] null 1
$ field out.json '/1/graders/*' id type
any-1 any
$ goldpin list cases.json --filter nothing || echo "exit $?"
exit 2
$ goldpin list cases.json --filter 'listed/*' || echo "exit $?"
exit 2
--- stderr
$ goldpin list cases.json --filter nothing || echo "exit $?"
goldpin: --filter "nothing" selects no case
$ goldpin list cases.json --filter 'listed/*' || echo "exit $?"
goldpin: --filter "listed/*" selects trials by its '/'; goldpin run --dry-run lists those
--- exit 0
