# A schema that nothing can fit is a mistake in the suite with its place, for lint and for run; no trial is skipped for it.
mini '{"id": "a", "needs": ["json_schema"], "messages": [{"role": "user", "content": "What is 2 + 3?"}],
      "grade": [{"type": "json", "schema": {"type": "object", "required": ["sum"], "properties": {
        "sum": {"type": "integer", "minimum": 10, "maximum": 9}}}}]}'
goldpin lint mini || echo "exit $?"
goldpin run mini -q -t openai:m@http://127.0.0.1:9/v1 -o out || echo "exit $?"
ls
--- stdout
$ mini '{"id": "a", "needs": ["json_schema"], "messages": [{"role": "user", "content": "What is 2 + 3?"}], ...
$ goldpin lint mini || echo "exit $?"
mini/suite.json:8:47: error: a: nothing can fit this schema: minimum is above maximum
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini/suite.json: warning: 1 of 1 cases: no examples, so nothing shows that the graders work; the first is "a" (line 6)
mini 1: 1 case, 1 error, 2 warnings
  null baseline empty     0 of 0 pass, mean score 0.00
  null baseline echo      0 of 0 pass, mean score 0.00
  null baseline constant  0 of 0 pass, mean score 0.00  (always "{"sum":10}", the best of 3 constants)
  null baseline unknown   0 of 0 pass, mean score 0.00
  null baseline stuffed   0 of 0 pass, mean score 0.00
exit 2
$ goldpin run mini -q -t openai:m@http://127.0.0.1:9/v1 -o out || echo "exit $?"
exit 2
$ ls
mini
--- stderr
$ goldpin run mini -q -t openai:m@http://127.0.0.1:9/v1 -o out || echo "exit $?"
goldpin: mini/suite.json:8:47: case "a": nothing can fit this schema: minimum is above maximum (1 error in all; goldpin lint shows them)
--- exit 0
