# In a case without examples lint tries answers made of what a grader expects; what nothing can pass is refused.
judged() {
    mini '{"id": "a", "messages": [{"role": "user", "content": "Say."}],
  "grade": ['"$1"']}' > /dev/null
    goldpin lint mini | grep -v -e baseline -e provenance -e 'no examples' || true
}
judged '{"type": "equals", "expect": " yes"}'
judged '{"type": "set", "form": "commas", "expect": ["salt, coarse", "pepper"]}'
judged '{"type": "regex", "pattern": "x*"}'
judged '{"type": "number", "expect": 5, "min": 6}'
judged '{"type": "json_path", "path": "$.age", "value_type": "string", "expect": 36}'
judged '{"type": "number", "expect": 5}'
--- stdout
$ judged() { ...
$ judged '{"type": "equals", "expect": " yes"}'
mini/suite.json:7:13: warning: a: grader "equals-1" takes no answer that was made of what it expects, such as " yes"; an example that must pass would show that there is one
mini 1: 1 case, 0 errors, 3 warnings
$ judged '{"type": "set", "form": "commas", "expect": ["salt, coarse", "pepper"]}'
mini/suite.json:7:13: warning: a: grader "set-1" takes no answer that was made of what it expects, such as "salt, coarse, pepper"; an example that must pass would show that there is one
mini 1: 1 case, 0 errors, 3 warnings
$ judged '{"type": "regex", "pattern": "x*"}'
mini/suite.json:7:13: warning: a: grader "regex-1" passes everything that was tried, an empty answer included
mini/suite.json:6:5: warning: a: an empty answer passes this case
mini/suite.json:6:5: warning: a: an echo of the prompt passes this case
mini 1: 1 case, 0 errors, 5 warnings
$ judged '{"type": "number", "expect": 5, "min": 6}'
$ judged '{"type": "json_path", "path": "$.age", "value_type": "string", "expect": 36}'
$ judged '{"type": "number", "expect": 5}'
mini 1: 1 case, 0 errors, 2 warnings
--- stderr
$ judged '{"type": "number", "expect": 5, "min": 6}'
goldpin: mini/suite.json:7:42: "expect" lies outside of "min" and "max", so no number can pass
$ judged '{"type": "json_path", "path": "$.age", "value_type": "string", "expect": 36}'
goldpin: mini/suite.json:7:86: "expect" fails the other tests, so no value can pass
--- exit 0
