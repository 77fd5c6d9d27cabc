# XML by XPath; an expression with an unknown prefix is an error.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "xml", "xpath": "/a/b", "expect": 2}], "examples": {"pass": ["<a><b>2</b></a>"], "fail": ["<a><b>2</b>"]}}'
goldpin lint mini
sed -i 's/a.b"/x:a"/' mini/suite.json
goldpin lint mini || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "xml", "xpath": "/a/b", "expect": 2}], "examples": {"pass": ["<a><b>2</b></a>"], "fail": ["<a><b>2</b>"]}}'
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "<a><b>2</b></a>", the best of 3 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   0 of 1 pass, mean score 0.00
  right answers broken   2 of 2 noticed (mutation score 1.00)
$ sed -i 's/a.b"/x:a"/' mini/suite.json
$ goldpin lint mini || echo "lint $?"
mini/suite.json:6:100: error: a: invalid XPath: a prefix that "namespaces" lacks (at byte 4)
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 1 error, 1 warning
  null baseline empty     0 of 0 pass, mean score 0.00
  null baseline echo      0 of 0 pass, mean score 0.00
  null baseline constant  0 of 0 pass, mean score 0.00  (always "<a><b>2</b></a>", the best of 3 constants)
  null baseline unknown   0 of 0 pass, mean score 0.00
  null baseline stuffed   0 of 0 pass, mean score 0.00
lint 2
--- stderr
--- exit 0
