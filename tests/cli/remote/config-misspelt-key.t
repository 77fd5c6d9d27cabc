mini
printf '{"targets": {"a": {"provider": "openai", "model": "m", "base_ulr": "http://127.0.0.1:9/v1"}}}\n' > goldpin.json
goldpin run mini
--- stdout
$ mini
$ printf '{"targets": {"a": {"provider": "openai", "model": "m", "base_ulr": "http://127.0.0.1:9/v1"}}}\n' > goldpin.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: goldpin.json:1:56: unknown key "base_ulr" in target "a"; did you mean "base_url"?
--- exit 2
