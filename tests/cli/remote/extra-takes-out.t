# Null in "extra" takes a parameter out of the request, and the report says that it was not sent; a form of answers that
# "extra" decides about leaves no room for a case's schema.
mini
server
targets '"sampling": {"temperature": 0.5, "max_tokens": 9, "top_k": 3}, "extra": {"temperature": null, "max_tokens": null, "max_completion_tokens": 9, "seed": null}'
goldpin run mini -q -o out > /dev/null
field out/results.json '/trials/*/drift' ignored seed_use
targets '"extra": {"response_format": {"type": "json_object"}}'
mini '{"id": "a", "needs": ["json_schema"], "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "json", "schema": {"type": "integer"}, "expect": 5}]}'
goldpin run mini -q -o formed | head -n 1
field formed/results.json '/trials/*' status error
--- stdout
$ mini
$ server
$ targets '"sampling": {"temperature": 0.5, "max_tokens": 9, "top_k": 3}, "extra": {"temperature": null, "max_tokens": null, "max_completion_tokens": 9, "seed": null}'
$ goldpin run mini -q -o out > /dev/null
$ field out/results.json '/trials/*/drift' ignored seed_use
temperature, top_k null
$ targets '"extra": {"response_format": {"type": "json_object"}}'
$ mini '{"id": "a", "needs": ["json_schema"], "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "json", "schema": {"type": "integer"}, "expect": 5}]}'
$ goldpin run mini -q -o formed | head -n 1
Gate failed: no trial was graded (0 broke, 1 skipped).
$ field formed/results.json '/trials/*' status error
skipped the case needs json_schema, but "response_format" in the target's extra decides about the form
--- stderr
--- exit 0
