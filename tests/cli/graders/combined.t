# Graders inside graders: examples are checked with them, and a mistake inside is located.
mini '{"id": "a", "messages": [{"role": "user", "content": "Name a primary colour in one word."}],
      "grade": [{"type": "all", "graders": [
        {"type": "any", "graders": [{"type": "contains", "expect": "red"}, {"type": "contains", "expect": "blue"}]},
        {"type": "not", "graders": [{"type": "contains", "expect": "green"}]},
        {"type": "count", "exact": 1}]}],
      "examples": {"pass": ["red"], "fail": ["green", "red or blue"]}}'
goldpin lint mini | grep -v baseline
mini '{"id": "a", "messages": [{"role": "user", "content": "Name a primary colour in one word."}],
      "grade": [{"type": "all", "graders": [{"type": "not", "graders": [{"type": "contains", "expect": "red"}]}]}],
      "examples": {"pass": ["red"], "fail": ["green"]}}'
goldpin lint mini | grep -v baseline
mini '{"id": "a", "messages": [{"role": "user", "content": "Name a primary colour in one word."}],
      "grade": [{"type": "all", "graders": [
        {"type": "not", "graders": [{"type": "contains", "expects": "red"}]}]}]}'
goldpin lint mini || echo "exit $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "Name a primary colour in one word."}], ...
$ goldpin lint mini | grep -v baseline
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  right answers broken   2 of 2 noticed (mutation score 1.00)
$ mini '{"id": "a", "messages": [{"role": "user", "content": "Name a primary colour in one word."}], ...
$ goldpin lint mini | grep -v baseline
mini/suite.json:8:29: error: a: examples.pass[0] does not pass: grader "all-1": 1 of 1 fail; not-1: passes, which it must not; contains-1: contains "red"
mini/suite.json:8:46: error: a: examples.fail[0] passes all graders, so they cannot tell it from a right answer
mini/suite.json:6:5: warning: a: an empty answer passes this case
mini/suite.json:6:5: warning: a: an echo of the prompt passes this case
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 2 errors, 3 warnings
$ mini '{"id": "a", "messages": [{"role": "user", "content": "Name a primary colour in one word."}], ...
$ goldpin lint mini || echo "exit $?"
exit 2
--- stderr
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:8:58: unknown key "expects" in a grader of type contains; did you mean "expect"? (known: {*})
--- exit 0
