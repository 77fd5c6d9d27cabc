# What the server says it charged wins over a price, and is shown as billed.
mini "$(one_case a '#cost 1 + 1' 2)"
server
targets '"price": {"input_per_mtok": 1000, "output_per_mtok": 100000}'
goldpin run mini -q -o out
field out/results.json '/trials/*/measured' cost_usd cost_basis
sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | grep '^| `'
--- stdout
$ mini "$(one_case a '#cost 1 + 1' 2)"
$ server
$ targets '"price": {"input_per_mtok": 1000, "output_per_mtok": 100000}'
$ goldpin run mini -q -o out
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.000250 USD
$ field out/results.json '/trials/*/measured' cost_usd cost_basis
0.00025 billed
$ sed -n '/^## Requests and costs/,/^## [^R]/{/^## [^R]/!p}' out/report.md | grep '^| `'
| `t` | 1 | 0 | 0 | never narrowed | 0.000250 (billed) | 0.000250 |
--- stderr
--- exit 0
