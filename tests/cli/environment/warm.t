# One priming prompt per target, whatever the number of trials in flight.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -t "openai:m@$URL" -t "openai:n@$URL" -o out --environment warm --repeat 3 | head -n 1
part '## Environment' out/report.md | sed 's/| [0-9][0-9.]* | \([0-9]* | [0-9]* |\)$/| T | \1/'
field out/transcripts.jsonl '/*/before/*/role'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -t "openai:n@$URL" -o out --environment warm --repeat 3 | head -n 1
Gate passed: 12 of 12 trials passed; goldens: no case has one; no trial broke.
$ part '## Environment' out/report.md | sed 's/| [0-9][0-9.]* | \([0-9]* | [0-9]* |\)$/| T | \1/'
## Environment: warm

- `openai-m`: one priming prompt came before the first trial.
- `openai-n`: one priming prompt came before the first trial.

### What was sent around the trials

Not graded and not part of the evidence. A bad request should be refused; the last two columns tell what became of the trials right after.

| Target | Asked | What | Times | As meant | Ended | Median (s) | Then answered | Then broke |
| :-- | :-- | :-- | --: | --: | :-- | --: | --: | --: |
| `openai-m` | `openai-m` | priming | 1 | 1 | as it should: 1 | T | 1 | 0 |
| `openai-n` | `openai-n` | priming | 1 | 1 | as it should: 1 | T | 1 | 0 |

$ field out/transcripts.jsonl '/*/before/*/role'
priming
priming
--- stderr
--- exit 0
