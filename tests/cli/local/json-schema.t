# An answer that a case wants as JSON of a schema can be nothing else, whatever the model would have said.
pocket
mini '{"id": "a", "needs": ["json_schema"], "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "json", "schema": {"type": "object", "properties": {"sum": {"type": "integer"}, "sure": {"enum": ["yes", "no"]}}, "required": ["sum", "sure"], "additionalProperties": false}}], "max_tokens": 60},
      {"id": "b", "needs": ["json_schema"], "tools": [{"type": "function", "function": {"name": "add"}}], "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "json", "schema": {"type": "integer"}}]}'
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out
field out/transcripts.jsonl '/*' case measured/error | sort
--- stdout
$ pocket
$ mini '{"id": "a", "needs": ["json_schema"], "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "json", "schema": {"type": "object", "properties": {"sum": {"type": "integer"}, "sure": {"enum": ["yes", "no"]}}, "required": ["sum", "sure"], "additionalProperties": false}}], "max_tokens": 60}, ...
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out
Gate passed: 1 of 2 trials passed, 1 skipped; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
flagged     1 of 2 trials was skipped: what a case needs is not there; they neither passed nor failed, and out/report.md says why
$ field out/transcripts.jsonl '/*' case measured/error | sort
a null
b the local engine does not offer what the case needs: tools
--- stderr
--- exit 0
