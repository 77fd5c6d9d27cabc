# The report says as of when a price was right: of a price of the targets file too.
mini
printf '{"targets": {"t": {"provider": "openai", "model": "m", "price": {"input_per_mtok": 1, "output_per_mtok": 2, "as_of": "yesterday"}}}}' > goldpin.json
goldpin run mini
--- stdout
$ mini
$ printf '{"targets": {"t": {"provider": "openai", "model": "m", "price": {"input_per_mtok": 1, "output_per_mtok": 2, "as_of": "yesterday"}}}}' > goldpin.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: goldpin.json:1:118: "as_of" must be a date like 2026-07-29, not "yesterday"
--- exit 2
