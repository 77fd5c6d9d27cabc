mini
printf '{"name": "mi\001ni"}' > mini/suite.json
goldpin run mini
--- stdout
$ mini
$ printf '{"name": "mi\001ni"}' > mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:1:13: control character 0x01 in a string; write it as an escape
--- exit 2
