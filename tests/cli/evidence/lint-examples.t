# With leave, lint runs the code of examples: a right one that fails, a wrong one that passes, and tests that notice nothing are
# found before a model is asked.
confined
mini '{"id": "good", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "code", "language": "python", "tests": "from answer import f\nassert f(2) == 3"}],
      "examples": {"pass": ["```python\ndef f(x): return x + 1\n```"], "fail": ["```python\ndef f(x): return x\n```"]}},
    {"id": "bad", "messages": [{"role": "user", "content": "b"}], "grade": [{"type": "code", "language": "python", "tests": "from answer import f\nassert f(2)"}],
      "examples": {"pass": ["```python\ndef f(x): return x - 2\n```"],
                   "fail": ["```python\ndef f(x): return x\n```"]}},
    {"id": "lax", "messages": [{"role": "user", "content": "c"}], "grade": [{"type": "code", "language": "python", "tests": "import os\nos.path.exists(\"answer.py\")"}],
      "examples": {"pass": ["```python\ndef f(x): return x + 1\n```"], "fail": ["x"]}},
    {"id": "program", "messages": [{"role": "user", "content": "d"}], "grade": [{"type": "external", "command": ["sh", "-c", "grep -q yes && echo {\\\"pass\\\": true}"]}],
      "examples": {"pass": ["yes"], "fail": ["no"]}}'
goldpin lint mini
goldpin lint mini --allow-code || echo "exit $?"
--- stdout
$ confined
$ mini '{"id": "good", "messages": [{"role": "user", "content": "a"}], "grade": [{"type": "code", "language": "python", "tests": "from answer import f\nassert f(2) == 3"}], ...
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 4 cases, 0 errors, 1 warning
  null baseline empty     0 of 3 pass, mean score 0.00
  null baseline echo      0 of 3 pass, mean score 0.00
  null baseline constant  0 of 0 pass, mean score 0.00  (always "```python\ndef f(x): return x + 1\n```", the best of 5 constants)
  null baseline unknown   0 of 3 pass, mean score 0.00
  null baseline stuffed   0 of 3 pass, mean score 0.00
  right answers broken   3 of 3 noticed (mutation score 1.00)
$ goldpin lint mini --allow-code || echo "exit $?"
mini/suite.json:9:29: error: bad: examples.pass[0] does not pass: grader "code-1": the tests fail (the block at byte 0): exit status 1: "AssertionError"
mini/suite.json:10:29: error: bad: examples.fail[0] passes all graders, so they cannot tell it from a right answer
mini/suite.json:12:29: warning: lax: grader "code-1" does not notice examples.pass[0] with a parenthesis opened in front: "```python\n(\ndef f(x): return x + 1\n```"
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 4 cases, 2 errors, 2 warnings
  null baseline empty     0 of 3 pass, mean score 0.00
  null baseline echo      0 of 3 pass, mean score 0.00
  null baseline constant  0 of 0 pass, mean score 0.00  (always "```python\ndef f(x): return x + 1\n```", the best of 5 constants)
  null baseline unknown   0 of 3 pass, mean score 0.00
  null baseline stuffed   0 of 3 pass, mean score 0.00
  right answers broken   3 of 4 noticed (mutation score 0.75)
exit 2
--- stderr
--- exit 0
