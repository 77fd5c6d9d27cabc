# The regulated case stays on the pocket model; every decision is in the report, and a replay gives the same evidence.
routed
goldpin run mini -q -t router -o out > out.txt || cat out.txt
part '## Composites' out/report.md | sed 's/| [0-9.]* |$/| T |/'
field out/transcripts.jsonl '/*/route/*/why' | sort
goldpin run mini -q --replay out -o again > again.txt
[ "$(grep fingerprint out.txt)" = "$(grep fingerprint again.txt)" ] && echo 'same fingerprint'
[ "$(part '## Composites' out/report.md)" = "$(part '## Composites' again/report.md)" ] && echo 'same section'
--- stdout
$ routed
$ goldpin run mini -q -t router -o out > out.txt || cat out.txt
$ part '## Composites' out/report.md | sed 's/| [0-9.]* |$/| T |/'
## Composites

Who gave the answers. "Instead": trials that came to this member because members before it broke; each of those is listed below.

| Target | Answered by | Trials | Passed | Failed | Broke | Skipped | Instead | Output tokens |
| :-- | :-- | --: | --: | --: | --: | --: | --: | --: |
| `router` | `careful/house` | 1 | 1 | 0 | 0 | 0 | 1 | T |
| `router` | `cloud` | 1 | 1 | 0 | 0 | 0 | 0 | T |
| `router` | `house` | 1 | 1 | 0 | 0 | 0 | 0 | T |

### Where each case went

| Case | Target | Repeat | Answered by | Why |
| :-- | :-- | --: | :-- | :-- |
| `hard` | `router` | 1 | `careful/house` | `router` to `careful` by `rule 2: {"tag":["odd","hard"]}`: tag is hard; `broken` broke: server_error; `nobody` broke: refused_connection |
| `open` | `router` | 1 | `cloud` | `router` to `cloud` by `default`: no rule matches |
| `secret` | `router` | 1 | `house` | `router` to `house` by `rule 1: {"sensitivity":"regulated"}`: sensitivity is regulated |

### Rounds

Besides the answers above: drafts and reviews, and members that broke. Round 2.1 is the first attempt at the second reply.

| Case | Target | Round | Role | Asked | Ended | Answer | Total (s) |
| :-- | :-- | :-- | :-- | :-- | :-- | :-- | --: |
| `hard` | `router` | 1.1 | member | `broken` | server_error | `HTTP 500, server_error: The server had an error.\nSecond line \x1B[31mred.` | T |
| `hard` | `router` | 1.2 | member | `nobody` | refused_connection | `cannot connect to 127.0.0.1:PORT: Connection refused` | T |

$ field out/transcripts.jsonl '/*/route/*/why' | sort
no rule matches
sensitivity is regulated
tag is hard
$ goldpin run mini -q --replay out -o again > again.txt
$ [ "$(grep fingerprint out.txt)" = "$(grep fingerprint again.txt)" ] && echo 'same fingerprint'
same fingerprint
$ [ "$(part '## Composites' out/report.md)" = "$(part '## Composites' again/report.md)" ] && echo 'same section'
same section
--- stderr
--- exit 0
