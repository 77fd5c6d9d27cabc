# Two 429 and then an answer, by policy. What the server saw are the attempts that the report tells of, no more.
mini "$(one_case a '#429 #retry-after=0.02 #first=2 1 + 1' 2), $(one_case b '1 + 2' 3)"
server --requests seen
targets '"retry": {"on": ["rate_limited"], "max": 3, "base_s": 0.01}'
goldpin run mini -v -o out
wc -l < seen
field out/results.json '/targets/*/measured' requests retried rate_limited
field out/results.json '/trials/*' id measured/attempts '/trials/0/measured/tries/*' turn failure status error
field out/transcripts.jsonl '/*/measured/tries/*/waited_s' | wc -l
sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | sed 's/waited [0-9.e-]* s/waited # s/'
grep 'Attempts' out/report.md
field out/manifest.json '/targets/*/retry/on/*' '/targets/*/retry' max base_s cap_s
--- stdout
$ mini "$(one_case a '#429 #retry-after=0.02 #first=2 1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server --requests seen
$ targets '"retry": {"on": ["rate_limited"], "max": 3, "base_s": 0.01}'
$ goldpin run mini -v -o out
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ wc -l < seen
4
$ field out/results.json '/targets/*/measured' requests retried rate_limited
4 1 2
$ field out/results.json '/trials/*' id measured/attempts '/trials/0/measured/tries/*' turn failure status error
mini/a/t/1 3
mini/b/t/1 1
1 rate_limited 429 HTTP 429, rate_limit_exceeded: Rate limit reached.
1 rate_limited 429 HTTP 429, rate_limit_exceeded: Rate limit reached.
1 null 200 null
$ field out/transcripts.jsonl '/*/measured/tries/*/waited_s' | wc -l
3
$ sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | sed 's/waited [0-9.e-]* s/waited # s/'
## Requests and costs

| Target | Requests | Trials with a request sent again | Refused by a rate limit | Fewest trials in flight under rate limits |
| :-- | --: | --: | --: | --: |
| `t` | 4 | 1 | 2 | 1 |

### Sent again

- `mini/a/t/1`: answered on attempt 3 after rate_limited, rate_limited, having waited # s

$ grep 'Attempts' out/report.md
  - Attempts: at most 4, again after `rate_limited`; it waits as long as the server asks, else a random share of a time that doubles from # s on, and never for more than 60 s. The time limits hold for each attempt.
$ field out/manifest.json '/targets/*/retry/on/*' '/targets/*/retry' max base_s cap_s
rate_limited
3 0.01 60
--- stderr
$ goldpin run mini -v -o out
goldpin: warning: mini/suite.json: the suite has no provenance: say where its cases come from
goldpin: target t: openai at http://127.0.0.1:PORT/v1
goldpin: 2 trials (2 cases, 1 target)
passed  mini/a/t/1  # s
passed  mini/b/t/1  # s
--- exit 0
