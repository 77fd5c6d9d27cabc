mini
printf '{"targets": {"a": {"provider": "openai", "model": "m", "base_ulr": "http://127.0.0.1:9/v1"}}}\n' > goldpin.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
