mini
printf '{"name": "mi\377ni"}' > mini/suite.json
goldpin run mini
--- stdout
$ mini
$ printf '{"name": "mi\377ni"}' > mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:1:13: invalid UTF-8 (byte 0xFF at offset 12)
--- exit 2
