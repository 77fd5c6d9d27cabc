# Another file in the place of the model while it is used: the run is one of the model that it opened, and says so.
mini
cp "$ROOT/suites/smoke/pocket/pocket.gguf" model.gguf
sha256sum model.gguf | cut -c 1-64 > before.txt
meanwhile 'last_byte model.gguf' mini --fail-under 0 --repeat 200 -t local:model.gguf -o out > said
head -n 1 said
echo "exit $CODE"
field out/manifest.json /targets/0/weights/sha256 | tr -d '"' | cmp - before.txt
--- stdout
$ mini
$ cp "$ROOT/suites/smoke/pocket/pocket.gguf" model.gguf
$ sha256sum model.gguf | cut -c 1-64 > before.txt
$ meanwhile 'last_byte model.gguf' mini --fail-under 0 --repeat 200 -t local:model.gguf -o out > said
$ head -n 1 said
Gate passed: 200 of 200 trials passed; pass rate 1 (200 of 200), at least 0 wanted; goldens: no case has one; no trial broke.
$ echo "exit $CODE"
exit 0
$ field out/manifest.json /targets/0/weights/sha256 | tr -d '"' | cmp - before.txt
--- stderr
$ meanwhile 'last_byte model.gguf' mini --fail-under 0 --repeat 200 -t local:model.gguf -o out > said
goldpin: warning: model: model.gguf names another file by now; the run goes on with the one that it opened and hashed
--- exit 0
