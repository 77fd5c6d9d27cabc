# A role that an API does not have, and places that there are not.
mini
try() { echo "{\"targets\": {\"t\": {\"provider\": \"$1\", \"model\": \"m\", $2}}}" > goldpin.json; goldpin run mini -q --dry-run || echo "exit $?"; }
try ollama '"system": "developer"'
try anthropic '"system": "developer"'
try gemini '"system": "developer"'
try lmstudio '"system": "developer"'
try openai '"system": "assistant"'
try openai '"stop_in": "reply"'
try replay '"system": "user"'
try anthropic '"system": "user"'
--- stdout
$ mini
$ try() { echo "{\"targets\": {\"t\": {\"provider\": \"$1\", \"model\": \"m\", $2}}}" > goldpin.json; goldpin run mini -q --dry-run || echo "exit $?"; }
$ try ollama '"system": "developer"'
exit 2
$ try anthropic '"system": "developer"'
exit 2
$ try gemini '"system": "developer"'
exit 2
$ try lmstudio '"system": "developer"'
exit 2
$ try openai '"system": "assistant"'
exit 2
$ try openai '"stop_in": "reply"'
exit 2
$ try replay '"system": "user"'
exit 2
$ try anthropic '"system": "user"'
dry run: 1 trial (1 case, 1 target); nothing was asked or written
--- stderr
$ try ollama '"system": "developer"'
goldpin: goldpin.json:1:66: the API of provider ollama has no role "developer"; "system" can be system or user there
$ try anthropic '"system": "developer"'
goldpin: goldpin.json:1:69: the API of provider anthropic has no role "developer"; "system" can be system or user there
$ try gemini '"system": "developer"'
goldpin: goldpin.json:1:66: the API of provider gemini has no role "developer"; "system" can be system or user there
$ try lmstudio '"system": "developer"'
goldpin: goldpin.json:1:68: the API of provider lmstudio has no role "developer"; "system" can be system or user there
$ try openai '"system": "assistant"'
goldpin: goldpin.json:1:66: the place of the system text is "assistant", but must be one of system, user, developer
$ try openai '"stop_in": "reply"'
goldpin: goldpin.json:1:67: a target of provider openai takes no "stop_in"
$ try replay '"system": "user"'
goldpin: goldpin.json:1:66: a target of provider replay takes no "system"
--- exit 0
