pocket
mini
printf '{"targets": {"pocket": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "pins": {"quantization": "F16"}}}}\n' > goldpin.json
goldpin run mini -o out
--- stdout
$ pocket
$ mini
$ printf '{"targets": {"pocket": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "pins": {"quantization": "F16"}}}}\n' > goldpin.json
$ goldpin run mini -o out
--- stderr
$ goldpin run mini -o out
goldpin: pin "quantization" of the targets file does not hold for target pocket: pinned F16, but it is Q8_0
--- exit 2
