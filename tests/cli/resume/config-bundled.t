# A target of the targets file that is the bundled model under another name is found again by that name.
mini
pocket
echo '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}}}' > goldpin.json
goldpin run mini -q -o out > /dev/null || true
field out/manifest.json '/targets/*' name spec
: > out/transcripts.jsonl
goldpin run mini -q --resume out 2>&1 | sed -n 1p
--- stdout
$ mini
$ pocket
$ echo '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}}}' > goldpin.json
$ goldpin run mini -q -o out > /dev/null || true
$ field out/manifest.json '/targets/*' name spec
house house
$ : > out/transcripts.jsonl
$ goldpin run mini -q --resume out 2>&1 | sed -n 1p
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
--- stderr
--- exit 0
