# Integers that a double cannot hold: what has a range says so, and the rest is named where it stands.
try() { mini "$1"; goldpin lint mini || echo "exit $?"; }
try "$(one_case a '1 + 1' 2 | sed 's/"grade"/"max_tokens": 9007199254740993, "grade"/')"
try "$(one_case a '1 + 1' 2 | sed 's/"grade"/"maks_tokens": 9007199254740993, "grade"/')"
try "$(one_case a '1 + 1' 2 | sed 's/"grade"/"tools": [{"type": "function", "function": {"name": "f", "parameters": {"maximum": 9007199254740993}}}], "grade"/')"
mini
for provider in openai local; do echo "{\"targets\": {\"t\": {\"provider\": \"$provider\", \"model\": \"m\", \"extra\": {\"x\": [9007199254740993]}}}}" > goldpin.json; goldpin run mini --dry-run || echo "exit $?"; done
--- stdout
$ try() { mini "$1"; goldpin lint mini || echo "exit $?"; }
$ try "$(one_case a '1 + 1' 2 | sed 's/"grade"/"max_tokens": 9007199254740993, "grade"/')"
exit 2
$ try "$(one_case a '1 + 1' 2 | sed 's/"grade"/"maks_tokens": 9007199254740993, "grade"/')"
exit 2
$ try "$(one_case a '1 + 1' 2 | sed 's/"grade"/"tools": [{"type": "function", "function": {"name": "f", "parameters": {"maximum": 9007199254740993}}}], "grade"/')"
exit 2
$ mini
$ for provider in openai local; do echo "{\"targets\": {\"t\": {\"provider\": \"$provider\", \"model\": \"m\", \"extra\": {\"x\": [9007199254740993]}}}}" > goldpin.json; goldpin run mini --dry-run || echo "exit $?"; done
exit 2
exit 2
--- stderr
$ try "$(one_case a '1 + 1' 2 | sed 's/"grade"/"max_tokens": 9007199254740993, "grade"/')"
goldpin: mini/suite.json:6:92: "max_tokens" is 9007199254740993, but must be from 1 to 2147483647
$ try "$(one_case a '1 + 1' 2 | sed 's/"grade"/"maks_tokens": 9007199254740993, "grade"/')"
goldpin: mini/suite.json:6:78: unknown key "maks_tokens" in a case; did you mean "max_tokens"?
$ try "$(one_case a '1 + 1' 2 | sed 's/"grade"/"tools": [{"type": "function", "function": {"name": "f", "parameters": {"maximum": 9007199254740993}}}], "grade"/')"
goldpin: mini/suite.json:6:161: the integer 9007199254740993 is beyond 2^53, so a double cannot hold it; what is sent to a model may have it as a string, and graders may have it as it is
$ for provider in openai local; do echo "{\"targets\": {\"t\": {\"provider\": \"$provider\", \"model\": \"m\", \"extra\": {\"x\": [9007199254740993]}}}}" > goldpin.json; goldpin run mini --dry-run || echo "exit $?"; done
goldpin: goldpin.json:1:72: the integer 9007199254740993 is beyond 2^53, so a double cannot hold it, and the identity of the target has no exact form of it
goldpin: goldpin.json:1:71: the integer 9007199254740993 is beyond 2^53, so a double cannot hold it, and the identity of the target has no exact form of it
--- exit 0
