# The bundle's own list of checksums holds.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
cd out && sha256sum -c SHA256SUMS
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ cd out && sha256sum -c SHA256SUMS
chain.json: OK
charts/first-token.svg: OK
charts/reliability.svg: OK
charts/targets.svg: OK
charts/total.svg: OK
inputs/suites/mini/suite.json: OK
junit.xml: OK
manifest.json: OK
report.html: OK
report.md: OK
results.json: OK
summary.md: OK
topology.xml: OK
transcripts.jsonl: OK
--- stderr
--- exit 0
