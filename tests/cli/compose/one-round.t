# With one round there would be no critic.
mini
cat > goldpin.json << 'END'
{"targets": {"a": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
 "x": {"provider": "refine", "draft": "a", "critic": "a", "max_rounds": 1, "stop": {"contains": "OK"}}}}
END
goldpin run mini -t x
--- stdout
$ mini
$ cat > goldpin.json << 'END' ...
$ goldpin run mini -t x
--- stderr
$ goldpin run mini -t x
goldpin: goldpin.json:2:73: max_rounds is 1, but must be from 2 to 16
--- exit 2
