# A number of tokens would need a tokenizer; what can be counted is named.
mini
cat > goldpin.json << 'END'
{"targets": {"a": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
 "x": {"provider": "route", "rules": [{"if": {"prompt_tokens_over": 5}, "to": "a"}], "default": "a"}}}
END
goldpin run mini -t x
--- stdout
$ mini
$ cat > goldpin.json << 'END' ...
$ goldpin run mini -t x
--- stderr
$ goldpin run mini -t x
goldpin: goldpin.json:2:47: unknown key "prompt_tokens_over" in the conditions of a rule; did you mean "prompt_bytes_over"? (known: {*})
--- exit 2
