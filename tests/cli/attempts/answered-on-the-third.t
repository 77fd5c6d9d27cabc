# Two 429 and then an answer, by policy. What the server saw are the attempts that the report tells of, no more.
mini "$(one_case a '#429 #retry-after=0.02 #first=2 1 + 1' 2), $(one_case b '1 + 2' 3)"
server --requests seen
targets '"retry": {"on": ["rate_limited"], "max": 3, "base_s": 0.01}'
goldpin run mini -v -o out
wc -l < seen
grep -o '"requests": [0-9]*\|"retried": [0-9]*\|"rate_limited": [0-9]*' out/results.json
grep '"id":"mini/a' out/results.json | grep -o '"attempts":.*"window"' | sed 's/[0-9.]*\(,"waited_s":\)[0-9.]*/#\1#/g'
grep -o '"tries":.*' out/transcripts.jsonl | grep -c waited_s
sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | sed 's/waited [0-9.e-]* s/waited # s/'
grep 'Attempts' out/report.md
sed -n '/"retry"/,/}/p' out/manifest.json
--- stdout
$ mini "$(one_case a '#429 #retry-after=0.02 #first=2 1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server --requests seen
$ targets '"retry": {"on": ["rate_limited"], "max": 3, "base_s": 0.01}'
$ goldpin run mini -v -o out
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/junit.xml out/results.json
$ wc -l < seen
4
$ grep -o '"requests": [0-9]*\|"retried": [0-9]*\|"rate_limited": [0-9]*' out/results.json
"requests": 4
"retried": 1
"rate_limited": 2
$ grep '"id":"mini/a' out/results.json | grep -o '"attempts":.*"window"' | sed 's/[0-9.]*\(,"waited_s":\)[0-9.]*/#\1#/g'
"attempts":3,"tries":[{"turn":1,"failure":"rate_limited","status":429,"error":"HTTP 429, rate_limit_exceeded: Rate limit reached.","duration_s":#,"waited_s":#},{"turn":1,"failure":"rate_limited","status":429,"error":"HTTP 429, rate_limit_exceeded: Rate limit reached.","duration_s":#,"waited_s":#},{"turn":1,"failure":null,"status":200,"error":null,"duration_s":#,"waited_s":#}],"window"
$ grep -o '"tries":.*' out/transcripts.jsonl | grep -c waited_s
1
$ sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | sed 's/waited [0-9.e-]* s/waited # s/'
## Requests and costs

| Target | Requests | Trials with a request sent again | Refused by a rate limit | Fewest trials in flight under rate limits | Cost (USD) | Cost per passed trial (USD) |
| :-- | --: | --: | --: | --: | --: | --: |
| `t` | 4 | 1 | 2 | 1 | n/a | n/a |

### Sent again

- `mini/a/t/1`: answered on attempt 3 after rate_limited, rate_limited, having waited # s

$ grep 'Attempts' out/report.md
  - Attempts: at most 4, again after `rate_limited`; it waits as long as the server asks, else a random share of a time that doubles from # s on, and never for more than 60 s. The time limits hold for each attempt.
$ sed -n '/"retry"/,/}/p' out/manifest.json
      "retry": {
        "on": [
          "rate_limited"
        ],
        "max": 3,
        "base_s": 0.01,
        "cap_s": 60
      },
--- stderr
$ goldpin run mini -v -o out
goldpin: warning: mini/suite.json: the suite has no provenance: say where its cases come from
goldpin: target t: openai at http://127.0.0.1:PORT/v1
goldpin: 2 trials (2 cases, 1 target)
passed  mini/b/t/1  # s
passed  mini/a/t/1  # s
--- exit 0
