mini
printf '{"targets": {"a": {"provider": "local", "model": "m.gguf", "concurrency": 2}}}\n' > goldpin.json
goldpin run mini
--- stdout
--- stderr
goldpin: goldpin.json:1:75: a local target takes neither "retry" nor "concurrency"
--- exit 2
