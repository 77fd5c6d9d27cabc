# Two reviews that object, one that approves. The third draft is the answer; every round is in the report.
refined
goldpin run mini -q -t pair -o out > out.txt || cat out.txt
part '### Where' out/report.md | sed 's/ [0-9.]* | [0-9.]* | \([0-9]*\) |$/ T | T | \1 |/'
field out/results.json '/trials/*/measured' first_token_s gap_max_s input_tokens output_tokens
field out/results.json '/targets/*/measured/cost_usd'
--- stdout
$ refined
$ goldpin run mini -q -t pair -o out > out.txt || cat out.txt
$ part '### Where' out/report.md | sed 's/ [0-9.]* | [0-9.]* | \([0-9]*\) |$/ T | T | \1 |/'
### Where each case went

| Case | Target | Repeat | Answered by | Why |
| :-- | :-- | --: | :-- | :-- |
| `sum` | `pair` | 1 | `writer` | 3 drafts, the last one approved |

### Rounds

Besides the answers above: drafts and reviews, and members that broke. Round 2.1 is the first attempt at the second reply.

| Case | Target | Round | Role | Asked | Ended | Answer | First token (s) | Total (s) | Output tokens |
| :-- | :-- | :-- | :-- | :-- | :-- | :-- | --: | --: | --: |
| `sum` | `pair` | 1.1 | draft | `writer` | answered | `6` | T | T | 1 |
| `sum` | `pair` | 1.1 | critic | `reader` | answered | `Six is too much.` | T | T | 4 |
| `sum` | `pair` | 1.2 | draft | `writer` | answered | `4` | T | T | 1 |
| `sum` | `pair` | 1.2 | critic | `reader` | answered | `Four is not enough.` | T | T | 4 |
| `sum` | `pair` | 1.3 | draft | `writer` | answered | `5` | T | T | 1 |
| `sum` | `pair` | 1.3 | critic | `reader` | answered | `APPROVED` | T | T | 1 |

$ field out/results.json '/trials/*/measured' first_token_s gap_max_s input_tokens output_tokens
null null 120 12
$ field out/results.json '/targets/*/measured/cost_usd'
0.005873999999999999
--- stderr
--- exit 0
