# The model is opened anew before each trial. The evidence is that of a run without an environment.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
pocket
printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}}}' > goldpin.json
goldpin run mini -q -t house -o plain | grep fingerprint > 1
goldpin run mini -q -t house -o out --environment cold | grep fingerprint > 2
cmp 1 2 && echo 'same fingerprint'
field out/transcripts.jsonl '/*/before/*/role'
part '## Environment' out/report.md | sed 's/| [0-9][0-9.]* | \([0-9]* | [0-9]* |\)$/| T | \1/'
field out/manifest.json /run jobs environment '/targets/*/environment'
goldpin run mini -q --replay out -o again > /dev/null
goldpin diff out again | head -n 1
[ "$(part '## Environment' out/report.md)" = "$(part '## Environment' again/report.md)" ] && echo 'same section'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ pocket
$ printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}}}' > goldpin.json
$ goldpin run mini -q -t house -o plain | grep fingerprint > 1
$ goldpin run mini -q -t house -o out --environment cold | grep fingerprint > 2
$ cmp 1 2 && echo 'same fingerprint'
same fingerprint
$ field out/transcripts.jsonl '/*/before/*/role'
load
load
$ part '## Environment' out/report.md | sed 's/| [0-9][0-9.]* | \([0-9]* | [0-9]* |\)$/| T | \1/'
## Environment: cold

- `house`: the model was closed and opened again before each trial, one trial at a time; its file may have been in the system's cache.

### What was sent around the trials

Not graded and not part of the evidence. A bad request should be refused; the last two columns tell what became of the trials right after.

| Target | Asked | What | Times | As meant | Ended | Median (s) | Then answered | Then broke |
| :-- | :-- | :-- | --: | --: | :-- | --: | --: | --: |
| `house` | `house` | load | 2 | 2 | as it should: 2 | T | 2 | 0 |

$ field out/manifest.json /run jobs environment '/targets/*/environment'
1 cold
the model was closed and opened again before each trial, one trial at a time; its file may have been in the system's cache
$ goldpin run mini -q --replay out -o again > /dev/null
$ goldpin diff out again | head -n 1
2 the same
$ [ "$(part '## Environment' out/report.md)" = "$(part '## Environment' again/report.md)" ] && echo 'same section'
same section
--- stderr
--- exit 0
