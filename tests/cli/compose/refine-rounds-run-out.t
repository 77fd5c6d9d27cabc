# The last draft is graded as it is.
refined
sed -i 's/"max_rounds": 5/"max_rounds": 2/' goldpin.json
goldpin run mini -q -t pair -o out || true
grep '^| `sum` | `pair` | 1 ' out/report.md
--- stdout
$ refined
$ sed -i 's/"max_rounds": 5/"max_rounds": 2/' goldpin.json
$ goldpin run mini -q -t pair -o out || true
Gate failed: 1 of 1 trial failed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.001340 USD
$ grep '^| `sum` | `pair` | 1 ' out/report.md
| `sum` | `pair` | 1 | `writer` | 2 drafts, the last one not reviewed |
--- stderr
--- exit 0
