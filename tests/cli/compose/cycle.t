mini
cat > goldpin.json << 'END'
{"targets": {"a": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
 "x": {"provider": "fallback", "members": ["a", "y"]},
 "y": {"provider": "route", "rules": [], "default": "z"},
 "z": {"provider": "refine", "draft": "a", "critic": "x", "max_rounds": 2, "stop": {"contains": "OK"}}}}
END
goldpin run mini -t x
--- stdout
$ mini
$ cat > goldpin.json << 'END' ...
$ goldpin run mini -t x
--- stderr
$ goldpin run mini -t x
goldpin: goldpin.json:4:54: "x" contains itself through "z"
--- exit 2
