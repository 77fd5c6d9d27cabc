mini
printf '{"targets": {"a": {"provider": "local", "model": "m.gguf", "concurrency": 2}}}\n' > goldpin.json
goldpin run mini
--- stdout
$ mini
$ printf '{"targets": {"a": {"provider": "local", "model": "m.gguf", "concurrency": 2}}}\n' > goldpin.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: goldpin.json:1:75: a target of provider local takes no "concurrency"
--- exit 2
