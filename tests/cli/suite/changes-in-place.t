# A suite that is written to while it runs: no trial is kept that may have been asked by what no digest names.
mini
edit() { sed 's/2 + 3/3 + 3/' mini/suite.json | dd of=mini/suite.json conv=notrunc 2> dd.txt; }
cp "$ROOT/suites/smoke/pocket/pocket.gguf" model.gguf
meanwhile edit mini --fail-under 0 --repeat 200 -t local:model.gguf -o out
echo "exit $CODE"
ls out
--- stdout
$ mini
$ edit() { sed 's/2 + 3/3 + 3/' mini/suite.json | dd of=mini/suite.json conv=notrunc 2> dd.txt; }
$ cp "$ROOT/suites/smoke/pocket/pocket.gguf" model.gguf
$ meanwhile edit mini --fail-under 0 --repeat 200 -t local:model.gguf -o out
$ echo "exit $CODE"
exit 3
$ ls out
inputs
manifest.json
topology.xml
transcripts.jsonl
--- stderr
$ meanwhile edit mini --fail-under 0 --repeat 200 -t local:model.gguf -o out
goldpin: mini/suite.json changed while it was used{*}
goldpin: {*} of 200 trials are saved in out
goldpin: go on with: goldpin run {*} --resume out{*}
--- exit 0
