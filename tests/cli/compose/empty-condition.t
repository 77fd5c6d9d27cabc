mini
cat > goldpin.json << 'END'
{"targets": {"a": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
 "x": {"provider": "route", "rules": [{"if": {}, "to": "a"}], "default": "a"}}}
END
goldpin run mini -t x
--- stdout
$ mini
$ cat > goldpin.json << 'END' ...
$ goldpin run mini -t x
--- stderr
$ goldpin run mini -t x
goldpin: goldpin.json:2:46: "if" is empty, so the rule would match every case; that is what "default" is for
--- exit 2
