# A suite with `json_schema`: what is a mistake in a schema is named with its place; what is good passes its examples.
json_case() {
    printf '{"id": "%s", "messages": [{"role": "user", "content": "Who, %s?"}], "grade": [{"type": "json_schema", "schema": %s}],\n      "examples": {"pass": ["[{\\"price\\": 12}]"], "fail": ["[{\\"price\\": \\"12\\"}]"]}}' "$1" "$1" "$2"
}
mini "$(json_case good '{"$schema": "http://json-schema.org/draft-07/schema#", "items": {"$ref": "#/definitions/thing"},
        "definitions": {"thing": {"properties": {"price": {"type": "number"}}}}}')"
goldpin lint mini || echo "exit $?"
mini "$(json_case typo '{"items": {"propertes": {"price": {"type": "number"}}}}'),
$(json_case away '{"items": {"$ref": "http://x.test/thing"}}'),
$(json_case loop '{"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#"}]}}}'),
$(json_case wrong '{"items": {"properties": {"price": {"type": "string"}}}}')"
goldpin lint mini --all-errors || echo "exit $?"
--- stdout
$ json_case() { ...
$ mini "$(json_case good '{"$schema": "http://json-schema.org/draft-07/schema#", "items": {"$ref": "#/definitions/thing"}, ...
$ goldpin lint mini || echo "exit $?"
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "[]", the best of 4 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   0 of 1 pass, mean score 0.00
  right answers broken   1 of 1 noticed (mutation score 1.00)
$ mini "$(json_case typo '{"items": {"propertes": {"price": {"type": "number"}}}}'), ...
$ goldpin lint mini --all-errors || echo "exit $?"
mini/suite.json:6:145: error: typo: "propertes" is no keyword of JSON Schema, so it would check nothing; did you mean "properties"?
mini/suite.json:8:136: error: away: "http://x.test/thing" leads out of the document; nothing is fetched: put it in `$defs`
mini/suite.json:10:117: error: loop: this schema refers to itself without looking into the value: nothing decides
mini/suite.json:13:29: error: wrong: examples.pass[0] does not pass: grader "json_schema-1": at /0/price: expected a string, got an integer: 12
mini/suite.json:13:60: error: wrong: examples.fail[0] passes all graders, so they cannot tell it from a right answer
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 4 cases, 5 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "[]", the best of 4 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   0 of 1 pass, mean score 0.00
exit 2
--- stderr
--- exit 0
