# A request that broke off may have been charged: its cost is unknown, and the total is "at least".
mini "$(one_case a '1 + 1' 2), $(one_case b '#cut 1 + 2' 3)"
server
targets '"price": {"input_per_mtok": 1000, "output_per_mtok": 100000}'
goldpin run mini -q -o out || echo "exit $?"
field out/results.json '/trials/*/measured/cost_usd'
sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | grep '^| `'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#cut 1 + 2' 3)"
$ server
$ targets '"price": {"input_per_mtok": 1000, "output_per_mtok": 100000}'
$ goldpin run mini -q -o out || echo "exit $?"
No verdict: 1 of 2 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        at least 0.105000 USD (1 trial of unknown cost)
exit 3
$ field out/results.json '/trials/*/measured/cost_usd'
0.105
null
$ sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | grep '^| `'
| `t` | 2 | 0 | 0 | never narrowed | at least 0.1050 (1 trial unknown) |
--- stderr
--- exit 0
