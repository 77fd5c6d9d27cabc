mini
cat > goldpin.json << 'END'
{"targets": {"a": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
 "x": {"provider": "route", "rules": [], "default": "n1"},
 "n1": {"provider": "route", "rules": [], "default": "n2"},
 "n2": {"provider": "route", "rules": [], "default": "n3"},
 "n3": {"provider": "route", "rules": [], "default": "n4"},
 "n4": {"provider": "route", "rules": [], "default": "n5"},
 "n5": {"provider": "route", "rules": [], "default": "n6"},
 "n6": {"provider": "route", "rules": [], "default": "n7"},
 "n7": {"provider": "route", "rules": [], "default": "n8"},
 "n8": {"provider": "route", "rules": [], "default": "a"}}}
END
goldpin run mini -t x
--- stdout
$ mini
$ cat > goldpin.json << 'END' ...
$ goldpin run mini -t x
--- stderr
$ goldpin run mini -t x
goldpin: goldpin.json:9:54: composites are nested more than 8 deep
--- exit 2
