# Killed between the first file of a bundle and its manifest: --resume starts there anew, and sweeps what was half written.
mini
server
mkdir out
echo '<topology/>' > out/topology.xml
echo '{' > out/manifest.json.tmp-99999
goldpin run mini -q --resume out -t "openai:m@$URL" > /dev/null
ls out
--- stdout
$ mini
$ server
$ mkdir out
$ echo '<topology/>' > out/topology.xml
$ echo '{' > out/manifest.json.tmp-99999
$ goldpin run mini -q --resume out -t "openai:m@$URL" > /dev/null
$ ls out
SHA256SUMS
chain.json
charts
inputs
junit.xml
manifest.json
report.html
report.md
results.json
summary.md
topology.xml
transcripts.jsonl
--- stderr
--- exit 0
