# A condition may be one value or a list of them; what is neither says what is wanted, and which target is meant.
mini
try() { echo "{\"targets\": {\"r\": {\"provider\": \"route\", \"rules\": [$1], \"default\": \"a\"}, \"a\": {\"provider\": \"openai\", \"model\": \"m\"}}}" > goldpin.json; goldpin run mini -q --dry-run -t r || echo "exit $?"; }
try '{"if": {"tag": "x"}, "to": "a"}'
try '{"if": {"tag": 5}, "to": "a"}'
try '{"if": {"tag": ""}, "to": "a"}'
try '{"if": {"tag": []}, "to": "a"}'
try '{"if": {"sensitivity": {"is": "public"}}, "to": "a"}'
try '{"if": "x", "to": "a"}'
echo '{"targets": {"first": {"provider": "openai", "model": "m"}, "second": {"provider": "openai"}}}' > goldpin.json
goldpin run mini -q --dry-run || echo "exit $?"
--- stdout
$ mini
$ try() { echo "{\"targets\": {\"r\": {\"provider\": \"route\", \"rules\": [$1], \"default\": \"a\"}, \"a\": {\"provider\": \"openai\", \"model\": \"m\"}}}" > goldpin.json; goldpin run mini -q --dry-run -t r || echo "exit $?"; }
$ try '{"if": {"tag": "x"}, "to": "a"}'
dry run: 1 trial (1 case, 1 target); nothing was asked or written
$ try '{"if": {"tag": 5}, "to": "a"}'
exit 2
$ try '{"if": {"tag": ""}, "to": "a"}'
exit 2
$ try '{"if": {"tag": []}, "to": "a"}'
exit 2
$ try '{"if": {"sensitivity": {"is": "public"}}, "to": "a"}'
exit 2
$ try '{"if": "x", "to": "a"}'
exit 2
$ echo '{"targets": {"first": {"provider": "openai", "model": "m"}, "second": {"provider": "openai"}}}' > goldpin.json
$ goldpin run mini -q --dry-run || echo "exit $?"
exit 2
--- stderr
$ try '{"if": {"tag": 5}, "to": "a"}'
goldpin: goldpin.json:1:66: "tag" must be a string or a list of strings, not an integer
$ try '{"if": {"tag": ""}, "to": "a"}'
goldpin: goldpin.json:1:66: "tag" is empty
$ try '{"if": {"tag": []}, "to": "a"}'
goldpin: goldpin.json:1:66: "tag" is empty; list at least one
$ try '{"if": {"sensitivity": {"is": "public"}}, "to": "a"}'
goldpin: goldpin.json:1:74: "sensitivity" must be a string or a list of strings, not an object
$ try '{"if": "x", "to": "a"}'
goldpin: goldpin.json:1:58: the conditions of a rule must be an object, not a string
$ goldpin run mini -q --dry-run || echo "exit $?"
goldpin: goldpin.json:1:71: target "second" lacks "model"
--- exit 0
