mini
cat > goldpin.json << 'END'
{"targets": {"house": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
 "x": {"provider": "fallback", "members": ["house", "huose"]}}}
END
goldpin run mini -t x
--- stdout
$ mini
$ cat > goldpin.json << 'END' ...
$ goldpin run mini -t x
--- stderr
$ goldpin run mini -t x
goldpin: goldpin.json:2:53: this file has no target "huose"; did you mean "house"?
--- exit 2
