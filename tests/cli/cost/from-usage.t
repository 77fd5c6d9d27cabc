# Cost by the server's count of tokens and the price of the targets file; cached input at its own price; n/a without a price.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
targets '"price": {"input_per_mtok": 1000, "output_per_mtok": 100000, "as_of": "2026-11-01"}'
goldpin run mini -q -o out
field out/results.json '/trials/*/measured' input_tokens output_tokens cached_tokens cost_usd cost_basis spent_usd
field out/results.json '/targets/*/measured' cost_usd cost_known_usd cost_unknown cost_basis
sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | grep '^| `'
grep 'Price' out/report.md
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ targets '"price": {"input_per_mtok": 1000, "output_per_mtok": 100000, "as_of": "2026-11-01"}'
$ goldpin run mini -q -o out
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.210000 USD
$ field out/results.json '/trials/*/measured' input_tokens output_tokens cached_tokens cost_usd cost_basis spent_usd
5 1 0 0.105 usage 0.105
5 1 0 0.105 usage 0.105
$ field out/results.json '/targets/*/measured' cost_usd cost_known_usd cost_unknown cost_basis
0.21 0.21 0 usage
$ sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | grep '^| `'
| `t` | 2 | 0 | 0 | never narrowed | 0.2100 | 0.1050 |
$ grep 'Price' out/report.md
  - Price (USD per million tokens): input 1000, output 100000, as of 2026-11-01, by the targets file.
--- stderr
--- exit 0
