# What is wrong with such graders is told with its place. Their examples cannot be decided without running them, so lint takes none
# of them for wrong.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "code", "language": "python"}]}'
goldpin lint mini || echo "exit $?"
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}],
      "grade": [{"type": "code", "language": "python", "tests_file": "tests.py"}]}'
goldpin lint mini || echo "exit $?"
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}],
      "grade": [{"type": "external", "command": ["./grade.py"]}]}'
goldpin lint mini || echo "exit $?"
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}],
      "grade": [{"type": "external", "command": ["sh", "x"], "files": ["../x"]}]}'
goldpin lint mini || echo "exit $?"
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}],
      "grade": [{"type": "any", "graders": [{"type": "equals", "expect": "x"}, {"type": "code", "language": "python", "tests": "x"}]}]}'
goldpin lint mini || echo "exit $?"
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "code", "language": "python", "tests": "from answer import f"}],
      "examples": {"pass": ["```python\ndef f(): return 1\n```"], "fail": ["none", "```python\ndef g(): return 1\n```"]}}'
goldpin lint mini
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "code", "language": "python"}]}'
$ goldpin lint mini || echo "exit $?"
exit 2
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], ...
$ goldpin lint mini || echo "exit $?"
exit 2
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], ...
$ goldpin lint mini || echo "exit $?"
exit 2
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], ...
$ goldpin lint mini || echo "exit $?"
exit 2
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], ...
$ goldpin lint mini || echo "exit $?"
exit 2
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "code", "language": "python", "tests": "from answer import f"}], ...
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  0 of 0 pass, mean score 0.00  (always "```python\ndef f(): return 1\n```", the best of 3 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   0 of 1 pass, mean score 0.00
  right answers broken   1 of 1 noticed (mutation score 1.00)
--- stderr
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:6:75: a grader of type code needs one of "tests" and "tests_file"
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:7:17: the file mini/tests.py does not exist
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:7:17: "command" has ./grade.py, which is not among "files"
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:7:17: a file of the grader is "../x", but must stay inside the suite's folder: no leading '/', no ".."
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:7:80: a grader of type code may have no verdict (no leave, no sandbox), and then the combination would have none: put it into "grade" itself, beside the combination; all graders there must pass, or with "weight" and the case's "pass_at" a part of them
--- exit 0
