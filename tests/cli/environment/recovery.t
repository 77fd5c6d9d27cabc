# Local and remote targets refuse the bad request, each in its own way, and answer the good one after it.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
pocket
printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}}}' > goldpin.json
server
export ANTHROPIC_API_KEY=k-0123456789 GEMINI_API_KEY=k-0123456789
goldpin run mini -q -t house -t "openai:m@$URL" -t "openai-responses:m@$URL" -t "anthropic:m@${URL%/v1}" -t "gemini:m@${URL%/v1}" -t "ollama:m@${URL%/v1}" -o out --environment recovery | head -n 1
part '## Environment' out/report.md | sed 's/| [0-9][0-9.]* | \([0-9]* | [0-9]* |\)$/| T | \1/'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ pocket
$ printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}}}' > goldpin.json
$ server
$ export ANTHROPIC_API_KEY=k-0123456789 GEMINI_API_KEY=k-0123456789
$ goldpin run mini -q -t house -t "openai:m@$URL" -t "openai-responses:m@$URL" -t "anthropic:m@${URL%/v1}" -t "gemini:m@${URL%/v1}" -t "ollama:m@${URL%/v1}" -o out --environment recovery | head -n 1
Gate passed: 12 of 12 trials passed; goldens: no case has one; no trial broke.
$ part '## Environment' out/report.md | sed 's/| [0-9][0-9.]* | \([0-9]* | [0-9]* |\)$/| T | \1/'
## Environment: recovery

- `house`: before each trial a prompt was sent that does not fit the context.
- `openai-m`: before each trial a request was sent that is not well formed.
- `openai-responses-m`: before each trial a request was sent that is not well formed.
- `anthropic-m`: before each trial a request was sent that is not well formed.
- `gemini-m`: before each trial a request was sent that is not well formed.
- `ollama-m`: before each trial a request was sent that is not well formed.

### What was sent around the trials

Not graded and not part of the evidence. A bad request should be refused; the last two columns tell what became of the trials right after.

| Target | Asked | What | Times | As meant | Ended | Median (s) | Then answered | Then broke |
| :-- | :-- | :-- | --: | --: | :-- | --: | --: | --: |
| `house` | `house` | `bad_request` | 2 | 2 | context_overflow: 2 | T | 2 | 0 |
| `openai-m` | `openai-m` | `bad_request` | 2 | 2 | rejected: 2 | T | 2 | 0 |
| `openai-responses-m` | `openai-responses-m` | `bad_request` | 2 | 2 | rejected: 2 | T | 2 | 0 |
| `anthropic-m` | `anthropic-m` | `bad_request` | 2 | 2 | rejected: 2 | T | 2 | 0 |
| `gemini-m` | `gemini-m` | `bad_request` | 2 | 2 | rejected: 2 | T | 2 | 0 |
| `ollama-m` | `ollama-m` | `bad_request` | 2 | 2 | rejected: 2 | T | 2 | 0 |

--- stderr
--- exit 0
