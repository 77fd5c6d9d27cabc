# Whoever writes a suite wants to mend it in one go, not one mistake at a time.
cat > bad.json <<'X'
{"name": "x", "version": 3, "colour": "red",
 "cases": [
  {"id": "a", "messages": [{"role": "user", "content": "hi"}],
   "grade": [{"type": "equal", "expect": "1"}, {"type": "number"}, {"type": "equals", "expect": "2", "wieght": 2}]},
  {"id": "b", "mesages": [], "grade": [{"type": "count"}]},
  {"id": "c/d", "messages": [{"role": "usr", "content": 3}], "grade": []}
 ]}
X
goldpin lint bad.json || echo "exit $?"
goldpin lint --all-errors bad.json || echo "exit $?"
printf '%s\n' '{"name": "y", "version": "1", "license": "x", "cases_file": "c.jsonl"}' > suite.json
printf '%s\n' '{"id": "a"}' '{"id": ' '{"id": "b", "messages": [], "grade": [{"type": "count", "min": 3, "max": 1}]}' > c.jsonl
goldpin lint --all-errors . || echo "exit $?"
--- stdout
$ cat > bad.json <<'X' ...
$ goldpin lint bad.json || echo "exit $?"
exit 2
$ goldpin lint --all-errors bad.json || echo "exit $?"
exit 2
$ printf '%s\n' '{"name": "y", "version": "1", "license": "x", "cases_file": "c.jsonl"}' > suite.json
$ printf '%s\n' '{"id": "a"}' '{"id": ' '{"id": "b", "messages": [], "grade": [{"type": "count", "min": 3, "max": 1}]}' > c.jsonl
$ goldpin lint --all-errors . || echo "exit $?"
exit 2
--- stderr
$ goldpin lint bad.json || echo "exit $?"
goldpin: bad.json:1:29: unknown key "colour" in the suite (known: {*})
$ goldpin lint --all-errors bad.json || echo "exit $?"
goldpin: bad.json:1:29: unknown key "colour" in the suite (known: {*})
goldpin: bad.json:1:26: "version" must be a string, not an integer
goldpin: bad.json:4:23: the type of a grader is "equal", but must be one of equals, {*}; did you mean "equals"?
goldpin: bad.json:4:48: a grader of type number needs "expect", "min" or "max"
goldpin: bad.json:4:102: unknown key "wieght" in a grader of type equals; did you mean "weight"? (known: {*})
goldpin: bad.json:5:15: unknown key "mesages" in a case; did you mean "messages"?
goldpin: bad.json:5:3: a case lacks "messages"
goldpin: bad.json:5:40: a grader of type count needs "exact", "min" or "max"
goldpin: bad.json:6:10: the id of a case "c/d" holds a '/', which separates the parts of a trial id
goldpin: bad.json:6:39: "role" is "usr", but must be one of system, user, assistant, tool; did you mean "user"?
goldpin: bad.json:6:57: "content" must be a string or an array of parts, not an integer
goldpin: bad.json:6:71: "grade" is empty; list at least one
$ goldpin lint --all-errors . || echo "exit $?"
goldpin: c.jsonl:1:1: a case lacks "messages"
goldpin: c.jsonl:1:1: a case lacks "grade"
goldpin: c.jsonl:2:8: the line ends inside the case; a cases file has one whole case per line
goldpin: c.jsonl:3:25: "messages" is empty; list at least one
goldpin: c.jsonl:3:39: "min" is 3, above "max", which is 1
--- exit 0
