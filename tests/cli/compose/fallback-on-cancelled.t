mini
cat > goldpin.json << 'END'
{"targets": {"a": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
 "b": {"provider": "local", "model": "m.gguf"},
 "x": {"provider": "fallback", "members": ["a", "b"], "on": ["timeout", "cancelled"]}}}
END
goldpin run mini -t x
--- stdout
$ mini
$ cat > goldpin.json << 'END' ...
$ goldpin run mini -t x
--- stderr
$ goldpin run mini -t x
goldpin: goldpin.json:3:73: nobody else is asked after "cancelled"
--- exit 2
