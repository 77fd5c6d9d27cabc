# What cannot be arranged is said; an Ollama server is asked to unload.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -t "openai:m@$URL" -t "ollama:o@${URL%/v1}" -o out --environment cold | head -n 1
part '## Environment' out/report.md | sed 's/| [0-9][0-9.]* | \([0-9]* | [0-9]* |\)$/| T | \1/'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -t "ollama:o@${URL%/v1}" -o out --environment cold | head -n 1
Gate passed: 4 of 4 trials passed; goldens: no case has one; no trial broke.
$ part '## Environment' out/report.md | sed 's/| [0-9][0-9.]* | \([0-9]* | [0-9]* |\)$/| T | \1/'
## Environment: cold

- `openai-m`: one trial at a time, each request over a new connection, no priming; what runs behind the address cannot be restarted from here, so its model may have been warm.
- `ollama-o`: the server was asked to unload the model before each trial, one trial at a time, over new connections; whether it did shows in the load time that it states.

### What was sent around the trials

Not graded and not part of the evidence. A bad request should be refused; the last two columns tell what became of the trials right after.

| Target | Asked | What | Times | As meant | Ended | Median (s) | Then answered | Then broke |
| :-- | :-- | :-- | --: | --: | :-- | --: | --: | --: |
| `ollama-o` | `ollama-o` | unload | 2 | 2 | as it should: 2 | T | 2 | 0 |

--- stderr
--- exit 0
