# A path that cannot be read is shown where it stands.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "json_path", "path": "$.items[*].price", "max": 10}], "examples": {"pass": ["{\"items\": [{\"price\": 9.5}]}"], "fail": ["{\"items\": [{\"price\": 10.5}]}"]}}'
goldpin lint mini
sed -i 's/\[\*\]/[?@.price < 9.9]/' mini/suite.json
goldpin lint mini > /dev/null && echo "lint $?"
sed -i 's/< 9.9/<< 9.9/' mini/suite.json
goldpin lint mini || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "json_path", "path": "$.items[*].price", "max": 10}], "examples": {"pass": ["{\"items\": [{\"price\": 9.5}]}"], "fail": ["{\"items\": [{\"price\": 10.5}]}"]}}'
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "{"items": [{"price": 9.5}]}", the best of 3 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   0 of 1 pass, mean score 0.00
  right answers broken   2 of 2 noticed (mutation score 1.00)
$ sed -i 's/\[\*\]/[?@.price < 9.9]/' mini/suite.json
$ goldpin lint mini > /dev/null && echo "lint $?"
lint 0
$ sed -i 's/< 9.9/<< 9.9/' mini/suite.json
$ goldpin lint mini || echo "lint $?"
lint 2
--- stderr
$ goldpin lint mini || echo "lint $?"
goldpin: mini/suite.json:6:105: invalid JSONPath: a value is missing: a literal, @, $, or length, count, value, match, search (at byte 18 of "$.items[?@.price << 9.9].price")
--- exit 0
