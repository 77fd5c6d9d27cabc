mini
printf '{"as_of": "2026-11-20", "entries": [\n {"provider": "openai", "model": "m", "input_per_mtk": 1, "output_per_mtok": 2, "as_of": "2026-11-01", "source": "https://example.org/"}]}' > list.json
printf '{"prices_file": "list.json", "targets": {"a": {"provider": "openai", "model": "m"}}}' > goldpin.json
goldpin run mini
--- stdout
$ mini
$ printf '{"as_of": "2026-11-20", "entries": [\n {"provider": "openai", "model": "m", "input_per_mtk": 1, "output_per_mtok": 2, "as_of": "2026-11-01", "source": "https://example.org/"}]}' > list.json
$ printf '{"prices_file": "list.json", "targets": {"a": {"provider": "openai", "model": "m"}}}' > goldpin.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: list.json:2:39: unknown key "input_per_mtk" in an entry of the price list; did you mean "input_per_mtok"? (known: {*})
--- exit 2
