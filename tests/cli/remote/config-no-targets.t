mini
printf '{"targets": {}}\n' > goldpin.json
goldpin run mini
--- stdout
$ mini
$ printf '{"targets": {}}\n' > goldpin.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: goldpin.json:1:13: "targets" is empty
--- exit 2
