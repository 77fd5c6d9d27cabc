# Lint refuses judges that nothing can hold to account.
mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [
        {"type": "judge", "target": "j", "rubric": "It is polite."}],
      "examples": {"pass": ["Please."], "fail": ["Now!"]}}'
goldpin lint mini || echo "exit $?"
mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "contains", "expect": "P"},
        {"type": "judge", "target": "j", "rubric": "It is polite."}],
      "examples": {"pass": ["Please."], "fail": ["Now!"]}}'
goldpin lint mini || echo "exit $?"
mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "contains", "expect": "P"},
        {"type": "judge", "target": "j", "rubric": "It is polite.", "votes": 2}]}'
goldpin lint mini || echo "exit $?"
mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "contains", "expect": "P"},
        {"type": "judge", "target": "j", "rubric": "It is polite.", "vote": 3}]}'
goldpin lint mini || echo "exit $?"
goldpin lint $ROOT/tests/data/suites/all-graders | head -n 2
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [ ...
$ goldpin lint mini || echo "exit $?"
mini/suite.json:7:9: error: a: grader "judge-1": nothing but judges decides this case; add a grader that can be checked, or say "alone": true
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 1 error, 1 warning
  null baseline empty     0 of 0 pass, mean score 0.00
  null baseline echo      0 of 0 pass, mean score 0.00
  null baseline constant  0 of 0 pass, mean score 0.00  (always "Please.", the best of 3 constants)
  null baseline unknown   0 of 0 pass, mean score 0.00
  null baseline stuffed   0 of 0 pass, mean score 0.00
exit 2
$ mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "contains", "expect": "P"}, ...
$ goldpin lint mini || echo "exit $?"
mini/suite.json:7:9: error: a: grader "judge-2": nothing shows that the judge can say no: add to examples.fail an answer that only the judge can tell from a right one, or to "calibration"
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 1 error, 1 warning
  null baseline empty     0 of 0 pass, mean score 0.00
  null baseline echo      0 of 0 pass, mean score 0.00
  null baseline constant  0 of 0 pass, mean score 0.00  (always "P", the best of 4 constants)
  null baseline unknown   0 of 0 pass, mean score 0.00
  null baseline stuffed   0 of 0 pass, mean score 0.00
exit 2
$ mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "contains", "expect": "P"}, ...
$ goldpin lint mini || echo "exit $?"
exit 2
$ mini '{"id": "a", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "contains", "expect": "P"}, ...
$ goldpin lint mini || echo "exit $?"
exit 2
$ goldpin lint $ROOT/tests/data/suites/all-graders | head -n 2
all-graders 1.0.0: 78 cases, 0 errors, 0 warnings
  null baseline empty     0 of 72 pass, mean score 0.08
--- stderr
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:7:9: "votes" is 2: an even number of votes may tie; take an odd one
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:7:69: unknown key "vote" in a grader of type judge; did you mean "votes"?
--- exit 0
