mini
cat > goldpin.json << 'END'
{"targets": {"a": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
 "x": {"provider": "refine", "draft": "a", "critic": "a", "max_rounds": 2, "stop": {"contains": "OK", "equals": "OK"}}}}
END
goldpin run mini -t x
--- stdout
$ mini
$ cat > goldpin.json << 'END' ...
$ goldpin run mini -t x
--- stderr
$ goldpin run mini -t x
goldpin: goldpin.json:2:84: "stop" needs either "contains" or "equals"
--- exit 2
