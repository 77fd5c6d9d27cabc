pocket
mini
printf '{"targets": {"pocket": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "pins": {"quantization": "F16"}}}}\n' > goldpin.json
goldpin run mini -o out
--- stdout
--- stderr
--- exit 0
