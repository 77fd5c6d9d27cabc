# A stream that says its last word, and a server that never ends the response: the trial is over a second later, not at its
# limits, and what was recorded of it replays.
mini "$(one_case a '#open 1 + 1' 2)"
server
export ANTHROPIC_API_KEY="$OPENAI_API_KEY"
HOST=${URL%/v1}
for t in "openai:m@$URL" "openai-responses:m@$URL" "anthropic:m@$HOST" "ollama:m@$HOST"; do set -- "$@" -t "$t"; done
timeout 20 goldpin run mini -q "$@" -o out --record rec
goldpin run mini -q --replay rec -o again | head -n 1
cmp out/junit.xml again/junit.xml
--- stdout
$ mini "$(one_case a '#open 1 + 1' 2)"
$ server
$ export ANTHROPIC_API_KEY="$OPENAI_API_KEY"
$ HOST=${URL%/v1}
$ for t in "openai:m@$URL" "openai-responses:m@$URL" "anthropic:m@$HOST" "ollama:m@$HOST"; do set -- "$@" -t "$t"; done
$ timeout 20 goldpin run mini -q "$@" -o out --record rec
Gate passed: 4 of 4 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ goldpin run mini -q --replay rec -o again | head -n 1
Gate passed: 4 of 4 trials passed; goldens: no case has one; no trial broke.
$ cmp out/junit.xml again/junit.xml
--- stderr
--- exit 0
