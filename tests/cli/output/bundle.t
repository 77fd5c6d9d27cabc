mini
server
goldpin run mini -q -t "openai:m@$URL" -o out --junit copies/j.xml --markdown copies/r.md
(cd out && find . -type f | LC_ALL=C sort)
cmp out/junit.xml copies/j.xml
cmp out/report.md copies/r.md
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out --junit copies/j.xml --markdown copies/r.md
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ (cd out && find . -type f | LC_ALL=C sort)
./SHA256SUMS
./chain.json
./charts/first-token.svg
./charts/reliability.svg
./charts/targets.svg
./charts/total.svg
./inputs/suites/mini/suite.json
./junit.xml
./manifest.json
./report.html
./report.md
./results.json
./summary.md
./topology.xml
./transcripts.jsonl
$ cmp out/junit.xml copies/j.xml
$ cmp out/report.md copies/r.md
--- stderr
--- exit 0
