# A model that is written to while it is used: nothing that it answered since is kept, there is no verdict, and with the file as
# it was the run goes on from what it answered before.
mini
cp "$ROOT/suites/smoke/pocket/pocket.gguf" model.gguf
chmod u+w model.gguf
goldpin run mini -q --fail-under 0 --repeat 200 -t local:model.gguf -o whole > /dev/null
grow() { printf x >> model.gguf; }
meanwhile grow mini --fail-under 0 --repeat 200 -t local:model.gguf -o out
echo "exit $CODE"
ls out
[ "$(wc -l < out/transcripts.jsonl)" -lt 200 ] || echo 'all trials are there'
goldpin run mini -q --fail-under 0 --repeat 200 --resume out -t local:model.gguf || echo "exit $?"
truncate -s -1 model.gguf
goldpin run mini -q --fail-under 0 --repeat 200 --resume out -t local:model.gguf > /dev/null
goldpin diff whole out
--- stdout
$ mini
$ cp "$ROOT/suites/smoke/pocket/pocket.gguf" model.gguf
$ chmod u+w model.gguf
$ goldpin run mini -q --fail-under 0 --repeat 200 -t local:model.gguf -o whole > /dev/null
$ grow() { printf x >> model.gguf; }
$ meanwhile grow mini --fail-under 0 --repeat 200 -t local:model.gguf -o out
$ echo "exit $CODE"
exit 3
$ ls out
inputs
manifest.json
topology.xml
transcripts.jsonl
$ [ "$(wc -l < out/transcripts.jsonl)" -lt 200 ] || echo 'all trials are there'
$ goldpin run mini -q --fail-under 0 --repeat 200 --resume out -t local:model.gguf || echo "exit $?"
exit 2
$ truncate -s -1 model.gguf
$ goldpin run mini -q --fail-under 0 --repeat 200 --resume out -t local:model.gguf > /dev/null
$ goldpin diff whole out
200 the same

--- stderr
$ meanwhile grow mini --fail-under 0 --repeat 200 -t local:model.gguf -o out
goldpin: model.gguf changed while it was used: {*}; what target model answered since is not kept, and the run goes on only with the file as it was
goldpin: {*} of 200 trials are saved in out
goldpin: go on with: goldpin run {*} --resume out{*}
$ goldpin run mini -q --fail-under 0 --repeat 200 --resume out -t local:model.gguf || echo "exit $?"
goldpin: this is not the run that was begun: target "model" had {"weights_sha256":"HEX"}, now {"weights_sha256":"HEX"}
--- exit 0
