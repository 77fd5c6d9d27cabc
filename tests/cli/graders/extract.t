# A part of the answer is graded: it passes and fails by that, breaking it is noticed, and a constant that fits the pattern is known.
c() { printf '%s{"id": "%s", "messages": [{"role": "user", "content": "%s"}],\n "grade": [%s]%s}' "${comma-}" "$1" "$1" "$2" "${3-}"; comma=',
'; }
sharp='"extract": {"pattern": "#### ([0-9,]+)", "take": "last"}'
c gsm '{"type": "equals", "expect": "18", '"$sharp"'}' ', "examples": {"pass": ["3 and #### 5, no:\n#### 18"], "fail": ["18", "#### 18\n#### 5"]}' > cases
c unproved '{"type": "number", "expect": 18, '"$sharp"'}' >> cases
c letter '{"type": "choice", "options": 4, "expect": "B", "extract": {"pattern": "answer is \\(?([A-D])", "flags": "i"}}' ', "examples": {"pass": ["Not A: the Answer is (B)."], "fail": ["B"]}' >> cases
mini "$(cat cases)"
goldpin lint mini
# what its own pattern cannot find is told; so are patterns and keys that are none
comma=; c apart '{"type": "equals", "expect": "18", "extract": {"pattern": "=([0-9]+)"}}' ', "examples": {"pass": ["= 18"], "fail": ["=5"]}' > bad
mini "$(cat bad)"
goldpin lint mini || echo "exit $?"
comma=; c none '{"type": "contains", "expect": "18", "extract": {"pattern": "([0-9"}}' > bad
mini "$(cat bad)"
goldpin lint mini || echo "exit $?"
comma=; c none '{"type": "json", "extract": {"pattern": "."}}, {"type": "equals", "expect": "1", "extract": {"patern": "."}}' > bad
mini "$(cat bad)"
goldpin lint mini || echo "exit $?"
--- stdout
$ c() { printf '%s{"id": "%s", "messages": [{"role": "user", "content": "%s"}],\n "grade": [%s]%s}' "${comma-}" "$1" "$1" "$2" "${3-}"; comma=', ...
$ sharp='"extract": {"pattern": "#### ([0-9,]+)", "take": "last"}'
$ c gsm '{"type": "equals", "expect": "18", '"$sharp"'}' ', "examples": {"pass": ["3 and #### 5, no:\n#### 18"], "fail": ["18", "#### 18\n#### 5"]}' > cases
$ c unproved '{"type": "number", "expect": 18, '"$sharp"'}' >> cases
$ c letter '{"type": "choice", "options": 4, "expect": "B", "extract": {"pattern": "answer is \\(?([A-D])", "flags": "i"}}' ', "examples": {"pass": ["Not A: the Answer is (B)."], "fail": ["B"]}' >> cases
$ mini "$(cat cases)"
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini/suite.json: warning: 1 of 3 cases: no examples, so nothing shows that the graders work; the first is "unproved" (line 8)
mini/suite.json: warning: the null baseline "constant" passes 2 of 3 cases (gsm, unproved); more than 20% (null_share_max) says that passing means little
mini/suite.json: warning: the null baseline "stuffed" passes 3 of 3 cases (gsm, unproved, letter); more than 20% (null_share_max) says that passing means little
mini 1: 3 cases, 0 errors, 4 warnings
  null baseline empty     0 of 3 pass, mean score 0.00
  null baseline echo      0 of 3 pass, mean score 0.00
  null baseline constant  2 of 3 pass, mean score 0.67  (always "#### 18", the best of 6 constants)
  null baseline unknown   0 of 3 pass, mean score 0.00
  null baseline stuffed   3 of 3 pass, mean score 1.00
  right answers broken   5 of 5 noticed (mutation score 1.00)
$ comma=; c apart '{"type": "equals", "expect": "18", "extract": {"pattern": "=([0-9]+)"}}' ', "examples": {"pass": ["= 18"], "fail": ["=5"]}' > bad
$ mini "$(cat bad)"
$ goldpin lint mini || echo "exit $?"
mini/suite.json:7:108: error: apart: examples.pass[0] does not pass: grader "equals-1": nothing to grade: "=([0-9]+)" is not found in "= 18"
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 1 error, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "=18", the best of 4 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   1 of 1 pass, mean score 1.00
exit 2
$ comma=; c none '{"type": "contains", "expect": "18", "extract": {"pattern": "([0-9"}}' > bad
$ mini "$(cat bad)"
$ goldpin lint mini || echo "exit $?"
mini/suite.json:7:72: error: none: grader "contains-1", "pattern" of what it extracts: invalid pattern: missing terminating ] for character class (at byte 5)
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini/suite.json: warning: 1 of 1 cases: no examples, so nothing shows that the graders work; the first is "none" (line 6)
mini 1: 1 case, 1 error, 2 warnings
  null baseline empty     0 of 0 pass, mean score 0.00
  null baseline echo      0 of 0 pass, mean score 0.00
  null baseline constant  0 of 0 pass, mean score 0.00  (always "I don't know.", the best of 2 constants)
  null baseline unknown   0 of 0 pass, mean score 0.00
  null baseline stuffed   0 of 0 pass, mean score 0.00
exit 2
$ comma=; c none '{"type": "json", "extract": {"pattern": "."}}, {"type": "equals", "expect": "1", "extract": {"patern": "."}}' > bad
$ mini "$(cat bad)"
$ goldpin lint mini || echo "exit $?"
exit 2
--- stderr
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:7:29: "extract" does nothing in a grader of type json; it belongs to equals, contains, contains_any, contains_all, not_contains, starts_with, ends_with, similarity, number, date, choice, set, order
--- exit 0
